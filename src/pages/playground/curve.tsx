import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { followMoment } from './draw-loop.ts';
import { curveX, firstCurve } from './problem.ts';
import { CURVE_POINTS } from './setup.ts';
import type { Studio } from './studio.ts';

const SIZE = 560;
const REACH = 1.15;
const FIT_POINTS = 160;

const px = (x: number): number => ((x / REACH + 1) / 2) * SIZE;
const py = (y: number): number => ((1 - y / REACH) / 2) * SIZE;
const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join('');

/** Pixels that the pen goes sideways before it draws: less is a tap, or a swipe that scrolls the page. */
const SIDEWAYS = 6;

/** A pen that is down: where it was last, and where it came down on the screen. */
interface Pen {
  readonly at: readonly [number, number];
  readonly downX: number;
}

/** Other curves to begin with. */
const SHAPES: { readonly [name: string]: () => number[] } = {
  wave: firstCurve,
  step: () => Array.from({ length: CURVE_POINTS }, (_, i) => (curveX(i) < 0 ? -0.6 : 0.6)),
  peak: () => Array.from({ length: CURVE_POINTS }, (_, i) => 0.8 - 1.5 * Math.abs(curveX(i))),
};

/** A curve to draw with the pointer, and the network's answer to it. */
export function Curve({ studio }: { readonly studio: Studio }): JSX.Element {
  const surface = useRef<SVGSVGElement>(null);
  const fitted = useMemo(() => signal(''), []);
  const drawing = useMemo(() => signal<number[] | null>(null), []);
  const pen = useRef<Pen | null>(null);
  useEffect(() => {
    const x = Float32Array.from({ length: FIT_POINTS }, (_, i) => REACH * ((2 * i) / (FIT_POINTS - 1) - 1));
    const loop = followMoment(studio, async () => {
      if (studio.problem.value?.kind !== 'curve') return;
      const y = await studio.predict(x);
      if (y !== null && y.length === x.length)
        fitted.value = path(Array.from(x, (at, i) => [at, Math.max(-3, Math.min(3, y[i]))] as const));
    });
    return loop.end;
  }, [studio, fitted]);

  const heights = drawing.value ?? studio.setup.value.curve ?? firstCurve();
  const place = (event: PointerEvent): readonly [number, number] => {
    const box = (surface.current as SVGSVGElement).getBoundingClientRect();
    const x = REACH * ((2 * (event.clientX - box.left)) / box.width - 1);
    const y = REACH * (1 - (2 * (event.clientY - box.top)) / box.height);
    return [x, Math.max(-1, Math.min(1, y))];
  };
  /** Moves the points between two places of the pen onto the line between them. */
  const stroke = (event: PointerEvent): void => {
    if (pen.current === null || !event.isPrimary) return;
    const { at, downX } = pen.current;
    if (drawing.value === null && Math.abs(event.clientX - downX) < SIDEWAYS) return;
    const to = place(event);
    const [[x0, y0], [x1, y1]] = at[0] <= to[0] ? [at, to] : [to, at];
    const half = 1 / (CURVE_POINTS - 1);
    const next = [...(drawing.value ?? heights)];
    for (let i = 0; i < CURVE_POINTS; i++) {
      const x = curveX(i);
      if (x < x0 - half || x > x1 + half) continue;
      const share = x1 - x0 < 1e-6 ? 1 : Math.max(0, Math.min(1, (x - x0) / (x1 - x0)));
      next[i] = y0 + share * (y1 - y0);
    }
    drawing.value = next;
    pen.current = { at: to, downX };
  };
  const lift = (): void => {
    pen.current = null;
    if (drawing.value === null) return;
    const curve = drawing.value.map((y) => Math.round(50 * y) / 50);
    drawing.value = null;
    studio.change({ curve });
  };
  /** The browser takes the pointer, to scroll the page: what was drawn with it was not meant. */
  const drop = (): void => {
    pen.current = null;
    drawing.value = null;
  };
  return (
    <div>
      <svg
        ref={surface}
        class="stage"
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label="The drawn curve as points, and the network's answer as a line"
        onPointerDown={(event) => {
          if (!event.isPrimary || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pen.current = { at: place(event), downX: event.clientX };
        }}
        onPointerMove={stroke}
        onPointerUp={lift}
        onPointerCancel={drop}
      >
        <path class="axis" d={`M0 ${py(0)}H${SIZE}M${px(0)} 0V${SIZE}`} />
        {heights.map((y, i) => (
          <circle key={i} class="goal" cx={px(curveX(i))} cy={py(y)} r="5.5" />
        ))}
        <path class="fitted" d={fitted.value} />
      </svg>
      <div class="row">
        <span class="hint">Draw over it, or begin with a</span>
        {Object.entries(SHAPES).map(([name, make]) => (
          <button
            key={name}
            type="button"
            class="button"
            onClick={() => studio.change({ curve: name === 'wave' ? null : make() })}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
