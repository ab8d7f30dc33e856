import type { RunTrial } from '../../record/index.ts';
import { type Block, type Column, numberCell, numberColumn, type Row } from '../document.ts';
import { count, duration, measured, words } from '../format.ts';
import { metricOf } from '../run-facts.ts';

/** The fields of an epoch that make columns, in order, with their titles. A column is left out where no epoch has it. */
const COLUMNS: readonly (readonly [field: string, label: string])[] = [
  ['trainLoss', 'training loss'],
  ['trainAccuracy', 'training accuracy'],
  ['trainMacroF1', 'training macro-F1'],
  ['trainRmse', 'training RMSE'],
  ['validationLoss', words('validationLoss')],
  ['validationAccuracy', words('validationAccuracy')],
  ['validationMacroF1', 'validation macro-F1'],
  ['validationRmse', 'validation RMSE'],
  ['validationMae', 'validation MAE'],
  ['validationR2', 'validation R²'],
];

/** A trial epoch by epoch; the row of the epoch whose weights were kept stands out. */
export function epochTable({ record, epochs }: RunTrial): Block {
  const present = COLUMNS.filter(([field]) => epochs.some((epoch) => metricOf(epoch, field) !== null));
  const rates = new Set(epochs.map((epoch) => epoch.learningRate));
  const columns: Column[] = [
    numberColumn('epoch'),
    ...(rates.size > 1 ? [numberColumn('learning rate')] : []),
    ...present.map(([, label]) => numberColumn(label)),
    numberColumn('time'),
    numberColumn('rows a second'),
  ];
  const rows = epochs.map((epoch): Row => {
    const kept = epoch.epoch === record.bestEpoch;
    return {
      ...(kept ? { tone: 'chosen' } : {}),
      cells: [
        numberCell(epoch.epoch, kept ? `${epoch.epoch} (kept)` : String(epoch.epoch)),
        ...(rates.size > 1 ? [numberCell(epoch.learningRate, measured(epoch.learningRate))] : []),
        ...present.map(([field]) => numberCell(metricOf(epoch, field), measured(metricOf(epoch, field)))),
        numberCell(epoch.seconds, duration(epoch.seconds)),
        numberCell(epoch.samplesPerSecond, count(epoch.samplesPerSecond)),
      ],
    };
  });
  return { kind: 'table', table: { columns, rows, sortable: false } };
}
