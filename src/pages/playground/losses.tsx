import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { kindOf } from './setup.ts';
import type { LossPoint, Studio } from './studio.ts';

/** Height of the chart, and its margins, in heights of its text. */
const HEIGHT = 17;
const MARGIN = { left: 4.5, right: 0.5, top: 1, bottom: 2.5 } as const;

/** The loss of each epoch, on training rows and on those only looked at; the scale is logarithmic where that shows more. */
export function Losses({ studio }: { readonly studio: Studio }): JSX.Element {
  const chart = useRef<SVGSVGElement>(null);
  const [{ width, text }, setSize] = useState({ width: 320, text: 13 });
  // Drawn in the pixels of the screen, so that its text is as large as the page's at every width.
  useLayoutEffect(() => {
    const svg = chart.current as SVGSVGElement;
    const measure = (): void =>
      setSize({ width: svg.getBoundingClientRect().width, text: Number.parseFloat(getComputedStyle(svg).fontSize) });
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(svg);
    return () => sizes.disconnect();
  }, []);
  const height = HEIGHT * text;
  const [left, right] = [MARGIN.left * text, width - MARGIN.right * text];
  const [top, bottom] = [MARGIN.top * text, height - MARGIN.bottom * text];
  const points = studio.losses.value;
  const values = points.flatMap(({ train, validation }) => [train, validation]).filter((value) => value > 0);
  const least = values.length === 0 ? 0.1 : Math.min(...values);
  const most = values.length === 0 ? 1 : Math.max(...values);
  const steps = ticks(least, most);
  const low = Math.min(least, steps[0]);
  const high = Math.max(most, steps[steps.length - 1]);
  const [first, end] =
    points.length === 0 ? [1, 10] : [points[0].epoch, Math.max(points[points.length - 1].epoch, points[0].epoch + 1)];
  const x = (epoch: number): number => left + ((epoch - first) / (end - first)) * (right - left);
  // The same place as on a logarithmic scale, by the share of doublings: log2 is asked of no bits that matter.
  const share = (value: number): number =>
    (level(Math.max(value, low)) - level(low)) / Math.max(1e-9, level(high) - level(low));
  const y = (value: number): number => bottom - share(value) * (bottom - top);
  const line = (of: (point: LossPoint) => number): string =>
    points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.epoch).toFixed(1)} ${y(of(point)).toFixed(1)}`).join('');
  const isNarrow = right - left < 12 * text;
  const isCurve = kindOf(studio.setup.value.problem) === 'curve';
  return (
    <figure class="losses">
      <svg ref={chart} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={labelOf(points)}>
        {steps.map((value) => (
          <g key={value}>
            <path class="axis" d={`M${left} ${y(value)}H${right}`} />
            <text x={left - 0.5 * text} y={y(value) + 0.35 * text} text-anchor="end">
              {numberText(value)}
            </text>
          </g>
        ))}
        <text x={left} y={height - 0.6 * text}>
          {isNarrow ? '' : 'epoch '}
          {first.toLocaleString('en')}
        </text>
        <text x={right} y={height - 0.6 * text} text-anchor="end">
          {points.length === 0 ? '' : `epoch ${end.toLocaleString('en')}`}
        </text>
        {!isCurve && <path class="line validation" d={line(({ validation }) => validation)} />}
        <path class="line train" d={line(({ train }) => train)} />
      </svg>
      <figcaption class="legend">
        <span class="key train">training loss</span>
        {!isCurve && <span class="key validation">loss on rows it has not seen</span>}
      </figcaption>
    </figure>
  );
}

const level = (value: number): number => {
  let doublings = 0;
  let rest = value;
  for (; rest >= 2; rest /= 2) doublings++;
  for (; rest < 1 && rest > 0; rest *= 2) doublings--;
  return doublings + rest - 1;
};

/** Round values from below the least to above the most: 1, 2, 5, 10 ... */
function ticks(least: number, most: number): number[] {
  const powers = Array.from({ length: 25 }, (_, i) => i - 12);
  const all = powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  const from = Math.max(
    0,
    all.findLastIndex((value) => value <= least),
  );
  const to = all.findIndex((value) => value >= most);
  const inside = all.slice(from, (to < 0 ? all.length - 1 : to) + 1);
  const every = Math.ceil(inside.length / 6);
  return inside.filter((_, i) => (inside.length - 1 - i) % every === 0);
}

const numberText = (value: number): string =>
  value >= 0.001 && value < 10_000 ? String(value) : value.toExponential(0);

function labelOf(points: readonly LossPoint[]): string {
  const last = points.at(-1);
  if (last === undefined) return 'The loss curve; nothing is trained yet';
  return `The loss curve: after ${last.epoch.toLocaleString('en')} epochs ${last.train.toPrecision(3)} in training`;
}
