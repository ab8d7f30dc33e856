import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** An image's size where a row is one: height, width and 1, 3 or 4 values a pixel; else null. */
export function imageShape(
  shape: readonly number[],
): readonly [height: number, width: number, channels: number] | null {
  const [height, width, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || ![1, 3, 4].includes(channels)) return null;
  return [height, width, channels];
}

/** Draws one row into a canvas of the image's own size; bytes as they are, other numbers from the row's least to its largest. */
export function paintRow(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number>,
  isBytes: boolean,
  [height, width, channels]: readonly [number, number, number],
): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const picture = context.createImageData(width, height);
  const list = Array.from(values);
  const least = isBytes ? 0 : Math.min(...list);
  const most = isBytes ? 255 : Math.max(...list);
  const level = (value: number): number => (255 * (value - least)) / Math.max(1e-12, most - least);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    for (let c = 0; c < 3; c++) picture.data[4 * pixel + c] = level(list[at + (channels >= 3 ? c : 0)]);
    picture.data[4 * pixel + 3] = channels === 4 ? level(list[at + 3]) : 255;
  }
  context.putImageData(picture, 0, 0);
}

/** One row as a picture. */
export function RowImage({
  values,
  isBytes,
  shape,
  label,
}: {
  readonly values: ArrayLike<number>;
  readonly isBytes: boolean;
  readonly shape: readonly [number, number, number];
  readonly label: string;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current !== null) paintRow(canvas.current, values, isBytes, shape);
  }, [values, isBytes, shape]);
  return <canvas ref={canvas} class="pixels" role="img" aria-label={label} />;
}
