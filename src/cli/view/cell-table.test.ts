import { expect, test } from 'vitest';
import type { LeaderboardEntry, SweepRecord, TrialRecord } from '../../index.ts';
import { exampleRun } from '../../report/example-run.fixture.ts';
import { createColours } from '../format/colours.ts';
import { leaderboardLines } from './leaderboard-table.ts';
import { sweepLine } from './live-frame.ts';
import { summaryLines } from './summary.ts';
import { sweepHeading } from './sweep-lines.ts';
import { advance, type SweepProgress } from './sweep-progress.ts';

const style = { colours: createColours(false), columns: Number.POSITIVE_INFINITY };
const selection = { metric: 'validationMacroF1', direction: 'max' } as const;
const run = exampleRun();

/** Two cells of two trials each: the last one failed. */
function entriesOf(part: 'repeat' | 'fold'): LeaderboardEntry[] {
  const [example] = run.leaderboard!;
  const values = [
    ['a', 0.9, 0.8],
    ['b', 0.7, null],
  ] as const;
  return values.flatMap(([name, ...list], c) =>
    list.map((value, i): LeaderboardEntry => {
      const [status, message] = value === null ? ['failed', 'it diverged'] : ['finished', null];
      const done = list.filter((other) => other !== null);
      const mean = done.reduce((sum, other) => sum + other, 0) / done.length;
      const deviation = c === 0 ? 0.0707 : null;
      const cell = { rank: c + 1, name, trials: 2, finished: done.length, mean, deviation };
      const place = { repeat: part === 'repeat' ? i : 0, fold: part === 'fold' ? i : null };
      const named = { name: `${name} ${part}=${i}`, modelName: name, parameters: { 'optimizer.learningRate': c } };
      return { ...example, ...named, ...place, cell, rank: 2 * c + i + 1, value, status, message };
    }),
  );
}

test('cells are listed with mean, deviation and range, and failed trials with their reasons below', () => {
  const lines = leaderboardLines(entriesOf('repeat'), selection, style);
  expect(lines).toEqual([
    'Leaderboard of cells, by mean validation macro-F1, each trained as 2 repeats',
    '  #  model  learningRate  macro-F1  deviation  lowest  highest  trials  seconds',
    '  1  a                 0    0.8500     0.0707  0.8000   0.9000       2     31.5',
    '  2  b                 1    0.7000          -  0.7000   0.7000  1 of 2     31.5',
    '  b repeat=1: failed: it diverged',
  ]);
});

test('the chosen card says which cell won, by how much, and what of it was kept', () => {
  const why = (leaderboard: readonly LeaderboardEntry[]): string =>
    summaryLines({ ...run, leaderboard }, style).find((line) => line.startsWith('  why'))!;
  expect(why(entriesOf('repeat'))).toBe(
    '  why             highest mean validation macro-F1 of 2 cells: 0.8500 ± 0.0707 over 2 repeats; next is b with 0.7000; its best repeat, with 0.9000, is the one kept',
  );
  const folds = entriesOf('fold');
  const refit = { ...folds[0], name: 'a refit', value: null, fold: null, refit: true };
  expect(why([refit, ...folds])).toContain(
    '0.8500 ± 0.0707 over 2 folds; next is b with 0.7000; trained anew on all training rows',
  );
  const lines = summaryLines(
    { ...run, leaderboard: [...folds, { ...refit, status: 'failed', message: 'it diverged' }] },
    style,
  );
  expect(lines.at(-1)).toBe('The best cell could not be trained on all rows, so nothing was chosen: it diverged');
});

test('the heading and the live line tell of cells, and a refit is one trial more', () => {
  const trials = entriesOf('repeat').map(({ name, cell, repeat = 0 }, index): TrialRecord => {
    const waiting = { status: 'waiting', bestValue: null } as const;
    return { ...run.trials[0].record, ...waiting, index, name, cell: cell!.name, repeat, parameters: {} };
  });
  const sweep: SweepRecord = { ...run.sweep, repeats: 2, folds: undefined };
  expect(sweepHeading(sweep, trials, style)[1]).toBe('  cells     2, each trained as 2 repeats');
  let progress: SweepProgress | null = advance(null, { type: 'sweep-started', sweep, trials }, 0);
  for (const [i, bestValue] of [0.5, 0.7, 0.65].entries()) {
    const record: TrialRecord = { ...trials[i], modelName: trials[i].cell!, status: 'finished', bestValue };
    progress = advance(progress, { type: 'trial-ended', trial: `${i}`, record }, 1000);
  }
  expect(sweepLine(progress!, 1000, style)).toMatch(/^3 of 4 trials {2}best so far 0\.6500 b, mean of 1 {2}/);
  const refit: TrialRecord = { ...trials[0], index: 4, name: 'a refit', refitOf: ['0', '1'] };
  progress = advance(progress, { type: 'trial-started', trial: '4', record: refit }, 1000);
  expect(progress!.trials).toHaveLength(5);
});
