import { expect, test } from 'vitest';
import type { RunRecord, SelectionRecord } from '../record/index.ts';
import { certaintyText } from './certainty.ts';
import { exampleCertainRun } from './example-certainty.fixture.ts';

const run = exampleCertainRun();

/** What is said of a selection of the first `trials` trials, with changes. */
function said(trials: number, changes: Partial<SelectionRecord> = {}): string | null {
  const selection = run.selection as SelectionRecord;
  const changed: RunRecord = {
    ...run,
    selection: { ...selection, trials: selection.trials.slice(0, trials), ...changes },
  };
  return certaintyText(changed);
}

test('one other trial is told of as one', () => {
  const [winner, second] = (run.selection as SelectionRecord).trials;
  expect(said(2, { optimism: null })).toBe(
    'The other trial is within noise of it: other validation rows could have chosen that one.',
  );
  expect(said(2, { optimism: null, trials: [winner, { ...second, withinNoise: false }] })).toBe(
    'The validation rows tell it apart from the other trial.',
  );
});

test('flattery is said to the digits of the figure, and its absence in words', () => {
  const flattery = (optimism: number) => ({
    optimism: { candidates: 4, value: 0.8512, expected: 0.8512 - optimism, optimism },
  });
  expect(said(1, flattery(0.0001494))).toBe(
    'Being the best of 4 is expected to flatter its validation macro-F1 by 0.0001: on rows that did not choose, about 0.8511.',
  );
  expect(said(1, flattery(0.00004))).toContain('flatter its validation macro-F1 by less than 0.0001:');
  expect(said(1, flattery(0))).toBe(
    'Being the best of 4 is not expected to flatter its validation macro-F1: on rows that did not choose, about 0.8512.',
  );
});
