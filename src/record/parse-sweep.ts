import {
  boolean,
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
  time,
  whole,
} from './check.ts';
import { classFigures, confusionMatrix } from './parse-confusion.ts';
import type {
  CellFigures,
  DatasetRecord,
  EnvironmentRecord,
  FoldRecord,
  LeaderboardEntry,
  Resumption,
  Selection,
  SweepRecord,
  TestRead,
  TestRecord,
} from './sweep.ts';

const DATASET: FieldChecks<DatasetRecord> = {
  id: text,
  sha256: text,
  source: text,
  featureShape: listOf(counting),
  classNames: nullable(listOf(text)),
  trainRows: whole,
  validationRows: whole,
  testRows: whole,
  notice: nullable(text),
};

const DUPLICATES: FieldChecks<SweepRecord['duplicates']> = {
  trainValidation: whole,
  trainTest: whole,
  validationTest: whole,
};

const SELECTION: FieldChecks<Selection> = { metric: text, direction: oneOf(['max', 'min']) };

const ENVIRONMENT: FieldChecks<EnvironmentRecord> = {
  heddle: text,
  runtime: text,
  platform: text,
  cpu: text,
  cores: counting,
};

const TEST_READ: FieldChecks<TestRead> = { time, trial: text, command: text };

const FOLD: FieldChecks<FoldRecord> = { trainRows: whole, validationRows: whole, splitHash: text };

const RESUMPTION: FieldChecks<Resumption> = { time, command: text, extended: listOf(text) };

const SWEEP: FieldChecks<SweepRecord> = {
  formatVersion,
  name: text,
  spec: present,
  seed,
  dataset: fields(DATASET),
  splitHash: text,
  duplicates: fields(DUPLICATES),
  selection: fields(SELECTION),
  backend: text,
  profile: fields<SweepRecord['profile']>({ asked: text, used: text }),
  threads: counting,
  jobs: counting,
  environment: fields(ENVIRONMENT),
  command: text,
  begunBy: optional(oneOf(['sweep', 'train'])),
  started: time,
  finished: nullable(time),
  testReads: listOf(fields(TEST_READ)),
  resumptions: optional(listOf(fields(RESUMPTION))),
  selected: optional(time),
  repeats: optional(counting),
  folds: optional(listOf(fields(FOLD))),
};

const CELL: FieldChecks<CellFigures> = {
  rank: counting,
  name: text,
  trials: counting,
  finished: whole,
  mean: nullable(number),
  deviation: nullable(number),
};

const ENTRY: FieldChecks<LeaderboardEntry> = {
  rank: counting,
  trial: text,
  name: text,
  modelName: text,
  parameters: mapOf(present),
  status: text,
  value: nullable(number),
  bestEpoch: nullable(counting),
  epochsTrained: whole,
  validationLoss: nullable(number),
  validationAccuracy: nullable(number),
  seconds: number,
  message: nullable(text),
  cell: optional(fields(CELL)),
  repeat: optional(whole),
  fold: optional(nullable(whole)),
  refit: optional(boolean),
};

const TEST: FieldChecks<TestRecord> = {
  formatVersion,
  trial: text,
  name: text,
  rows: whole,
  loss: number,
  accuracy: optional(number),
  macroF1: optional(number),
  confusion: optional(confusionMatrix),
  perClass: optional(listOf(classFigures)),
  rmse: optional(number),
  mae: optional(number),
  r2: optional(number),
};

/**
 * sweep.json, checked.
 *
 * @param where the file, for errors
 * @throws HeddleError `format` naming file and field, or the format version when it is newer than 1.
 */
export function parseSweepRecord(value: unknown, where: string): SweepRecord {
  fields(SWEEP)(value, { file: where, field: '' });
  return value as SweepRecord;
}

/**
 * leaderboard.json, checked: a list, best trial first.
 *
 * @param where the file, for errors
 * @throws HeddleError `format` naming file and field.
 */
export function parseLeaderboard(value: unknown, where: string): LeaderboardEntry[] {
  listOf(fields(ENTRY))(value, { file: where, field: '' });
  return value as LeaderboardEntry[];
}

/**
 * test.json, checked.
 *
 * @param where the file, for errors
 * @throws HeddleError `format` naming file and field, or the format version when it is newer than 1.
 */
export function parseTestRecord(value: unknown, where: string): TestRecord {
  fields(TEST)(value, { file: where, field: '' });
  return value as TestRecord;
}
