import { expect, test } from 'vitest';
import type { SelectionRecord, TrialSelection } from '../../index.ts';
import { exampleRun } from '../../report/example-run.fixture.ts';
import { createColours } from '../format/colours.ts';
import { summaryLines } from './summary.ts';
import { surenessLines } from './sureness-lines.ts';

const style = { colours: createColours(false), columns: Number.POSITIVE_INFINITY };
const run = exampleRun();

/** The example run's selection, in which the next `near` trials are within noise of the first. */
function selectionWith(near: number): SelectionRecord {
  const trials = run.leaderboard!.map(({ trial, value }, i): TrialSelection => {
    const selection = { value: value!, low: value! - 0.005, high: value! + 0.005 };
    const lead = { value: i, low: i <= near ? -1 : 1, high: 2 };
    return { trial, rows: 12000, selection, behind: i === 0 ? null : lead, withinNoise: i === 0 ? null : i <= near };
  });
  return {
    formatVersion: 1,
    metric: 'validationMacroF1',
    direction: 'max',
    seed: run.sweep.seed,
    resamples: 2000,
    level: 0.95,
    trials,
    optimism: { candidates: 12, value: 0.9004, expected: 0.8996, optimism: 0.0008 },
    test: { accuracy: { value: 0.8833, low: 0.877, high: 0.8896 } },
  };
}

const linesWith = (near: number): string[] => surenessLines({ ...run, selection: selectionWith(near) }, style);

test('how sure the choice is says its interval, what is within noise of it, and how much choosing flatters', () => {
  expect(linesWith(1)).toEqual([
    'How sure that is (95 % intervals, 2,000 resamples of the validation rows)',
    '  validation macro-F1  0.9004, 0.8954 to 0.9054',
    '  within noise of it   1 of 11 other trials: model_3 learningRate=0.00125',
    '  choosing flatters    by about 0.0008 as the best of 12 trials: 0.9004 here, 0.8996 expected on rows that did not choose',
  ]);
  expect(linesWith(0)[2]).toBe('  within noise of it   none of the 11 other trials');
  expect(linesWith(6)[2]).toMatch(/6 of 11 other trials: (model_\d learningRate=[\d.]+, ){4}\.\.\.$/);
});

test('cells are judged as cells', () => {
  const interval = { value: 0.85, low: 0.84, high: 0.86 };
  const cells = ['a', 'b'].map((cell, i) => ({ cell, selection: interval, behind: null, withinNoise: i === 1 }));
  const lines = surenessLines({ ...run, selection: { ...selectionWith(0), cells } }, style);
  expect(lines[1]).toBe('  mean validation macro-F1  0.8500, 0.8400 to 0.8600');
  expect(lines[2]).toBe('  within noise of it        1 of 1 other cell: b');
});

test('the test shows its intervals, and beside them what the choice looked like', () => {
  const lines = summaryLines({ ...run, selection: selectionWith(1) }, style);
  expect(lines.slice(-4)).toEqual([
    '  test accuracy        0.8833, 0.8770 to 0.8896',
    '  test macro-F1        0.8831',
    '  test loss            0.3389',
    '  validation macro-F1  0.9004 when it was chosen, 0.8996 expected without the flattery of choosing',
  ]);
  expect(surenessLines(run, style)).toEqual([]);
});
