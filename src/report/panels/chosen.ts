import type { RunRecord, RunTrial } from '../../record/index.ts';
import { curveId, curvesOf } from '../charts/index.ts';
import { type Inline, paragraph, type Section } from '../document.ts';
import { capital, count, measured, metricName, options, plain } from '../format.ts';
import { chosenTrial, dropoutRates, epochLimit, pathLabel, standings, variedPaths } from '../run-facts.ts';
import { epochTable } from './epoch-table.ts';

/** The chosen model: what it is, why it was chosen, and how its training went. Null when none was. */
export function chosenPanel(run: RunRecord): Section | null {
  const trial = chosenTrial(run);
  if (trial === null) return null;
  const { record } = trial;
  const varied = variedPaths(run);
  const limit = epochLimit(trial);
  const rates = dropoutRates(trial);
  const learningRate = record.optimizer['learningRate'];
  const items: (readonly [string, Inline])[] = [
    ['Model', record.modelName],
    ...(learningRate === undefined ? [] : [['Learning rate', plain(learningRate)] as const]),
    ['Dropout', rates.length === 0 ? 'none' : rates.map(plain).join(', ')],
    ['Batch size', plain(record.training['batchSize'])],
    ['Epochs trained', limit === null ? count(record.epochsTrained) : `${record.epochsTrained} of ${limit}`],
    ['Weights kept', `of epoch ${record.bestEpoch}`],
    ...varied
      .filter((path) => path !== 'optimizer.learningRate')
      .map((path) => [capital(pathLabel(path, varied)), plain(record.parameters[path])] as const),
    ['Why it was chosen', reason(run, trial)],
    ['Training ended', record.message ?? plain(record.stopReason)],
    ['Optimizer', options(record.optimizer)],
    ['Seed', { code: record.seed }],
    ['Fingerprint', { code: record.fingerprint ?? 'none' }],
  ];
  return {
    id: 'chosen',
    title: 'The chosen model',
    blocks: [
      { kind: 'facts', items },
      { kind: 'charts', ids: curvesOf(run).map((curve) => curveId(trial, curve)) },
      paragraph('Its training, epoch by epoch:'),
      epochTable(trial),
    ],
  };
}

function reason(run: RunRecord, trial: RunTrial): string {
  const { metric, direction } = run.sweep.selection;
  const others = standings(run).filter((entry) => entry.value !== null);
  const most = direction === 'max' ? 'highest' : 'lowest';
  const value = measured(trial.record.bestValue);
  const first = `${most} ${metricName(metric)}, ${value}, of ${count(others.length)} trials that have one`;
  const second = others[1];
  if (second === undefined) return first;
  const tied = second.value === trial.record.bestValue;
  return `${first}; ${tied ? 'the same as' : 'next is'} ${second.name} with ${measured(second.value)}`;
}
