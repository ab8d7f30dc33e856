// A training's buffers and recorded programs: everything between the loop and the kernels. Built once; a step allocates nothing.

import { HeddleError, keyOf } from '../core/index.ts';
import { type Kernels, normLength, type Program, type Span } from '../kernels/kernels.ts';
import {
  layoutNetwork,
  type NamedTensor,
  type Objective,
  objectiveOf,
  placeLayout,
  recordBackward,
  recordForward,
  recordInitialize,
  recordLoss,
  writeConstants,
} from '../model/index.ts';
import { batchesOf } from './batches.ts';
import { checkCount, checkRows, checkTrainable } from './check-rows.ts';
import type { SessionState } from './checkpoint.ts';
import { firstNotFinite } from './first-not-finite.ts';
import { type Counts, clearCounters, layoutCounters, readCounts, recordCounts, recordGather } from './pass.ts';
import type { Rows } from './place-table.ts';
import { placesOf, readCounters, readTensors, type TensorPlace, writeCounters, writeTensors } from './session-state.ts';
import type { TrainOptions } from './train-options.ts';

/** A training that is ready to step. */
export interface Session {
  readonly objective: Objective;
  readonly stepsPerEpoch: number;
  readonly memoryBytes: number;
  /** Sets parameters and running statistics to where the seed says they begin. */
  initialize(): Promise<void>;
  /** Shuffles the rows for an epoch (from 0) and takes its learning rates; counts from zero, or goes on from where `begun` stands. */
  beginEpoch(epoch: number, rates: ArrayLike<number>, begun?: SessionState): Promise<void>;
  /** Takes the next `count` steps of the epoch; returns each step's mean loss. */
  step(count: number): Promise<ArrayLike<number>>;
  /** What the epoch's training passes have counted so far. */
  trainCounts(rows: number): Counts;
  /** One pass over the validation rows as the network is now; null when the signal came meanwhile. */
  validate(signal?: AbortSignal): Promise<Counts | null>;
  /** A copy of all parameters and running statistics, and with `optimizer` of the optimizer's vectors too. */
  tensors(also?: 'optimizer'): NamedTensor[];
  /**
   * Where it stands, as `restore` takes it: inside the epoch, or at the beginning of the next.
   *
   * @param into a state that this session gave before and nobody needs any more: its arrays are written over
   */
  state(at: 'inside' | 'next', into?: SessionState): SessionState;
  /** The parameters and running statistics of a state, in model order. */
  modelTensors(state: SessionState): NamedTensor[];
  /** Puts parameters, running statistics and optimizer back to where `state` says; `beginEpoch` comes next. */
  restore(state: SessionState): void;
  /** The first layer whose output is not finite, for the batch of the next step or for the validation rows; null when all are. */
  firstNotFinite(rows: 'next' | 'validation'): Promise<string | null>;
  close(): void;
}

/** Batches of validation rows between two looks at the signal. */
const BATCHES_AT_ONCE = 4;

/** Checks the options that only training knows. */
function checkOptions({ batchSize, epochs, train, dropLast = true, clipNorm }: TrainOptions): void {
  checkCount('batchSize', batchSize, 'choose how many rows a step takes.');
  checkCount('epochs', epochs, 'choose how often to go through the rows.');
  const wrong = (where: string, expected: string, received: number, hint: string): HeddleError =>
    new HeddleError('option', { where, expected, received: String(received), hint });
  if (dropLast && train.rows.length < batchSize) {
    const hint = 'use a smaller batch, or dropLast: false.';
    throw wrong('batchSize', `at most the ${train.rows.length} training rows`, batchSize, hint);
  }
  if (clipNorm !== undefined && !(clipNorm > 0 && Number.isFinite(clipNorm))) {
    throw wrong('clipNorm', 'a number above 0', clipNorm, 'leave it out to set no limit.');
  }
}

/**
 * Plans a training's memory, places it, and records its programs.
 *
 * @throws HeddleError `option`, `shape`, `data`, `model` or `engine`: whatever does not fit together.
 */
export function openSession(options: TrainOptions): Session {
  checkOptions(options);
  const { backend, train, validation, optimizer, clipNorm, dropLast = true } = options;
  const batchSize = Math.min(options.batchSize, train.rows.length);
  const { memory } = backend;
  const objective = objectiveOf(options.model, options.loss);
  checkRows('training rows', objective, train);
  checkTrainable(options.model);
  if (validation !== undefined) checkRows('validation rows', objective, validation);
  const key = keyOf(options.seed);
  const count = train.rows.length;
  const stepsPerEpoch = dropLast ? Math.floor(count / batchSize) : Math.ceil(count / batchSize);
  const batches = Math.max(stepsPerEpoch, Math.ceil((validation?.rows.length ?? 0) / batchSize));
  const slotNames = optimizer.definition.slots(optimizer.options);

  const { buffers, plan, release } = placeLayout(memory, (place) => {
    const network = layoutNetwork(objective, { batchSize, training: true, floatBytes: memory.floatBytes }, place);
    const { length } = network.parameters;
    return {
      network,
      slots: Object.fromEntries(slotNames.map((name) => [name, place('optimizer', 'float', length)])),
      norm: place('workspace', 'double', clipNorm === undefined ? 1 : normLength(length)),
      rows: place('workspace', 'int32', count),
      order: place('workspace', 'int32', count),
      validationRows: place('workspace', 'int32', validation?.rows.length ?? 0),
      rates: place('workspace', 'float', stepsPerEpoch),
      counters: layoutCounters(objective, { batches, batchSize }, place),
      validationCounters: layoutCounters(objective, { batches, batchSize }, place),
    };
  });
  const { network, slots, counters, validationCounters, order, rates } = buffers;
  const { clock, parameters, gradients } = network;

  function recordStep(kernels: Kernels, n: number): void {
    const { length } = parameters;
    const grads = gradients as Span;
    recordGather(kernels, network, train.placed, order, n);
    const y = recordForward(objective, network, { kernels, n, training: true, key });
    recordLoss(objective, network, kernels, n, y);
    recordCounts(kernels, objective, network, counters, { n, y });
    kernels.fill({ out: grads, length, value: 0 });
    recordBackward(objective, network, { kernels, n, key, y });
    if (clipNorm !== undefined) kernels.clipByNorm({ gradients: grads, length, maximum: clipNorm, norm: buffers.norm });
    optimizer.definition.update(
      { kernels, parameters, gradients: grads, length, slots, rates, clock },
      optimizer.options,
    );
    kernels.tick({ clock, rows: n });
  }
  function recordValidation(kernels: Kernels, placed: Rows['placed'], n: number): void {
    recordGather(kernels, network, placed, buffers.validationRows, n);
    const y = recordForward(objective, network, { kernels, n, training: false, key });
    recordLoss(objective, network, kernels, n, y);
    recordCounts(kernels, objective, network, validationCounters, { n, y });
    kernels.tick({ clock, rows: n });
  }
  const programs: Program[] = [];
  const close = (): void => {
    for (const recorded of programs) recorded.release();
    release();
  };
  const program = (body: (kernels: Kernels) => void): Program => {
    const recorded = backend.record(body);
    programs.push(recorded);
    return recorded;
  };
  const fullSteps = Math.floor(count / batchSize);
  function recordPrograms() {
    return {
      fullStep: fullSteps > 0 ? program((kernels) => recordStep(kernels, batchSize)) : null,
      lastStep: stepsPerEpoch > fullSteps ? program((kernels) => recordStep(kernels, count % batchSize)) : null,
      passes:
        validation === undefined
          ? []
          : batchesOf(validation.rows.length, batchSize).map(({ n, times }) => ({
              times,
              recorded: program((kernels) => recordValidation(kernels, validation.placed, n)),
            })),
    };
  }
  let recordings: ReturnType<typeof recordPrograms>;
  try {
    memory.write(buffers.rows, train.rows);
    if (validation !== undefined) memory.write(buffers.validationRows, validation.rows);
    writeConstants(memory, objective, network);
    recordings = recordPrograms();
  } catch (error) {
    close();
    throw error;
  }
  const { fullStep, lastStep, passes } = recordings;

  const modelPlaces = placesOf(network);
  const places: TensorPlace[] = [
    ...modelPlaces,
    ...slotNames.map((name) => ({ name: `optimizer.${name}`, shape: [slots[name].length], span: slots[name] })),
  ];

  let stepsTaken = 0;
  let stepInEpoch = 0;
  return {
    objective,
    stepsPerEpoch,
    memoryBytes: plan.total,
    async initialize() {
      await runOnce((kernels) => recordInitialize(network, kernels, key));
    },
    async beginEpoch(epoch, epochRates, begun) {
      stepInEpoch = begun?.step ?? 0;
      memory.write(rates, epochRates);
      if (stepInEpoch === 0) clearCounters(memory, counters, train);
      else writeCounters(memory, counters, begun?.counters ?? []);
      memory.write(clock, [stepInEpoch * batchSize, stepsTaken, stepInEpoch]);
      await runOnce(({ shuffle }) =>
        shuffle({ out: order, source: buffers.rows, length: count, key, position: epoch }),
      );
    },
    async step(steps) {
      const full = Math.min(steps, fullSteps - stepInEpoch);
      if (full > 0 && fullStep !== null) await backend.run(fullStep, full);
      if (full < steps && lastStep !== null) await backend.run(lastStep, 1);
      const losses = memory.read(part(counters.losses, stepInEpoch, steps));
      stepInEpoch += steps;
      stepsTaken += steps;
      return losses;
    },
    trainCounts: (rows) => readCounts(memory, counters, train.placed.table, rows),
    async validate(signal) {
      if (validation === undefined) throw new Error('validate() without validation rows');
      clearCounters(memory, validationCounters, validation);
      memory.write(clock, [0, stepsTaken, 0]);
      for (const { recorded, times } of passes) {
        for (let done = 0; done < times; done += BATCHES_AT_ONCE) {
          if (signal?.aborted === true) return null;
          await backend.run(recorded, Math.min(BATCHES_AT_ONCE, times - done));
        }
      }
      return readCounts(memory, validationCounters, validation.placed.table, validation.rows.length);
    },
    tensors: (also) => readTensors(memory, also === undefined ? modelPlaces : places),
    state(at, into) {
      const step = at === 'next' ? 0 : stepInEpoch;
      return {
        epoch: (stepsTaken - step) / stepsPerEpoch,
        step,
        tensors: readTensors(memory, places, into?.tensors),
        counters: step === 0 ? [] : readCounters(memory, counters),
      };
    },
    modelTensors: ({ tensors }) => tensors.slice(0, modelPlaces.length),
    restore({ epoch, step, tensors }) {
      writeTensors(memory, 'resumeFrom', places, tensors);
      stepsTaken = epoch * stepsPerEpoch + step;
      stepInEpoch = step;
    },
    async firstNotFinite(which) {
      if (which === 'next') {
        const n = Math.min(batchSize, count - stepInEpoch * batchSize);
        const batch = { placed: train.placed, order, n, training: true, key };
        return firstNotFinite(backend, objective, network, batch);
      }
      if (validation === undefined) return null;
      for (let first = 0; first < validation.rows.length; first += batchSize) {
        const n = Math.min(batchSize, validation.rows.length - first);
        memory.write(clock, [first, stepsTaken, 0]);
        const batch = { placed: validation.placed, order: buffers.validationRows, n, training: false, key };
        const found = await firstNotFinite(backend, objective, network, batch);
        if (found !== null) return found;
      }
      return null;
    },
    close,
  };

  async function runOnce(body: (kernels: Kernels) => void): Promise<void> {
    const recorded = backend.record(body);
    try {
      await backend.run(recorded, 1);
    } finally {
      recorded.release();
    }
  }
  function part(span: Span, first: number, length: number): Span {
    return { type: span.type, offset: span.offset + first * 8, length };
  }
}
