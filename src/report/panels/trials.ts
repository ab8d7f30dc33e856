import type { RunRecord, RunTrial } from '../../record/index.ts';
import { certaintyOf, rangeText } from '../certainty.ts';
import { curveId, curvesOf } from '../charts/index.ts';
import {
  type Block,
  type Inline,
  longColumn,
  numberCell,
  numberColumn,
  paragraph,
  type Section,
  textCell,
  textColumn,
} from '../document.ts';
import { capital, count, duration, measured, metricName, options, plain, words } from '../format.ts';
import { classLabels, keptConfusion, rankedTrials } from '../run-facts.ts';
import { epochTable } from './epoch-table.ts';

/** The figure's name of a trial's validation confusion matrix: `trial-003-model_1-confusion`. */
export function trialConfusionId(trial: RunTrial): string {
  return `trial-${trial.folder}-confusion`;
}

/** How many trials the Markdown tells of, each with its figures. */
const MOST_TOLD = 24;

/** Every trial, best first, closed: the page fills one when it is opened. */
export function trialsPanel(run: RunRecord): Section {
  const ranked = rankedTrials(run);
  return {
    id: 'trials',
    title: 'Every trial',
    blocks: [
      ...(ranked.length > MOST_TOLD
        ? [paragraph(`report.md tells of the ${MOST_TOLD} best only; report.html of all ${count(ranked.length)}.`)]
        : []),
      ...ranked.map(
        (trial, i): Block => ({
          kind: 'details',
          id: `trial-${trial.folder}`,
          summary: `${i + 1}. ${trial.record.name}`,
          aside: aside(run, trial),
          open: false,
          lazy: true,
          pageOnly: i >= MOST_TOLD,
          blocks: trialBlocks(run, trial),
        }),
      ),
    ],
  };
}

function aside(run: RunRecord, { record }: RunTrial): string {
  if (record.status === 'failed') return 'failed';
  if (record.bestValue === null) return record.status;
  const standing = record.status === 'finished' ? '' : ` (${record.status})`;
  return `${metricName(run.sweep.selection.metric)} ${measured(record.bestValue)}${standing}`;
}

/** What there is to say of one trial: its specification, its curves, epoch by epoch, and its confusions. */
export function trialBlocks(run: RunRecord, trial: RunTrial): Block[] {
  const { record, epochs } = trial;
  const confusion = keptConfusion(trial);
  const facts: (readonly [string, Inline])[] = [
    ['Model', record.modelName],
    ['Parameters', count(record.parameterCount)],
    ['Optimizer', options(record.optimizer)],
    ['Schedule', options(record.schedule)],
    ['Loss', options(record.loss)],
    ...Object.entries(record.training).map(([name, value]) => [capital(words(name)), plain(value)] as const),
    ['Epochs trained', count(record.epochsTrained)],
    ...(record.message === null || record.status === 'failed' ? [] : [['Training ended', record.message] as const]),
    ...certaintyFacts(run, trial),
    ['Time', duration(record.seconds)],
    ...(epochs.length === 0 ? [] : [['Speed', `${count(speedOf(trial))} rows a second`] as const]),
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
    ...(epochs.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: 'Epoch by epoch' },
          ...(epochs.length > LONG ? [longTable(trial)] : [epochTable(trial)]),
        ]),
    { kind: 'heading', text: 'Layers' },
    layerTable(record),
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

/** The kept epoch's figures with their intervals. */
function certaintyFacts(run: RunRecord, { folder }: RunTrial): (readonly [string, Inline])[] {
  const certainty = certaintyOf(run, folder);
  if (certainty === null) return [];
  const { accuracy, macroF1, rmse, mae, r2, behind, withinNoise } = certainty;
  const figures = {
    'validation accuracy': accuracy,
    'validation macro-F1': macroF1,
    'validation RMSE': rmse,
    'validation MAE': mae,
    'validation R²': r2,
  };
  return [
    ...Object.entries(figures).flatMap(([name, interval]) =>
      interval === undefined
        ? []
        : [[capital(name), `${measured(interval.value)} (95 %: ${rangeText(interval)})`] as const],
    ),
    ...(behind === null
      ? []
      : [
          [
            'Behind the winner',
            `${measured(behind.value)} (95 %: ${rangeText(behind)})${withinNoise === true ? ', within noise' : ''}`,
          ] as const,
        ]),
  ];
}

/** Above this many epochs the table is closed at first. */
const LONG = 30;

function longTable(trial: RunTrial): Block {
  return {
    kind: 'details',
    id: `epochs-${trial.folder}`,
    summary: `All ${count(trial.epochs.length)} epochs`,
    aside: '',
    open: false,
    blocks: [epochTable(trial)],
  };
}

/** Rows of the training passes a second: the mean over the epochs. */
function speedOf({ epochs }: RunTrial): number {
  return epochs.reduce((sum, { samplesPerSecond }) => sum + samplesPerSecond, 0) / epochs.length;
}

function layerTable({ model }: RunTrial['record']): Block {
  const rows = model.layers.map(({ kind, ...rest }, i) => ({
    cells: [numberCell(i, String(i)), textCell({ strong: kind }), textCell(options(rest))],
  }));
  const columns = [numberColumn('#'), textColumn('layer'), longColumn('options')];
  return { kind: 'table', table: { columns, rows, sortable: false } };
}
