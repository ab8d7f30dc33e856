import { accuracyOf, type EpochRecord, f1Of } from '../record/index.ts';
import type { Counts } from './pass.ts';

/** One epoch's line of metrics.jsonl, from what its passes counted. */
export function epochRecordOf(
  common: { epoch: number; learningRate: number; seconds: number; samplesPerSecond: number },
  train: Counts,
  validation: Counts | null,
): EpochRecord {
  const { epoch, learningRate, seconds, samplesPerSecond } = common;
  const times = { seconds, samplesPerSecond };
  if (train.confusion !== null) {
    const { confusion } = train;
    const seen = validation?.confusion ?? null;
    return {
      epoch,
      learningRate,
      trainLoss: train.loss,
      trainAccuracy: accuracyOf(confusion),
      trainMacroF1: f1Of(confusion, 'macro'),
      ...(validation === null ? {} : { validationLoss: validation.loss }),
      ...(seen === null
        ? {}
        : { validationAccuracy: accuracyOf(seen), validationMacroF1: f1Of(seen, 'macro'), validationConfusion: seen }),
      ...times,
    };
  }
  if (train.regression === null) throw new TypeError('counts of neither classes nor errors');
  const figures = validation?.regression ?? null;
  return {
    epoch,
    learningRate,
    trainLoss: train.loss,
    trainRmse: train.regression.rmse,
    ...(validation === null ? {} : { validationLoss: validation.loss }),
    ...(figures === null ? {} : { validationRmse: figures.rmse, validationMae: figures.mae, validationR2: figures.r2 }),
    ...times,
  };
}
