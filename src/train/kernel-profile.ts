// Where the time of a step goes. Each kernel call of a step is recorded as a program of its own and timed; the layer that made the call
// names it. A whole step is timed beside it, since there some calls that follow one another are joined.

import type { Backend, Kernels, Program } from '../kernels/kernels.ts';
import type { Layer, Loss, Model } from '../model/index.ts';
import { type KernelWork, workOf } from './kernel-work.ts';
import type { Optimizer } from './optimizer.ts';
import { openSession, type Session } from './session.ts';
import type { TrainOptions } from './train-options.ts';

/** Who made a call: a layer by its place, the loss, the optimizer, or the step itself. */
export interface KernelPlace {
  readonly place: string;
  readonly pass: 'forward' | 'backward' | null;
}

/** What one kernel call of a step costs; several calls of one place with the same shape count together. */
export interface KernelCost extends KernelPlace, KernelWork {
  readonly kernel: string;
  readonly calls: number;
  /** Of all these calls, in one step: the median over the steps that were timed. */
  readonly seconds: number;
  /** Of the time of all kernels of a step. */
  readonly share: number;
}

/** Where the time of training steps goes. */
export interface KernelProfile {
  readonly batchSize: number;
  readonly steps: number;
  /** Seconds of a whole step, all calls as one program: the median. */
  readonly stepSeconds: number;
  /** Seconds of all kernels of a step, each timed alone. */
  readonly kernelSeconds: number;
  /** In the order of the step. */
  readonly kernels: readonly KernelCost[];
}

interface TimedCall extends KernelPlace, KernelWork {
  readonly kernel: string;
  readonly program: Program;
  readonly seconds: number[];
}

interface TimedProgram extends Program {
  readonly list: readonly TimedCall[];
}

/** Steps before timing begins: more than the turns in which the profile fast tries what is faster (TRIALS of blas-gemm.ts). */
const WARM_UP = 24;

/**
 * Takes some steps of a training and times every kernel call; nothing is validated, kept or written.
 *
 * @param steps how many are timed, one call at a time; as many are timed as a whole
 * @throws HeddleError as `train`, before its first step.
 */
export async function profileKernels(options: TrainOptions, steps: number): Promise<KernelProfile> {
  const { backend, now } = options;
  const stepSeconds = await timeSteps({ ...options, validation: undefined }, steps);
  const mark: { place: KernelPlace } = { place: STEP };
  const programs: TimedProgram[] = [];
  const session = openSession({
    ...options,
    validation: undefined,
    model: markedModel(options.model, mark),
    loss: markedLoss(options.loss, mark),
    optimizer: markedOptimizer(options.optimizer, mark),
    backend: timingBackend(backend, { now, mark, programs }),
  });
  try {
    await take(session, WARM_UP + steps);
    const timed = programs.find(({ list }) => list.some(({ pass }) => pass === 'backward'))?.list ?? [];
    return profileOf(timed, { batchSize: options.batchSize, steps, stepSeconds });
  } finally {
    session.close();
  }
}

const STEP: KernelPlace = { place: 'step', pass: null };

/** Begins epochs and takes `count` steps, one at a time. */
async function take(session: Session, count: number, afterStep: () => void = () => undefined): Promise<void> {
  let taken = 0;
  await session.initialize();
  for (let epoch = 0; taken < count; epoch++) {
    await session.beginEpoch(epoch, new Float64Array(session.stepsPerEpoch).fill(1e-3));
    // The last step of an epoch may have fewer rows.
    for (let step = 0; step < Math.max(1, session.stepsPerEpoch - 1) && taken < count; step++, taken++) {
      await session.step(1);
      afterStep();
    }
  }
}

/** Seconds of a step whose calls are one program: the median. */
async function timeSteps(options: TrainOptions, steps: number): Promise<number> {
  const { backend, now } = options;
  let last = 0;
  const timed: Backend = {
    ...backend,
    async run(program, times) {
      for (let time = 0; time < times; time++) [last] = await backend.time([program], now);
    },
  };
  const session = openSession({ ...options, backend: timed });
  const seconds: number[] = [];
  try {
    await take(session, WARM_UP + steps, () => seconds.push(last));
  } finally {
    session.close();
  }
  return median(seconds.slice(WARM_UP));
}

function profileOf(
  list: readonly TimedCall[],
  facts: Pick<KernelProfile, 'batchSize' | 'steps' | 'stepSeconds'>,
): KernelProfile {
  const groups = new Map<string, { first: TimedCall; calls: number; seconds: number }>();
  for (const call of list) {
    const key = `${call.place} ${call.pass} ${call.kernel} ${call.shape}`;
    const group = groups.get(key) ?? { first: call, calls: 0, seconds: 0 };
    groups.set(key, {
      first: group.first,
      calls: group.calls + 1,
      seconds: group.seconds + median(call.seconds.slice(WARM_UP)),
    });
  }
  const kernelSeconds = [...groups.values()].reduce((sum, { seconds }) => sum + seconds, 0);
  const kernels = [...groups.values()].map(({ first, calls, seconds }): KernelCost => {
    const { place, pass, kernel, shape, operations, bytes } = first;
    const share = kernelSeconds > 0 ? seconds / kernelSeconds : 0;
    return { place, pass, kernel, shape, operations: operations * calls, bytes: bytes * calls, calls, seconds, share };
  });
  return { ...facts, kernelSeconds, kernels };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? 0 : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** A backend that makes every call a program of its own, and times it. */
function timingBackend(
  backend: Backend,
  {
    now,
    mark,
    programs,
  }: { readonly now: () => number; readonly mark: { readonly place: KernelPlace }; readonly programs: TimedProgram[] },
): Backend {
  return {
    ...backend,
    record(body) {
      const list: TimedCall[] = [];
      const recorder = new Proxy({} as Kernels, {
        get: (_, kernel: keyof Kernels) => (call: never) => {
          const program = backend.record((kernels) => kernels[kernel](call));
          list.push({ ...mark.place, ...workOf(kernel, call), kernel, program, seconds: [] });
        },
      });
      body(recorder);
      const program: TimedProgram = {
        calls: list.length,
        list,
        release() {
          for (const call of list) call.program.release();
        },
      };
      programs.push(program);
      return program;
    },
    async run(program, times) {
      const { list } = program as TimedProgram;
      for (let time = 0; time < times; time++) {
        const taken = await backend.time(
          list.map((call) => call.program),
          now,
        );
        for (const [i, { seconds }] of list.entries()) seconds.push(taken[i]);
      }
    },
  };
}

/** Marks whatever `body` calls as made at a place. */
function at(mark: { place: KernelPlace }, place: string, pass: KernelPlace['pass'], body: () => void): void {
  mark.place = { place, pass };
  body();
  mark.place = STEP;
}

function markedModel(model: Model, mark: { place: KernelPlace }): Model {
  const layers = model.layers.map(({ definition, options }, index): Layer => {
    const place = `[${index}] ${definition.kind}`;
    return {
      options,
      definition: {
        ...definition,
        forward: (pass, given) => at(mark, place, 'forward', () => definition.forward(pass, given)),
        backward: (pass, given) => at(mark, place, 'backward', () => definition.backward(pass, given)),
        backwardWithRectifier:
          definition.backwardWithRectifier &&
          ((pass, given) => at(mark, place, 'backward', () => definition.backwardWithRectifier?.(pass, given))),
      },
    };
  });
  return { ...model, layers };
}

function markedLoss({ definition, options }: Loss, mark: { place: KernelPlace }): Loss {
  const place = definition.kind;
  return {
    options,
    definition: {
      ...definition,
      forward: (pass, given) => at(mark, place, 'forward', () => definition.forward(pass, given)),
      backward: (pass, given) => at(mark, place, 'backward', () => definition.backward(pass, given)),
    },
  };
}

function markedOptimizer({ definition, options }: Optimizer, mark: { place: KernelPlace }): Optimizer {
  const update: typeof definition.update = (pass, given) =>
    at(mark, definition.kind, null, () => definition.update(pass, given));
  return { options, definition: { ...definition, update } };
}
