import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Gives what is dropped on an element to `take`. Those who cannot drop have a button beside it. */
export function useDrop(place: RefObject<HTMLElement | null>, take: (files: FileList) => void): void {
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const allow = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      if (event.dataTransfer !== null) take(event.dataTransfer.files);
    };
    element.addEventListener('dragover', allow);
    element.addEventListener('drop', drop);
    return () => {
      element.removeEventListener('dragover', allow);
      element.removeEventListener('drop', drop);
    };
  });
}
