// The bootstrap (Efron, 1979): rows are drawn anew, with replacement, as many as there are, and every figure is computed on what was
// drawn. The spread of a figure over many such resamples is how far another set of rows of the same kind would move it.

import { keyOf, philox, type Seed, STREAMS } from '../core/index.ts';
import type { FigureName, Scorer, Weighting } from './scorer.ts';
import type { Interval } from './selection.ts';

/** How many times rows are drawn anew. */
export const RESAMPLES = 2000;

/** The share of resamples inside an interval. */
export const LEVEL = 0.95;

/** The figures of some networks on the rows as they are and on each resample. */
export interface Resampled {
  readonly names: readonly FigureName[];
  /** networks x names. */
  readonly whole: Float64Array;
  /** resamples x networks x names. */
  readonly drawn: Float64Array;
  /** resamples x networks: what `judge` says on the rows that were not drawn; a resample that drew every row has NaN. */
  readonly left: Float64Array;
}

/**
 * Scores networks on resamples of their rows.
 *
 * @param judge scores the rows that a resample left out, by one figure
 * @param part which rows these are among several sets drawn under one seed: resample i of part p of `parts` draws from position
 * i x parts + p of the bootstrap stream, so that what is drawn depends on nothing else
 */
export function resampled(scorer: Scorer, judge: Scorer | null, seed: Seed, part = 0, parts = 1): Resampled {
  const { rows, networks, names } = scorer;
  const width = networks * names.length;
  const whole = new Float64Array(width);
  const drawn = new Float64Array(RESAMPLES * width);
  const left = new Float64Array(judge === null ? 0 : RESAMPLES * networks);
  const counts = new Int32Array(rows);
  const [some, others] = [everyRow(rows), everyRow(rows)];
  scorer.score(some, whole);
  for (let i = 0; i < RESAMPLES; i++) {
    countDraws(counts, seed, i * parts + part);
    partition(counts, some, others);
    scorer.score(some, drawn.subarray(i * width, (i + 1) * width));
    if (judge === null) continue;
    const outside = left.subarray(i * networks, (i + 1) * networks);
    if (others.length === 0) outside.fill(Number.NaN);
    else judge.score(others, outside);
  }
  return { names, whole, drawn, left };
}

/**
 * Sets each row's count to how often it is drawn among as many draws as there are rows: the numbers of `randomSequence(seed,
 * 'bootstrap', position).below(rows)`, without a call and a slow remainder for each of millions.
 */
export function countDraws(counts: Int32Array, seed: Seed, position: number): void {
  const rows = counts.length;
  const key = keyOf(seed);
  const words = new Uint32Array(4);
  const limit = 0x100000000 - (0x100000000 % rows);
  const inverse = 1 / rows;
  counts.fill(0);
  let drawn = 0;
  for (let block = 0; drawn < rows; block++) {
    philox(words, key, block, 0, position, STREAMS.bootstrap);
    for (let lane = 0; lane < 4 && drawn < rows; lane++) {
      const word = words[lane];
      if (word >= limit) continue;
      // word mod rows; the quotient may be off by one, since the inverse is rounded.
      const row = word - Math.floor(word * inverse) * rows;
      counts[row < 0 ? row + rows : row >= rows ? row - rows : row]++;
      drawn++;
    }
  }
}

/** Every row once. */
const everyRow = (rows: number): Weighting => ({
  rows: Int32Array.from({ length: rows }, (_, row) => row),
  counts: new Float64Array(rows).fill(1),
  length: rows,
  total: rows,
});

/** Sorts rows into those that were drawn, with their counts, and the others, which keep a count of 1 each. */
function partition(counts: Int32Array, drawn: Weighting, others: Weighting): void {
  let d = 0;
  let o = 0;
  for (let row = 0; row < counts.length; row++) {
    // Written to both, and kept in one: which it is cannot be foretold, and a wrong guess of the processor would cost more.
    const count = counts[row];
    drawn.rows[d] = row;
    drawn.counts[d] = count;
    others.rows[o] = row;
    const isDrawn = count > 0 ? 1 : 0;
    d += isDrawn;
    o += 1 - isDrawn;
  }
  drawn.length = d;
  drawn.total = counts.length;
  others.length = o;
  others.total = o;
}

/** One figure of one network over the resamples. */
export function seriesOf({ names, whole, drawn }: Resampled, network: number, name: FigureName): Float64Array {
  return strided(drawn, whole.length, network * names.length + names.indexOf(name));
}

/** What was said of one network on the rows left out, over the resamples. */
export function leftSeriesOf({ names, whole, left }: Resampled, network: number): Float64Array {
  return strided(left, whole.length / names.length, network);
}

function strided(values: Float64Array, stride: number, offset: number): Float64Array {
  const series = new Float64Array(values.length / stride);
  for (let i = 0; i < series.length; i++) series[i] = values[i * stride + offset];
  return series;
}

/** The figure's value and the range that {@link LEVEL} of its resamples fall into, by percentiles. */
export function intervalOf(value: number, series: Float64Array): Interval {
  const sorted = series.toSorted();
  const tail = (1 - LEVEL) / 2;
  return { value, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/** A quantile of sorted numbers, between neighbours in proportion (type 7 of Hyndman and Fan, NumPy's default). */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
