import {
  counting,
  type FieldChecks,
  fields,
  formatVersion,
  listOf,
  mapOf,
  nullable,
  number,
  oneOf,
  optional,
  present,
  seed,
  text,
  whole,
} from './check.ts';
import type { KindSpec, ModelSpec, TrialRecord } from './trial.ts';

const kindSpec = fields<Pick<KindSpec, 'kind'>>({ kind: text });

const MODEL: FieldChecks<ModelSpec> = { input: listOf(counting), layers: listOf(kindSpec) };

const TRIAL: FieldChecks<TrialRecord> = {
  formatVersion,
  index: whole,
  name: text,
  modelName: text,
  model: fields(MODEL),
  optimizer: kindSpec,
  loss: kindSpec,
  schedule: kindSpec,
  training: mapOf(present),
  parameters: mapOf(present),
  seed,
  repeat: whole,
  fold: nullable(whole),
  cell: optional(text),
  refitOf: optional(listOf(text)),
  status: oneOf(['waiting', 'running', 'finished', 'failed', 'interrupted']),
  parameterCount: whole,
  memoryBytes: whole,
  epochsTrained: whole,
  bestEpoch: nullable(counting),
  bestValue: nullable(number),
  stopReason: nullable(oneOf(['epochs', 'early-stopping', 'aborted', 'diverged'])),
  message: nullable(text),
  initialFingerprint: nullable(text),
  fingerprint: nullable(text),
  lastFingerprint: nullable(text),
  seconds: number,
};

/**
 * trial.json, checked.
 *
 * @param where the file, for errors
 * @throws HeddleError `format` naming file and field, or the format version when it is newer than 1.
 */
export function parseTrialRecord(value: unknown, where: string): TrialRecord {
  fields(TRIAL)(value, { file: where, field: '' });
  return value as TrialRecord;
}
