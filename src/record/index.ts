// record: the vocabulary of facts, as plain JSON. In: what training and sweeps measured. Out: types and checks that
// every reader shares. To add a fact, add a field to the record it belongs to, its check, and a line in docs/formats.md.

export type { AuditCheck, AuditRecord, AuditStatus } from './audit.ts';
export type {
  CheckupFinding,
  CheckupPart,
  CheckupRecord,
  CheckupTally,
  ClassShare,
  ColumnCheckup,
  ColumnHistogram,
  CopiesCheckup,
  PictureSizes,
  PicturesCheckup,
} from './checkup.ts';
export {
  type Averaging,
  accuracyOf,
  type ClassFigures,
  type ConfusionMatrix,
  f1Of,
  perClassFigures,
  precisionOf,
  recallOf,
  totalOf,
} from './confusion.ts';
export {
  type ClassificationEpoch,
  type EpochCommon,
  type EpochRecord,
  isClassification,
  metricValue,
  type RegressionEpoch,
} from './epoch.ts';
export type { SweepEvent, TrainEvent } from './event.ts';
export type { ExportRecord } from './export.ts';
export { confusionIntervals, outcomeIntervals } from './figure-intervals.ts';
export { parseEpochRecord } from './parse-epoch.ts';
export { parseAuditRecord, parseSelectionRecord } from './parse-selection.ts';
export { parseLeaderboard, parseSweepRecord, parseTestRecord } from './parse-sweep.ts';
export { parseTrialRecord } from './parse-trial.ts';
export type { RowLosses } from './row-losses.ts';
export { outcomeOf, type RowOutcomes } from './row-outcomes.ts';
export type { RunRecord, RunTrial } from './run.ts';
export type {
  CellSelection,
  FigureIntervals,
  Interval,
  SelectionOptimism,
  SelectionRecord,
  TrialSelection,
} from './selection.ts';
export { type SelectionInput, type SelectionTrial, selectionRecord } from './selection-record.ts';
export {
  type CellFigures,
  type DatasetRecord,
  type EnvironmentRecord,
  type Figures,
  type FoldRecord,
  type LeaderboardEntry,
  type Resumption,
  type Selection,
  type SweepRecord,
  selectedEntry,
  type TestRead,
  type TestRecord,
} from './sweep.ts';
export type { KindSpec, LayerSpec, ModelSpec, StopReason, TrialRecord, TrialStatus } from './trial.ts';
export type { Truth } from './truth.ts';
