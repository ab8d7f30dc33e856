// The example run with what says how sure it is: intervals, audits, and cells of several repeats.

import type {
  AuditRecord,
  CellFigures,
  Interval,
  LeaderboardEntry,
  RunRecord,
  SelectionRecord,
  TrialSelection,
} from '../record/index.ts';
import { exampleRun } from './example-run.fixture.ts';

const around = (value: number, half: number): Interval => ({ value, low: value - half, high: value + half });

function selectionOf(run: RunRecord): SelectionRecord {
  const entries = (run.leaderboard ?? []).filter((entry) => entry.value !== null);
  const winner = entries[0].value ?? 0;
  const trials = entries.map((entry, i): TrialSelection => {
    const value = entry.value ?? 0;
    const behind = around(winner - value, 0.009);
    return {
      trial: entry.trial,
      rows: 12000,
      selection: around(value, 0.0055),
      behind: i === 0 ? null : behind,
      withinNoise: i === 0 ? null : behind.low <= 0,
      accuracy: around(entry.validationAccuracy ?? 0, 0.0055),
      macroF1: around(value, 0.0055),
    };
  });
  return {
    formatVersion: 1,
    metric: 'validationMacroF1',
    direction: 'max',
    seed: run.sweep.seed,
    resamples: 2000,
    level: 0.95,
    trials,
    optimism: { candidates: entries.length, value: winner, expected: winner - 0.0011, optimism: 0.0011 },
    test: { accuracy: around(run.test?.accuracy ?? 0, 0.0063), macroF1: around(run.test?.macroF1 ?? 0, 0.0063) },
  };
}

/** An audit in which one check failed and one could not be made. */
export const EXAMPLE_AUDIT: AuditRecord = {
  formatVersion: 1,
  time: '2026-11-22T16:16:24.000Z',
  checks: [
    {
      id: 'fresh-parameters',
      claim: 'Every trial began with fresh parameters of its own',
      status: 'passed',
      evidence:
        'the initial fingerprint of each of the 12 trials was computed again from its seed and is the recorded one',
      details: [],
    },
    {
      id: 'disjoint-rows',
      claim: 'No row is in two parts of the split',
      status: 'failed',
      evidence: '4 rows with equal features stand in two parts',
      details: ['training row 17 is test row 4011', 'training rows 5, 88 and 1204 are validation rows 3, 77 and 902'],
    },
    {
      id: 'evaluation-mode',
      claim: 'Validation was computed in evaluation mode',
      status: 'not-checkable',
      evidence: 'validation-predictions.bin is missing',
      details: [],
    },
  ],
};

/** The example with intervals, and with an audit where one is given. */
export function exampleCertainRun(audit?: AuditRecord): RunRecord {
  const run = exampleRun();
  return { ...run, selection: selectionOf(run), ...(audit === undefined ? {} : { audit }) };
}

/** The example as if its four learning rates were four repeats of one cell each. */
export function exampleCellRun(): RunRecord {
  const run = exampleRun();
  const models = [...new Set(run.trials.map(({ record }) => record.modelName))];
  const figures = models
    .map((name) => {
      const values = (run.leaderboard ?? []).filter((entry) => entry.modelName === name).map(({ value }) => value ?? 0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
      return { name, mean, deviation: Math.sqrt(squares / (values.length - 1)), count: values.length };
    })
    .sort((a, b) => b.mean - a.mean);
  const cells = new Map(
    figures.map(({ name, mean, deviation, count }, i): [string, CellFigures] => [
      name,
      { rank: i + 1, name, trials: count, finished: count, mean, deviation },
    ]),
  );
  const cellOf = (entry: LeaderboardEntry): CellFigures => cells.get(entry.modelName) as CellFigures;
  const entries = [...(run.leaderboard ?? [])]
    .sort((a, b) => cellOf(a).rank - cellOf(b).rank || a.rank - b.rank)
    .map((entry, i): LeaderboardEntry => ({ ...entry, rank: i + 1, cell: cellOf(entry), repeat: i % 4, fold: null }));
  const leaderboard = entries;
  const sorted = { ...run, leaderboard };
  const selection = selectionOf(sorted);
  return {
    ...sorted,
    sweep: { ...run.sweep, repeats: 4 },
    selection: {
      ...selection,
      cells: figures.map(({ name, mean }, i) => {
        const behind = around(figures[0].mean - mean, 0.003);
        return {
          cell: name,
          selection: around(mean, 0.004),
          behind: i === 0 ? null : behind,
          withinNoise: i === 0 ? null : behind.low <= 0,
        };
      }),
    },
  };
}
