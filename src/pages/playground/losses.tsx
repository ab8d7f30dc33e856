import type { JSX } from 'preact';
import type { LossPoint, Studio } from './studio.ts';

const WIDTH = 640;
const HEIGHT = 240;
const MARGIN = { left: 76, right: 12, top: 12, bottom: 30 } as const;

/** The loss of each epoch, on training rows and on those only looked at; the scale is logarithmic where that shows more. */
export function Losses({ studio }: { readonly studio: Studio }): JSX.Element {
  const points = studio.losses.value;
  const values = points.flatMap(({ train, validation }) => [train, validation]).filter((value) => value > 0);
  const least = values.length === 0 ? 0.1 : Math.min(...values);
  const most = values.length === 0 ? 1 : Math.max(...values);
  const steps = ticks(least, most);
  const low = Math.min(least, steps[0]);
  const high = Math.max(most, steps[steps.length - 1]);
  const [first, end] =
    points.length === 0 ? [1, 10] : [points[0].epoch, Math.max(points[points.length - 1].epoch, points[0].epoch + 1)];
  const x = (epoch: number): number =>
    MARGIN.left + ((epoch - first) / (end - first)) * (WIDTH - MARGIN.left - MARGIN.right);
  // The same place as on a logarithmic scale, by the share of doublings: log2 is asked of no bits that matter.
  const share = (value: number): number =>
    (level(Math.max(value, low)) - level(low)) / Math.max(1e-9, level(high) - level(low));
  const y = (value: number): number => HEIGHT - MARGIN.bottom - share(value) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = (of: (point: LossPoint) => number): string =>
    points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.epoch).toFixed(1)} ${y(of(point)).toFixed(1)}`).join('');
  const isCurve = studio.problem.value?.kind === 'curve';
  return (
    <figure class="losses">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={labelOf(points)}>
        {steps.map((value) => (
          <g key={value}>
            <path class="axis" d={`M${MARGIN.left} ${y(value)}H${WIDTH - MARGIN.right}`} />
            <text x={MARGIN.left - 8} y={y(value) + 4} text-anchor="end">
              {numberText(value)}
            </text>
          </g>
        ))}
        <text x={MARGIN.left} y={HEIGHT - 8}>
          epoch {first}
        </text>
        <text x={WIDTH - MARGIN.right} y={HEIGHT - 8} text-anchor="end">
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
  const all = [-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3].flatMap((power) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
  );
  const from = Math.max(
    0,
    all.findLastIndex((value) => value <= least),
  );
  const to = all.findIndex((value) => value >= most);
  const inside = all.slice(from, (to < 0 ? all.length - 1 : to) + 1);
  const every = Math.ceil(inside.length / 6);
  return inside.filter((_, i) => (inside.length - 1 - i) % every === 0);
}

const numberText = (value: number): string => (value >= 0.001 ? String(value) : value.toExponential(0));

function labelOf(points: readonly LossPoint[]): string {
  const last = points.at(-1);
  if (last === undefined) return 'The loss curve; nothing is trained yet';
  return `The loss curve: after ${last.epoch} epochs ${last.train.toPrecision(3)} in training`;
}
