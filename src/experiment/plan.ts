// A plan is a sweep with everything worked out that can be known before training: each trial's model with its shapes
// checked, its seed, its memory.

import { canonicalJson, deriveSeed, HeddleError, type Json, type Seed, seedFrom } from '../core/index.ts';
import type { Loss, Model } from '../model/index.ts';
import type { KindSpec, ModelSpec } from '../record/index.ts';
import { type GridCell, gridCells } from '../sweep/index.ts';
import type { Optimizer, Schedule } from '../train/index.ts';
import { applyOverrides } from './apply-overrides.ts';
import { buildLoss, buildObjective, buildOptimizer, buildSchedule } from './build.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import { parseExperiment } from './parse-experiment.ts';
import { concerns } from './read-grid.ts';
import type { ExperimentKinds, ExperimentSpec, TrainingSpec } from './spec.ts';
import { splitSizes } from './split.ts';

/** One trial, ready to train. */
export interface PlannedTrial {
  /** Place in the sweep, from 0. */
  readonly index: number;
  /** `model_3 learningRate=0.000625`: unique in the sweep. */
  readonly name: string;
  readonly modelName: string;
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly lossSpec: KindSpec;
  readonly optimizerSpec: KindSpec;
  readonly scheduleSpec: KindSpec;
  readonly training: TrainingSpec;
  /** The grid's choices, by path. */
  readonly parameters: GridCell;
  readonly seed: Seed;
  readonly repeat: number;
  /** Trained numbers. */
  readonly parameterCount: number;
  /** Bytes planned for training. */
  readonly memoryBytes: number;
}

/** A sweep with everything worked out that can be known before training. */
export interface ExperimentPlan {
  readonly spec: ExperimentSpec;
  readonly trials: readonly PlannedTrial[];
  /** Rows to train on and rows to validate on. */
  readonly rows: { readonly train: number; readonly validation: number };
}

/**
 * Every trial of a sweep, model by model, each in the order of the grid.
 *
 * @throws HeddleError `shape` naming the layer, `split` or `sweep`, when the sweep does not fit the data.
 */
export function planExperiment(spec: ExperimentSpec, facts: DatasetFacts, kinds: ExperimentKinds): ExperimentPlan {
  const rows = splitSizes(spec.split, facts.trainRows);
  const trials: PlannedTrial[] = [];
  for (const [modelName, layers] of Object.entries(spec.models)) {
    const dimensions = Object.entries(spec.grid).filter(([path]) => concerns(path, modelName));
    for (const cell of gridCells(Object.fromEntries(dimensions))) {
      const single = { ...spec, models: { [modelName]: layers }, grid: {} };
      const overrides = Object.entries(cell).map(([path, value]) => ({ path, value }));
      const resolved = parseExperiment(applyOverrides(single, overrides, kinds).value, kinds);
      trials.push(
        planTrial({ index: trials.length, modelName, cell, spec: resolved, facts, kinds, trainRows: rows.train }),
      );
    }
  }
  return { spec, trials, rows };
}

/**
 * The sweep narrowed to one of its trials: one model, one value for each dimension. The trial's seed stays the same.
 *
 * @param nameOrModel the trial's whole name, or its model's name where the grid has one cell for it
 * @throws HeddleError `usage` listing the trials that match when there is not exactly one.
 */
export function selectTrial(plan: ExperimentPlan, nameOrModel: string): ExperimentSpec {
  const named = plan.trials.filter((trial) => trial.name === nameOrModel);
  const matching = named.length > 0 ? named : plan.trials.filter((trial) => trial.modelName === nameOrModel);
  if (matching.length !== 1) {
    const listed = (matching.length === 0 ? plan.trials : matching).map((trial) => trial.name).join('\n  ');
    throw new HeddleError('usage', {
      where: `--trial ${nameOrModel}`,
      expected: 'exactly one trial of the sweep',
      received: matching.length === 0 ? 'a name that none has' : `a name that ${matching.length} have`,
      hint: `choose one of these, or fix the grid's values with --set path=value:\n  ${listed}`,
    });
  }
  const [{ modelName, parameters }] = matching;
  const grid = Object.entries(parameters).map(([path, value]) => [path, [value]]);
  return { ...plan.spec, models: { [modelName]: plan.spec.models[modelName] }, grid: Object.fromEntries(grid) };
}

interface TrialParts {
  readonly index: number;
  readonly modelName: string;
  readonly cell: GridCell;
  /** Resolved, with this trial's values in their places and its model alone. */
  readonly spec: ExperimentSpec;
  readonly facts: DatasetFacts;
  readonly kinds: ExperimentKinds;
  readonly trainRows: number;
}

function planTrial({ index, modelName, cell, spec, facts, kinds, trainRows }: TrialParts): PlannedTrial {
  const { training } = spec;
  const name = trialName(modelName, cell);
  const loss = buildLoss(spec.loss, kinds);
  const optimizer = buildOptimizer(spec.optimizer, kinds);
  const { model, depth } = buildObjective(modelName, spec.models[modelName], facts, loss, kinds);
  checkBatches(name, training, trainRows);
  return {
    index,
    name,
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
    seed: trialSeed(spec, { input: facts.featureShape, layers: spec.models[modelName].slice(0, depth) }, 0),
    repeat: 0,
    parameterCount: model.parameterCount,
    memoryBytes: model.memory({
      batchSize: training.batchSize,
      slots: optimizer.definition.slots(optimizer.options).length,
    }).total,
  };
}

/** `model_3 learningRate=0.000625`; a path's last name stands for it where no other dimension ends alike. */
function trialName(modelName: string, cell: GridCell): string {
  const paths = Object.keys(cell);
  const label = (path: string): string => {
    const last = path.split('.').at(-1)!;
    const unclear = /^\d+$/.test(last) || paths.some((other) => other !== path && other.endsWith(`.${last}`));
    return unclear ? path : last;
  };
  const text = (value: Json): string => (typeof value === 'string' ? value : canonicalJson(value));
  return [modelName, ...paths.map((path) => `${label(path)}=${text(cell[path])}`)].join(' ');
}

/**
 * First 64 bits of SHA-256 over the sweep's seed, the trial's resolved parameters and the repeat, so that no other trial
 * of the sweep has a part in it. `model` is without an activation that merges into the loss: the network is the same.
 */
function trialSeed(sweep: ExperimentSpec, model: ModelSpec, repeat: number): Seed {
  const { optimizer, loss, schedule, training } = sweep;
  const parameters = { model, optimizer, loss, schedule, training };
  return deriveSeed(seedFrom(sweep.seed), canonicalJson({ parameters, repeat }));
}

function checkBatches(name: string, { batchSize, dropLast }: TrainingSpec, trainRows: number): void {
  if (!dropLast || batchSize <= trainRows) return;
  throw new HeddleError('sweep', {
    where: `trial ${name}, training.batchSize`,
    expected: `at most the ${trainRows} training rows`,
    received: String(batchSize),
    hint: 'every batch would be dropped: take smaller batches, or set training.dropLast to false.',
  });
}
