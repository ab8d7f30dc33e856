// How much of the target one column tells by itself.
//
//   fit      on half of the rows, drawn at random: the majority class (or the mean of the targets) of a category, or of the
//            5 or more rows nearest in value
//   judge    on the other half: accuracy a, beside the accuracy b of always the most frequent class
//   alone    (a - b) / (1 - b) for classes, 1 - squared error / squared deviation (R2) for numbers; at least 0
//
// 0 is a column that tells nothing, 1 one that tells everything: the target in disguise, or written after it was known.

import { randomSequence, rowNumbers, type Seed, shuffleInPlace } from '../core/index.ts';
import type { RawColumn } from '../data/index.ts';

/** From here on a column is suspicious. */
export const SUSPICIOUS = 0.95;

/** Rows drawn at most; more say nothing new. */
const MOST_ROWS = 100_000;

/** Rows with a target at least; fewer say nothing. */
const FEWEST_ROWS = 20;

/** Rows nearest in value that answer together. */
const NEIGHBOURS = 5;

/** The rows that judge columns: drawn once, the same for all columns. */
export interface JudgedRows {
  readonly fit: Uint32Array;
  readonly judge: Uint32Array;
}

/** Draws rows that have a target; null where they are too few, or all of one target. */
export function judgedRows(target: RawColumn, rows: number, seed: Seed): JudgedRows | null {
  const has = (row: number): boolean =>
    target.kind === 'number' ? !Number.isNaN(target.values[row]) : target.codes[row] >= 0;
  const order = rowNumbers(rows).filter(has);
  if (order.length < FEWEST_ROWS) return null;
  const targetOf = (row: number): number => (target.kind === 'number' ? target.values[row] : target.codes[row]);
  if (order.every((row) => targetOf(row) === targetOf(order[0]))) return null;
  // Positions 0 and 1 of the stream are those of splits and folds.
  const drawn = shuffleInPlace(order, randomSequence(seed, 'split', 2)).subarray(0, MOST_ROWS);
  const half = drawn.length >> 1;
  return { fit: drawn.slice(0, half), judge: drawn.slice(half) };
}

/**
 * How much of the target a column tells by itself, from 0 to 1.
 *
 * @example
 * const column = { name: 'x', kind: 'number', values: Float32Array.from({ length: 100 }, (_, i) => i) } as const;
 * const rows = judgedRows(column, 100, seedFrom(1))!;
 * aloneTells(column, { ...column, name: 'y' }, rows) > 0.95; // true
 */
export function aloneTells(column: RawColumn, target: RawColumn, rows: JudgedRows): number {
  const guess =
    target.kind === 'category' ? classGuess(target.codes, target.categories.length) : meanGuess(target.values);
  const always = guess(rows.fit);
  const answers = column.kind === 'category' ? byCategory(column, rows, guess) : byValue(column.values, rows, guess);
  if (target.kind === 'category') {
    const right = share(rows.judge, (row) => answers(row) === target.codes[row]);
    const base = share(rows.judge, (row) => always === target.codes[row]);
    return base === 1 ? 0 : Math.max(0, (right - base) / (1 - base));
  }
  const error = sum(rows.judge, (row) => squared(target.values[row] - answers(row)));
  const deviation = sum(rows.judge, (row) => squared(target.values[row] - always));
  return deviation === 0 ? 0 : Math.max(0, 1 - error / deviation);
}

/** What some rows say together: their majority, or their mean. */
type Guess = (rows: Uint32Array) => number;

/** The most frequent class; of several the first. */
function classGuess(codes: Int32Array, classes: number): Guess {
  const counts = new Uint32Array(classes);
  return (rows) => {
    let best = codes[rows[0]];
    for (const row of rows) {
      const code = codes[row];
      counts[code]++;
      if (counts[code] > counts[best] || (counts[code] === counts[best] && code < best)) best = code;
    }
    for (const row of rows) counts[codes[row]] = 0;
    return best;
  };
}

const meanGuess =
  (values: Float32Array): Guess =>
  (rows) =>
    sum(rows, (row) => values[row]) / rows.length;

/** Rows of one category answer for it; a category that none of them has, and no value, are answered by all. */
function byCategory(
  { codes }: Extract<RawColumn, { kind: 'category' }>,
  { fit }: JudgedRows,
  guess: Guess,
): (row: number) => number {
  const sorted = fit.slice().sort((a, b) => codes[a] - codes[b]);
  const answers = new Map<number, number>();
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && codes[sorted[to]] === codes[sorted[from]]) to++;
    answers.set(codes[sorted[from]], guess(sorted.subarray(from, to)));
    from = to;
  }
  const always = guess(sorted);
  return (row) => answers.get(codes[row]) ?? always;
}

/** The rows nearest in value answer together: all of one value where they are enough, else the nearest on both sides. */
function byValue(values: Float32Array, { fit }: JudgedRows, guess: Guess): (row: number) => number {
  const known = fit.filter((row) => !Number.isNaN(values[row])).sort((a, b) => values[a] - values[b]);
  const gaps = fit.filter((row) => Number.isNaN(values[row]));
  const ofGaps = guess(gaps.length === 0 ? fit : gaps);
  /** The first place whose value is at least `value`, or above it. */
  const place = (value: number, above: boolean): number => {
    let from = 0;
    let to = known.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const there = values[known[middle]];
      if (there < value || (above && there === value)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const answers = new Map<number, number>();
  return (row) => {
    const value = values[row];
    if (Number.isNaN(value) || known.length === 0) return ofGaps;
    const there = answers.get(value);
    if (there !== undefined) return there;
    let from = place(value, false);
    let to = place(value, true);
    while (to - from < NEIGHBOURS && (from > 0 || to < known.length)) {
      const below = from > 0 ? value - values[known[from - 1]] : Number.POSITIVE_INFINITY;
      const above = to < known.length ? values[known[to]] - value : Number.POSITIVE_INFINITY;
      if (below <= above) from--;
      else to++;
    }
    const answer = guess(known.subarray(from, to));
    answers.set(value, answer);
    return answer;
  };
}

function sum(rows: Uint32Array, of: (row: number) => number): number {
  let total = 0;
  for (const row of rows) total += of(row);
  return total;
}

const share = (rows: Uint32Array, is: (row: number) => boolean): number =>
  sum(rows, (row) => (is(row) ? 1 : 0)) / rows.length;

const squared = (value: number): number => value * value;
