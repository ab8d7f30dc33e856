import type { AuditCheck, AuditRecord } from './audit.ts';
import {
  boolean,
  type FieldChecks,
  fields,
  formatVersion,
  listOf,
  nullable,
  number,
  oneOf,
  optional,
  seed,
  text,
  time,
  whole,
} from './check.ts';
import type {
  CellSelection,
  FigureIntervals,
  Interval,
  SelectionOptimism,
  SelectionRecord,
  TrialSelection,
} from './selection.ts';

const interval = fields<Interval>({ value: number, low: number, high: number });

const FIGURES: FieldChecks<FigureIntervals> = {
  accuracy: optional(interval),
  macroF1: optional(interval),
  rmse: optional(interval),
  mae: optional(interval),
  r2: optional(interval),
};

const COMPARED = { selection: interval, behind: nullable(interval), withinNoise: nullable(boolean) };
const TRIAL: FieldChecks<TrialSelection> = { trial: text, rows: whole, ...COMPARED, ...FIGURES };
const CELL: FieldChecks<CellSelection> = { cell: text, ...COMPARED };

const OPTIMISM: FieldChecks<SelectionOptimism> = {
  candidates: whole,
  value: number,
  expected: number,
  optimism: number,
};

const SELECTION: FieldChecks<SelectionRecord> = {
  formatVersion,
  metric: text,
  direction: oneOf(['max', 'min']),
  seed,
  resamples: whole,
  level: number,
  trials: listOf(fields(TRIAL)),
  cells: optional(listOf(fields(CELL))),
  optimism: nullable(fields(OPTIMISM)),
  test: nullable(fields(FIGURES)),
};

const CHECK: FieldChecks<AuditCheck> = {
  id: text,
  claim: text,
  status: oneOf(['passed', 'failed', 'not-checkable']),
  evidence: text,
  details: listOf(text),
};

const AUDIT: FieldChecks<AuditRecord> = { formatVersion, time, checks: listOf(fields(CHECK)) };

/**
 * selection.json, checked.
 *
 * @param where the file, for errors
 * @throws HeddleError `format` naming file and field, or the format version when it is newer than 1.
 */
export function parseSelectionRecord(value: unknown, where: string): SelectionRecord {
  fields(SELECTION)(value, { file: where, field: '' });
  return value as SelectionRecord;
}

/**
 * audit.json, checked.
 *
 * @param where the file, for errors
 * @throws HeddleError `format` naming file and field, or the format version when it is newer than 1.
 */
export function parseAuditRecord(value: unknown, where: string): AuditRecord {
  fields(AUDIT)(value, { file: where, field: '' });
  return value as AuditRecord;
}
