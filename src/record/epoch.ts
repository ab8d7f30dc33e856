import type { ConfusionMatrix } from './confusion.ts';

/** What both kinds of epoch lines hold. Losses are means over rows; times are wall-clock seconds. */
export interface EpochCommon {
  /** 1 for the first epoch. */
  readonly epoch: number;
  /** At the epoch's last step. */
  readonly learningRate: number;
  /** Mean over the epoch's own training passes (dropout and batch statistics active). */
  readonly trainLoss: number;
  /** Absent when training has no validation rows. */
  readonly validationLoss?: number;
  /** Training and validation of this epoch together. */
  readonly seconds: number;
  /** Training rows per second of the epoch's training passes alone. */
  readonly samplesPerSecond: number;
}

/** One line of metrics.jsonl of a classifier. */
export interface ClassificationEpoch extends EpochCommon {
  readonly trainAccuracy: number;
  readonly trainMacroF1: number;
  readonly validationAccuracy?: number;
  readonly validationMacroF1?: number;
  readonly validationConfusion?: ConfusionMatrix;
}

/** One line of metrics.jsonl of a regression. */
export interface RegressionEpoch extends EpochCommon {
  readonly trainRmse: number;
  readonly validationRmse?: number;
  readonly validationMae?: number;
  readonly validationR2?: number;
}

/** One line of metrics.jsonl: what one epoch of one trial measured. */
export type EpochRecord = ClassificationEpoch | RegressionEpoch;

/** Whether an epoch line is a classifier's. */
export function isClassification(epoch: EpochRecord): epoch is ClassificationEpoch {
  return 'trainAccuracy' in epoch;
}

/** A metric of an epoch, by its field's name; null where the epoch does not have it. */
export function metricValue(epoch: EpochRecord, metric: string): number | null {
  const value = (epoch as unknown as { readonly [field: string]: unknown })[metric];
  return typeof value === 'number' ? value : null;
}
