import type { RunRecord, RunTrial } from '../../record/index.ts';
import { curveId, curvesOf } from '../charts/index.ts';
import { type Inline, paragraph, type Section } from '../document.ts';
import { capital, count, measured, metricName, NOTHING, options, plain } from '../format.ts';
import { candidatesOf, chosenTrial, dropoutRates, epochLimit, pathLabel, variedPaths } from '../run-facts.ts';
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
    ['Batch size', count(Number(record.training['batchSize']))],
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
  const candidates = candidatesOf(run);
  const [first, second] = candidates;
  if (first === undefined) return NOTHING;
  const most = direction === 'max' ? 'highest' : 'lowest';
  const what = first.isCell ? `mean ${metricName(metric)} of its cell` : metricName(metric);
  const all = first.isCell ? `${count(candidates.length)} cells` : `${count(candidates.length)} trials that have one`;
  const won = `${most} ${what}, ${measured(first.value)}, of ${all}`;
  const next =
    second === undefined
      ? ''
      : `; ${second.value === first.value ? 'the same as' : 'next is'} ${second.name} with ${measured(second.value)}`;
  const refit = run.leaderboard?.find((entry) => entry.trial === trial.folder)?.refit === true;
  return `${won}${next}${refit ? '; trained again on all training rows' : ''}`;
}
