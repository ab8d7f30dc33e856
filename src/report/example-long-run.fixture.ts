// The example run as 100 trials of 200 epochs: how large a report becomes, and how fast it opens.

import type { EpochRecord, RunRecord, RunTrial } from '../record/index.ts';
import { exampleLeaderboard, exampleRun } from './example-run.fixture.ts';

const TRIALS = 100;
const EPOCHS = 200;

/** A finished sweep of 100 trials of 200 epochs. The same records every time. */
export function exampleLongRun(): RunRecord {
  const run = exampleRun();
  const trials = Array.from({ length: TRIALS }, (_, index): RunTrial => {
    const { record, epochs } = run.trials[index % run.trials.length];
    const long = Array.from({ length: EPOCHS }, (__, i): EpochRecord => {
      const epoch = epochs[Math.min(epochs.length - 1, Math.floor((i * epochs.length) / EPOCHS))];
      const drift = ((i * 37 + index * 11) % 97) / 97 - 0.5;
      return { ...epoch, epoch: i + 1, validationLoss: (epoch.validationLoss ?? 0) + 0.02 * drift };
    });
    const batchSize = 32 * (1 + (index % 7));
    return {
      folder: `${String(index).padStart(3, '0')}-${record.modelName}`,
      epochs: long,
      record: {
        ...record,
        index,
        name: `${record.name} batchSize=${batchSize} n=${index}`,
        parameters: { ...record.parameters, 'training.batchSize': batchSize },
        epochsTrained: EPOCHS,
        bestEpoch: 150,
        bestValue: (record.bestValue ?? 0) - 0.0001 * index,
      },
    };
  });
  const leaderboard = exampleLeaderboard(trials);
  const [{ trial, name }] = leaderboard;
  return { ...run, trials, leaderboard, test: run.test === null ? null : { ...run.test, trial, name } };
}
