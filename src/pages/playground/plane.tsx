import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { colourOf, onScheme } from './colours.ts';
import { followMoment } from './draw-loop.ts';
import type { Studio } from './studio.ts';

/** Cells of the picture along each side, and the plane that it shows. */
const CELLS = 56;
const REACH = 1.2;
const SIZE = 560;

/** The plane of a two-dimensional problem: how likely each class is everywhere, and the rows. */
export function Plane({ studio }: { readonly studio: Studio }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const grid = Float32Array.from({ length: 2 * CELLS * CELLS }, (_, i) => {
      const cell = i >> 1;
      const along = i % 2 === 0 ? cell % CELLS : CELLS - 1 - Math.floor(cell / CELLS);
      return REACH * ((2 * (along + 0.5)) / CELLS - 1);
    });
    const draw = async (): Promise<void> => {
      const answers = await studio.predict(grid);
      const problem = studio.problem.value;
      if (answers === null || canvas.current === null || problem?.kind !== 'plane') return;
      paint(canvas.current, answers, studio);
    };
    const loop = followMoment(studio, draw);
    const stop = onScheme(loop.ask);
    return () => {
      stop();
      loop.end();
    };
  }, [studio]);
  return (
    <canvas
      ref={canvas}
      class="stage"
      width={SIZE}
      height={SIZE}
      role="img"
      aria-label="The plane: two spirals of points, and which class the network gives each place"
    />
  );
}

function paint(canvas: HTMLCanvasElement, answers: Float32Array, studio: Studio): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const small = document.createElement('canvas');
  small.width = CELLS;
  small.height = CELLS;
  const inner = small.getContext('2d') as CanvasRenderingContext2D;
  const picture = inner.createImageData(CELLS, CELLS);
  const [first, second, middle] = ['first', 'second', 'surface'].map((name) => colourOf(`--${name}`));
  for (let cell = 0; cell < CELLS * CELLS; cell++) {
    const lean = 2 * answers[2 * cell + 1] - 1; // -1: the first class, 1: the second
    const strong = lean < 0 ? first : second;
    const share = 0.72 * Math.min(1, Math.abs(lean));
    for (let c = 0; c < 3; c++) picture.data[4 * cell + c] = middle[c] + share * (strong[c] - middle[c]);
    picture.data[4 * cell + 3] = 255;
  }
  inner.putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  const problem = studio.problem.value;
  if (problem === null) return;
  const { features, targets } = problem.train;
  const labels = targets.kind === 'classes' ? targets.labels : new Int32Array();
  const css = (colour: readonly number[]): string => `rgb(${colour.join(', ')})`;
  const at = (value: number): number => ((value / REACH + 1) / 2) * canvas.width;
  context.lineWidth = 1.5;
  context.strokeStyle = css(middle);
  for (let row = 0; row < labels.length; row++) {
    context.fillStyle = css(labels[row] === 0 ? first : second);
    context.beginPath();
    context.arc(at(features.values[2 * row]), canvas.height - at(features.values[2 * row + 1]), 5, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}
