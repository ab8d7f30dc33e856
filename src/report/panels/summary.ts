import type { RunRecord } from '../../record/index.ts';
import { type Block, paragraph } from '../document.ts';
import { capital, count, duration, fixed, measured, metricName } from '../format.ts';
import { chosenTrial, isClassifier } from '../run-facts.ts';

/** The result in one sentence, the command that gave it, and a few large numbers. */
export function summaryPanel(run: RunRecord): readonly Block[] {
  const { sweep, trials, test } = run;
  const chosen = chosenTrial(run);
  const done = trials.filter((trial) => trial.record.status === 'finished').length;
  const failed = trials.filter((trial) => trial.record.status === 'failed').length;
  const trialsNote = failed === 0 ? `${count(done)} finished` : `${count(done)} finished, ${count(failed)} failed`;
  const items = [
    ...(test === null ? [] : testTiles(run)),
    ...(chosen === null
      ? []
      : [
          {
            label: capital(metricName(sweep.selection.metric)),
            value: measured(chosen.record.bestValue),
            note: 'chosen by this',
          },
        ]),
    { label: 'Trials', value: count(trials.length), note: trialsNote },
    ...(sweep.finished === null
      ? []
      : [{ label: 'Time', value: duration(wallSeconds(run)), note: `${count(epochsOf(run))} epochs` }]),
  ];
  return [...sentence(run), { kind: 'code', language: 'sh', text: sweep.command }, { kind: 'tiles', items }];
}

function sentence(run: RunRecord): Block[] {
  const chosen = chosenTrial(run);
  if (chosen !== null) {
    const rows =
      run.test === null
        ? [' It has not been tested yet.']
        : [` It was then tested once on ${count(run.test.rows)} rows that nothing else had seen.`];
    return [
      paragraph('Of ', count(run.trials.length), ' trials, ', { strong: chosen.record.name }, ' was chosen.', ...rows),
    ];
  }
  if (run.leaderboard !== null)
    return [{ kind: 'notice', tone: 'warning', content: ['Every trial failed: no model was chosen.'] }];
  const content = [
    'The sweep has not ended: what follows is how far it came. No model has been chosen and none tested.',
  ];
  return [{ kind: 'notice', tone: 'warning', content }];
}

function testTiles(run: RunRecord): { label: string; value: string; note: string }[] {
  const rows = `${count(run.test?.rows ?? 0)} unseen rows`;
  if (isClassifier(run)) {
    return [
      { label: 'Test accuracy', value: fixed(run.test?.accuracy), note: rows },
      { label: 'Test macro-F1', value: fixed(run.test?.macroF1), note: rows },
    ];
  }
  return [
    { label: 'Test RMSE', value: measured(run.test?.rmse), note: rows },
    { label: 'Test R²', value: fixed(run.test?.r2), note: rows },
  ];
}

const epochsOf = (run: RunRecord): number => run.trials.reduce((sum, trial) => sum + trial.epochs.length, 0);

function wallSeconds({ sweep }: RunRecord): number {
  return (Date.parse(sweep.finished ?? sweep.started) - Date.parse(sweep.started)) / 1000;
}
