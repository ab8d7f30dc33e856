import type { RunRecord, RunTrial } from '../../record/index.ts';
import { curveId, curvesOf } from '../charts/index.ts';
import { type Block, type Inline, paragraph, type Section } from '../document.ts';
import { count, duration, measured, metricName, options } from '../format.ts';
import { classLabels, keptConfusion, rankedTrials } from '../run-facts.ts';

/** The figure's name of a trial's validation confusion matrix: `trial-003-model_1-confusion`. */
export function trialConfusionId(trial: RunTrial): string {
  return `trial-${trial.folder}-confusion`;
}

/** Every trial, best first: its curves and its validation confusion matrix. Only the first is open at first. */
export function trialsPanel(run: RunRecord): Section {
  const ranked = rankedTrials(run);
  return {
    id: 'trials',
    title: 'Every trial',
    blocks: ranked.map(
      (trial, i): Block => ({
        kind: 'details',
        id: `trial-${trial.folder}`,
        summary: `${i + 1}. ${trial.record.name}`,
        aside: aside(run, trial),
        open: i === 0,
        blocks: trialBlocks(run, trial),
      }),
    ),
  };
}

function aside(run: RunRecord, { record }: RunTrial): string {
  if (record.status === 'failed') return 'failed';
  if (record.bestValue === null) return record.status;
  const standing = record.status === 'finished' ? '' : ` (${record.status})`;
  return `${metricName(run.sweep.selection.metric)} ${measured(record.bestValue)}${standing}`;
}

function trialBlocks(run: RunRecord, trial: RunTrial): Block[] {
  const { record, epochs } = trial;
  const confusion = keptConfusion(trial);
  const facts: (readonly [string, Inline])[] = [
    ['Model', record.modelName],
    ['Optimizer', options(record.optimizer)],
    ['Epochs trained', count(record.epochsTrained)],
    ...(record.message === null || record.status === 'failed' ? [] : [['Training ended', record.message] as const]),
    ['Time', duration(record.seconds)],
    ['Seed', { code: record.seed }],
    ...(record.fingerprint === null ? [] : [['Fingerprint', { code: record.fingerprint }] as const]),
  ];
  const failure: Block[] =
    record.message === null || record.status !== 'failed'
      ? []
      : [{ kind: 'notice', tone: 'warning', content: [record.message] }];
  return [
    ...failure,
    { kind: 'facts', items: facts },
    ...(epochs.length === 0
      ? [paragraph('No epoch has ended, so there is nothing to draw.')]
      : [{ kind: 'charts' as const, ids: curvesOf(run).map((curve) => curveId(trial, curve)) }]),
    ...(confusion === null
      ? []
      : [
          { kind: 'heading' as const, text: `Validation confusion matrix, epoch ${record.bestEpoch}` },
          {
            kind: 'matrix' as const,
            id: trialConfusionId(trial),
            labels: classLabels(run, confusion.length),
            counts: confusion,
          },
        ]),
  ];
}
