// experiment: a sweep file come to life. In: a sweep's plain value, a data set, an engine, a store. Out: a run from split
// to test, written as it happens. To add a field to sweep files, add it to spec.ts and to its reader in read-sweep.ts.

export { applyOverrides, type OverriddenSweep } from './apply-overrides.ts';
export type { AuditOptions } from './audit-finding.ts';
export { auditRun } from './audit-run.ts';
export { COMMON_OPTIONS, checkFit, type OptionNames } from './check-fit.ts';
export { type DatasetFacts, factsOf } from './dataset-facts.ts';
export type {
  ColumnSpec,
  CsvDatasetSpec,
  DatasetSpec,
  IdxDatasetSpec,
  IdxFiles,
  ImagesDatasetSpec,
} from './dataset-spec.ts';
export { type EvaluateTrialOptions, evaluateTrial, findTrial, type TrialEvaluation } from './evaluate-trial.ts';
export type { ExperimentEngine, ExperimentOptions, ExperimentResult } from './experiment-options.ts';
export { type FitOptions, fit, type Trained } from './fit.ts';
export { judgeRun } from './judge-run.ts';
export { type CheckedExperiment, checkExperiment, parseExperiment } from './parse-experiment.ts';
export { type ExperimentPlan, planExperiment, selectTrial } from './plan.ts';
export type { PlannedCell, PlannedTrial } from './planned-trial.ts';
export { concernsChange, type Path, type Problem, pathText, placeText, problemError } from './problem.ts';
export { profileTrial } from './profile-trial.ts';
export { datasetReader } from './read-dataset.ts';
export { evaluationFigures } from './records.ts';
export { runExperiment } from './run-experiment.ts';
export type { EarlyStoppingSpec, ExperimentKinds, ExperimentSpec, Override, SplitSpec, TrainingSpec } from './spec.ts';
export { standardKinds } from './standard-kinds.ts';
export { readTableFiles, type TableFile, type TableReading, tableFiles } from './test-set-files.ts';
export { sampleTrial, type TrialSample, type TrialSampleOptions } from './trial-sample.ts';
export { weightlessModel } from './weightless-model.ts';
