// A plan is a sweep with everything worked out that can be known before training: each trial's model with its shapes
// checked, its seed, its memory.

import { canonicalJson, deriveSeed, HeddleError, type Json, type Seed, seedFrom } from '../core/index.ts';
import { MOST_WASM_BYTES } from '../kernels/index.ts';
import type { ModelSpec } from '../record/index.ts';
import type { GridCell } from '../sweep/index.ts';
import { applyOverrides, type OverriddenSweep } from './apply-overrides.ts';
import { buildLoss, buildObjective, buildOptimizer, buildSchedule } from './build.ts';
import { cellTrials } from './cell-trials.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import { foldProblem, foldSizes } from './folds.ts';
import { checkExperiment } from './parse-experiment.ts';
import type { PlannedCell, PlannedTrial } from './planned-trial.ts';
import { concernsChange, type Problem, placeText, problemError, type Report } from './problem.ts';
import type { ExperimentKinds, ExperimentSpec } from './spec.ts';
import { splitProblem, splitSizes } from './split.ts';
import { modelCells } from './sweep-cells.ts';

/** A sweep with everything worked out that can be known before training. */
export interface ExperimentPlan {
  readonly spec: ExperimentSpec;
  readonly trials: readonly PlannedTrial[];
  /** One model with one choice of values each, in the order of the trials. */
  readonly cells: readonly PlannedCell[];
  /** Rows to train on and rows to validate on; with folds, those of the first. */
  readonly rows: { readonly train: number; readonly validation: number };
}

/**
 * Every trial of a sweep, model by model, each in the order of the grid.
 *
 * @param where turns a problem into the place that the user knows, as `readSweepFile` does
 * @throws HeddleError `sweep` with everything in which the sweep does not fit the data.
 */
export function planExperiment(
  spec: ExperimentSpec,
  facts: DatasetFacts,
  kinds: ExperimentKinds,
  where: (problem: Problem) => string = placeText,
): ExperimentPlan {
  const { division, rows } = divisionOf(spec, facts, kinds);
  const problems = new Map<string, Problem>();
  if (division !== undefined) problems.set('split', division);
  const planned: PlannedCell[] = [];
  for (const [modelName, layers] of Object.entries(spec.models)) {
    const cells = modelCells(modelName, spec.grid);
    const found = new Map<string, TrialProblem>();
    for (const { name, cell } of cells) {
      const single = { ...spec, models: { [modelName]: layers }, grid: {} };
      const overrides = Object.entries(cell).map(([path, value]) => ({ path, value }));
      const { value, touched } = applyOverrides(single, overrides, kinds);
      const report: Report = (problem) => {
        const blamed = blameGrid(problem, touched, spec);
        const key = problemKey(blamed);
        found.set(key, { problem: blamed, trials: [...(found.get(key)?.trials ?? []), name] });
      };
      const checked = checkExperiment(value, kinds);
      checked.problems.forEach(report);
      if (checked.spec === null) continue;
      const parts = { name, modelName, cell, spec: checked.spec, facts, kinds };
      const trainRows = division === undefined ? rows.train : facts.trainRows;
      const plannedCell = planCell({ ...parts, trainRows, report });
      if (plannedCell !== undefined) planned.push(plannedCell);
    }
    for (const [key, { problem, trials: affected }] of found) {
      if (problems.has(key)) continue;
      const received =
        affected.length < cells.length ? `${problem.received}, in trial ${affected[0]}` : problem.received;
      problems.set(key, { ...problem, received });
    }
  }
  if (problems.size > 0) throw problemError([...problems.values()], where);
  const each = spec.repeats * (spec.folds ?? 1);
  return { spec, cells: planned, trials: planned.flatMap((cell, i) => cellTrials(cell, spec, i * each)), rows };
}

/** How many rows train and validate, and why that may not be. */
function divisionOf(
  { split, folds, loss }: ExperimentSpec,
  { trainRows, classNames, table }: DatasetFacts,
  { losses }: ExperimentKinds,
): { readonly division: Problem | undefined; readonly rows: ExperimentPlan['rows'] } {
  if (folds !== null)
    return { division: foldProblem(folds, split, trainRows, table), rows: foldSizes(trainRows, folds) };
  // Where the loss asks for classes that are not there, that is the mistake, and not the split that goes with it.
  const hasClasses = classNames !== null || losses[loss.kind].targets === 'classes';
  const division = splitProblem(split, trainRows, hasClasses, table);
  return { division, rows: splitSizes(split, trainRows, table?.validates) };
}

/** A problem, and the trials of one model that have it. */
interface TrialProblem {
  readonly problem: Problem;
  readonly trials: readonly string[];
}

const problemKey = ({ path, expected }: Problem): string => canonicalJson([...path, expected]);

/** A problem of what the grid put into its place is one of the grid's value. */
function blameGrid(problem: Problem, touched: OverriddenSweep['touched'], { grid }: ExperimentSpec): Problem {
  const change = touched.findLast(({ path }) => concernsChange(path, problem))?.override;
  if (change === undefined) return problem;
  const index = grid[change.path].indexOf(change.value as Json);
  return { ...problem, path: ['grid', change.path, index], atKey: false, kind: undefined };
}

/**
 * The sweep narrowed to one of its cells, trained once: one model, one value for each dimension, no repeats or folds. The
 * seed is that of the cell's first repeat.
 *
 * @param nameOrModel the cell's whole name, which is the trial's where each has one, or its model's name where the grid has one cell for it
 * @throws HeddleError `usage` listing the trials that match when there is not exactly one.
 */
export function selectTrial(plan: ExperimentPlan, nameOrModel: string): ExperimentSpec {
  const named = plan.cells.filter(({ cell }) => cell === nameOrModel);
  const matching = named.length > 0 ? named : plan.cells.filter(({ modelName }) => modelName === nameOrModel);
  if (matching.length !== 1) {
    const listed = (matching.length === 0 ? plan.cells : matching).map(({ cell }) => cell).join('\n  ');
    throw new HeddleError('usage', {
      where: `--trial ${nameOrModel}`,
      expected: 'exactly one trial of the sweep',
      received: matching.length === 0 ? 'a name that none has' : `a name that ${matching.length} have`,
      hint: `choose one of these, or fix the grid's values with --set path=value:\n  ${listed}`,
    });
  }
  const [{ modelName, parameters }] = matching;
  const grid = Object.entries(parameters).map(([path, value]) => [path, [value]]);
  const models = { [modelName]: plan.spec.models[modelName] };
  return { ...plan.spec, models, grid: Object.fromEntries(grid), repeats: 1, folds: null };
}

interface CellParts {
  readonly name: string;
  readonly modelName: string;
  readonly cell: GridCell;
  /** Resolved, with this trial's values in their places and its model alone. */
  readonly spec: ExperimentSpec;
  readonly facts: DatasetFacts;
  readonly kinds: ExperimentKinds;
  readonly trainRows: number;
  readonly report: Report;
}

/** One cell; undefined where it does not fit the data or the memory, which it reports. */
function planCell(parts: CellParts): PlannedCell | undefined {
  const { name, modelName, cell, spec, facts, kinds, trainRows, report } = parts;
  const { training } = spec;
  const loss = buildLoss(spec.loss, kinds);
  const optimizer = buildOptimizer(spec.optimizer, kinds);
  if (training.dropLast && training.batchSize > trainRows) {
    report({
      path: ['training', 'batchSize'],
      atKey: false,
      expected: `at most the ${trainRows} training rows`,
      received: String(training.batchSize),
      hint: 'every batch would be dropped: take smaller batches, or set training.dropLast to false.',
    });
  }
  const objective = buildObjective(modelName, spec.models[modelName], facts, loss, kinds, report);
  if (objective === undefined) return undefined;
  const { model, depth } = objective;
  const memoryBytes = model.memory({
    batchSize: Math.min(training.batchSize, trainRows),
    slots: optimizer.definition.slots(optimizer.options).length,
  }).total;
  if (memoryBytes > MOST_WASM_BYTES) {
    report({
      path: ['models', modelName],
      atKey: false,
      expected: `a network that trains in at most ${MOST_WASM_BYTES} bytes (a WebAssembly memory holds 4 GiB)`,
      received: `${memoryBytes} bytes`,
      hint: 'take smaller layers or smaller batches.',
    });
  }
  if (spec.folds !== null && String(spec.schedule['metric'] ?? '').startsWith('validation')) {
    report({
      path: ['schedule', 'metric'],
      atKey: false,
      expected: 'a metric of the training rows, since the refit after a cross-validation has no validation rows',
      received: String(spec.schedule['metric']),
      hint: 'let the schedule watch trainLoss, or leave folds out.',
    });
  }
  const layers = spec.models[modelName].slice(0, depth);
  return {
    cell: name,
    modelName,
    model,
    loss,
    optimizer,
    schedule: buildSchedule(spec.schedule, kinds),
    lossSpec: spec.loss,
    optimizerSpec: spec.optimizer,
    scheduleSpec: spec.schedule,
    training,
    parameters: cell,
    seedOf: (repeat, fold) => trialSeed(spec, { input: facts.featureShape, layers }, repeat, fold),
    parameterCount: model.parameterCount,
    memoryBytes,
  };
}

/**
 * First 64 bits of SHA-256 over the sweep's seed, the trial's resolved parameters, the repeat and, in a cross-validation,
 * the fold, so that no other trial of the sweep has a part in it. `model` is without an activation that merges into the loss: the network is the same.
 */
function trialSeed(sweep: ExperimentSpec, model: ModelSpec, repeat: number, fold: number | null): Seed {
  const { optimizer, loss, schedule, training } = sweep;
  const parameters = { model, optimizer, loss, schedule, training };
  return deriveSeed(seedFrom(sweep.seed), canonicalJson({ parameters, repeat, ...(fold === null ? {} : { fold }) }));
}
