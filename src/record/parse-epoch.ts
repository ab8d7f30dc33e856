import { describe } from '../core/index.ts';
import { counting, type FieldChecks, fields, formatError, number, optional } from './check.ts';
import type { ClassificationEpoch, EpochCommon, EpochRecord, RegressionEpoch } from './epoch.ts';
import { confusionMatrix } from './parse-confusion.ts';

const COMMON: FieldChecks<EpochCommon> = {
  epoch: counting,
  learningRate: number,
  trainLoss: number,
  validationLoss: optional(number),
  seconds: number,
  samplesPerSecond: number,
};

const CLASSIFICATION: FieldChecks<ClassificationEpoch> = {
  ...COMMON,
  trainAccuracy: number,
  trainMacroF1: number,
  validationAccuracy: optional(number),
  validationMacroF1: optional(number),
  validationConfusion: optional(confusionMatrix),
};

const REGRESSION: FieldChecks<RegressionEpoch> = {
  ...COMMON,
  trainRmse: number,
  validationRmse: optional(number),
  validationMae: optional(number),
  validationR2: optional(number),
};

/**
 * One line of metrics.jsonl, checked: a classifier's if it has `trainAccuracy`, a regression's if it has `trainRmse`.
 *
 * @param where the file and line, for errors: `trials/000-model_1/metrics.jsonl:3`
 * @throws HeddleError `format` naming file and field.
 */
export function parseEpochRecord(value: unknown, where: string): EpochRecord {
  const place = { file: where, field: '' };
  fields(COMMON)(value, place);
  const names = Object.keys(value as object);
  if (names.includes('trainAccuracy')) fields(CLASSIFICATION)(value, place);
  else if (names.includes('trainRmse')) fields(REGRESSION)(value, place);
  else
    throw formatError(
      place,
      'a field trainAccuracy (classes) or trainRmse (numbers)',
      `only ${describe(names.join(', '))}`,
    );
  return value as EpochRecord;
}
