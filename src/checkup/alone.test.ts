import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomSequence, seedFrom } from '../core/index.ts';
import type { RawColumn } from '../data/index.ts';
import { aloneTells, type JudgedRows, judgedRows } from './alone.ts';

const seed = seedFrom(7);
const ROWS = 400;
const random = randomSequence(seed, 'synthetic', 0);
const noise = Float32Array.from({ length: ROWS }, () => random.below(1_000_000) / 1_000_000);
const numbers = (name: string, of: (row: number) => number): RawColumn => ({
  name,
  kind: 'number',
  values: Float32Array.from({ length: ROWS }, (_, row) => of(row)),
});
const classes = (name: string, labels: readonly string[], of: (row: number) => number): RawColumn => ({
  name,
  kind: 'category',
  categories: labels,
  codes: Int32Array.from({ length: ROWS }, (_, row) => of(row)),
});
const told = (column: RawColumn, target: RawColumn): number =>
  aloneTells(column, target, judgedRows(target, ROWS, seed)!);

test('a column that is the target in disguise tells all of it, noise tells next to nothing', () => {
  const target = classes('y', ['a', 'b', 'c'], (row) => row % 3);
  expect(
    told(
      classes('code', ['x', 'y', 'z'], (row) => (row + 1) % 3),
      target,
    ),
  ).toBe(1);
  expect(
    told(
      numbers('ranges', (row) => 10 * (row % 3) + noise[row]),
      target,
    ),
  ).toBe(1);
  expect(
    told(
      numbers('noise', (row) => noise[row]),
      target,
    ),
  ).toBeLessThan(0.15);
  const price = numbers('price', (row) => 100 * noise[row] + (row % 7));
  expect(
    told(
      numbers('with tax', (row) => 1.19 * (100 * noise[row] + (row % 7))),
      price,
    ),
  ).toBeGreaterThan(0.999);
  expect(
    told(
      numbers('square', (row) => (noise[row] - 0.5) * (noise[row] - 0.5)),
      numbers('y', (row) => noise[row]),
    ),
  ).toBeLessThan(0.15);
  expect(
    told(
      classes('constant', ['only'], () => 0),
      price,
    ),
  ).toBeLessThan(0.01);
});

test('a gap answers for itself: a value that is there for one class alone tells it', () => {
  const target = classes('y', ['healthy', 'ill'], (row) => (row % 4 === 0 ? 1 : 0));
  expect(
    told(
      numbers('date of discharge', (row) => (row % 4 === 0 ? noise[row] : Number.NaN)),
      target,
    ),
  ).toBe(1);
  expect(
    told(
      classes('ward', ['a'], (row) => (row % 4 === 0 ? 0 : -1)),
      target,
    ),
  ).toBe(1);
});

test('too few rows, or a target of one value, judge nothing', () => {
  expect(
    judgedRows(
      classes('y', ['a', 'b'], (row) => (row < 19 ? row % 2 : -1)),
      ROWS,
      seed,
    ),
  ).toBe(null);
  expect(
    judgedRows(
      classes('y', ['a'], () => 0),
      ROWS,
      seed,
    ),
  ).toBe(null);
  const { fit, judge } = judgedRows(
    classes('y', ['a', 'b'], (row) => row % 2),
    ROWS,
    seed,
  )!;
  expect([...fit, ...judge].sort((a, b) => a - b)).toEqual(Array.from({ length: ROWS }, (_, row) => row));
});

/** The same measure, written as its words say, one row after the other. */
function byWords(values: readonly number[], targets: readonly number[], { fit, judge }: JudgedRows): number {
  const majority = (rows: readonly number[]): number => {
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(targets[row], (counts.get(targets[row]) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
  };
  const answer = (value: number): number => {
    const equal = [...fit].filter((row) => values[row] === value);
    const below = [...fit].filter((row) => values[row] < value).sort((a, b) => values[b] - values[a] || b - a);
    const above = [...fit].filter((row) => values[row] > value).sort((a, b) => values[a] - values[b] || a - b);
    while (equal.length < 5 && below.length + above.length > 0) {
      const isBelow = below.length > 0 && (above.length === 0 || value - values[below[0]] <= values[above[0]] - value);
      equal.push((isBelow ? below : above).shift()!);
    }
    return majority(equal);
  };
  const always = majority([...fit]);
  const right = [...judge].filter((row) => answer(values[row]) === targets[row]).length / judge.length;
  const base = [...judge].filter((row) => always === targets[row]).length / judge.length;
  return base === 1 ? 0 : Math.max(0, (right - base) / (1 - base));
}

test('the measure is the one that its words say', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 2 })), {
        minLength: 24,
        maxLength: 60,
      }),
      (pairs) => {
        const target: RawColumn = {
          name: 'y',
          kind: 'category',
          categories: ['a', 'b', 'c'],
          codes: Int32Array.from(pairs, ([, code]) => code),
        };
        const rows = judgedRows(target, pairs.length, seed);
        if (rows === null) return;
        // The rows of a value stand in order of their number, so that the nearest ones are always the same.
        const sorted = { fit: rows.fit.slice().sort(), judge: rows.judge };
        const values = pairs.map(([value]) => value);
        const column: RawColumn = { name: 'x', kind: 'number', values: Float32Array.from(values) };
        expect(aloneTells(column, target, sorted)).toBeCloseTo(
          byWords(
            values,
            pairs.map(([, code]) => code),
            sorted,
          ),
          12,
        );
      },
    ),
  );
});
