// The trial that a sweep chose: what it is, why it was chosen, and what each of its epochs measured.

import {
  type EpochRecord,
  isClassification,
  type LayerSpec,
  type LeaderboardEntry,
  type RunTrial,
  type Selection,
} from '../../index.ts';
import { layersText, metricText, valueText } from '../format/names.ts';
import { countText, figureText, quantityText, secondsFigure } from '../format/number-text.ts';
import { type Column, pairs, table } from '../format/table.ts';
import { printable } from '../output.ts';
import { type BoardCell, cellsOf, meanText, membersText } from './cell-table.ts';
import { epochsOf } from './sweep-progress.ts';
import type { ViewStyle } from './view.ts';

/** Why the first of a leaderboard was chosen, with the runner-up. */
export function reasonText(entries: readonly LeaderboardEntry[], selection: Selection): string {
  const cells = cellsOf(entries);
  if (cells.length > 0) return cellReason(cells, entries[0], selection);
  const ranked = entries.filter((entry) => entry.status === 'finished');
  const [first, second] = ranked;
  const extreme = selection.direction === 'max' ? 'highest' : 'lowest';
  if (second === undefined)
    return `the only trial that finished: ${metricText(selection.metric)} ${figureText(first.value)}`;
  const next = `next is ${printable(second.name)} with ${figureText(second.value)}`;
  return `${extreme} ${metricText(selection.metric)} of ${quantityText(ranked.length, 'trial')}: ${figureText(first.value)}; ${next}`;
}

/** Why a cell was chosen, and what of it is shipped. */
function cellReason(cells: readonly BoardCell[], shipped: LeaderboardEntry, { metric, direction }: Selection): string {
  const [first, second] = cells;
  const extreme = direction === 'max' ? 'highest' : 'lowest';
  const of = `${extreme} mean ${metricText(metric)} of ${quantityText(cells.length, 'cell')}: ${meanText(first.figures)} over ${membersText(first)}`;
  const next =
    second === undefined || second.figures.mean === null
      ? ''
      : `; next is ${printable(second.figures.name)} with ${meanText(second.figures)}`;
  const what =
    shipped.refit === true
      ? 'trained anew on all training rows'
      : `its best repeat, with ${figureText(shipped.value)}, is the one kept`;
  return `${of}${next}; ${what}`;
}

const droppedRates = (layers: readonly LayerSpec[]): string => {
  const rates = layers.filter((layer) => layer.kind === 'dropout').map((layer) => valueText(layer['rate']));
  return rates.length === 0 ? 'none' : rates.join(', ');
};

/** The chosen trial's card. */
export function chosenLines(
  trial: RunTrial,
  entries: readonly LeaderboardEntry[],
  selection: Selection,
  style: ViewStyle,
): string[] {
  return trialCard('Chosen', trial, ['why', reasonText(entries, selection)], style);
}

/** The card of a trial that was trained alone. */
export function trainedLines(trial: RunTrial, value: number | null, { metric }: Selection, style: ViewStyle): string[] {
  return trialCard('Trained', trial, [metricText(metric), figureText(value)], style);
}

function trialCard(
  heading: string,
  { record }: RunTrial,
  first: readonly [string, string],
  { colours, columns }: ViewStyle,
): string[] {
  const optimizer = record.optimizer;
  return [
    colours.bold(`${heading}: ${printable(record.name)}`),
    ...pairs(
      [
        first,
        ['model', printable(`${record.modelName}: ${layersText(record.model.layers)}`)],
        ['parameters', countText(record.parameterCount)],
        ['learning rate', `${valueText(optimizer['learningRate'])} (${optimizer.kind})`],
        ['dropout', droppedRates(record.model.layers)],
        ['batch size', countText(Number(record.training['batchSize']))],
        ['epochs trained', `${record.epochsTrained} of ${epochsOf(record)}`],
        ['weights kept', `of epoch ${record.bestEpoch ?? '-'}`],
        ...(record.message === null ? [] : [['ended', printable(record.message)] as const]),
      ],
      columns,
    ),
  ];
}

/** A column of the per-epoch table. */
interface Field {
  readonly title: string;
  readonly value: (epoch: EpochRecord) => string;
}

const plain = (title: string, figure: (epoch: EpochRecord) => number | undefined): Field => ({
  title,
  value: (epoch) => figureText(figure(epoch)),
});

const CLASSIFIER: readonly Field[] = [
  plain('train loss', (epoch) => epoch.trainLoss),
  plain('accuracy', (epoch) => (isClassification(epoch) ? epoch.trainAccuracy : undefined)),
  plain('macro-F1', (epoch) => (isClassification(epoch) ? epoch.trainMacroF1 : undefined)),
  plain('val loss', (epoch) => epoch.validationLoss),
  plain('accuracy', (epoch) => (isClassification(epoch) ? epoch.validationAccuracy : undefined)),
  plain('macro-F1', (epoch) => (isClassification(epoch) ? epoch.validationMacroF1 : undefined)),
];

const REGRESSION: readonly Field[] = [
  plain('train loss', (epoch) => epoch.trainLoss),
  plain('RMSE', (epoch) => (isClassification(epoch) ? undefined : epoch.trainRmse)),
  plain('val loss', (epoch) => epoch.validationLoss),
  plain('RMSE', (epoch) => (isClassification(epoch) ? undefined : epoch.validationRmse)),
  plain('MAE', (epoch) => (isClassification(epoch) ? undefined : epoch.validationMae)),
  plain('R2', (epoch) => (isClassification(epoch) ? undefined : epoch.validationR2)),
];

const NOT_MEASURED = figureText(undefined);

/** Every epoch of one trial; the one whose weights were kept is marked. A refit has no validation figures. */
export function epochTable(trial: RunTrial, { colours }: ViewStyle): string[] {
  const { epochs, record } = trial;
  if (epochs.length === 0) return [];
  const every = isClassification(epochs[0]) ? CLASSIFIER : REGRESSION;
  const fields = every.filter((field) => epochs.some((epoch) => field.value(epoch) !== NOT_MEASURED));
  const columns: Column[] = ['epoch', ...fields.map((field) => field.title), 'seconds'].map((title) => ({
    title,
    align: 'right',
  }));
  const rows = epochs.map((epoch) => [
    `${epoch.epoch === record.bestEpoch ? '* ' : ''}${epoch.epoch}`,
    ...fields.map((field) => field.value(epoch)),
    secondsFigure(epoch.seconds),
  ]);
  const row = (line: string, i: number): string =>
    epochs[i].epoch === record.bestEpoch ? colours.bold(colours.green(line)) : line;
  return table(columns, rows, { indent: 2, title: colours.dim, row });
}
