// Where the time of a step goes. Each kernel call of a step is recorded as a program of its own and timed; the layer that made the call
// names it. A whole step is timed beside it, since there the calls follow one another without a message between them.

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
  /** Seconds that starting a program takes; it has been taken off every kernel's. */
  readonly messageSeconds: number;
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
  const { now, backend } = options;
  const whole = await timeSteps({ ...options, validation: undefined }, steps);
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
    const messageSeconds = await messageTime(backend, now);
    const timed = programs.find(({ list }) => list.some(({ pass }) => pass === 'backward'))?.list ?? [];
    return profileOf(timed, { batchSize: options.batchSize, steps, stepSeconds: whole, messageSeconds });
  } finally {
    session.close();
  }
}

const STEP: KernelPlace = { place: 'step', pass: null };

/** Begins epochs and takes `count` steps, one at a time; gives the seconds of each. */
async function take(session: Session, count: number, now: () => number = () => 0): Promise<number[]> {
  const seconds: number[] = [];
  await session.initialize();
  for (let epoch = 0; seconds.length < count; epoch++) {
    await session.beginEpoch(epoch, new Float64Array(session.stepsPerEpoch).fill(1e-3));
    // The last step of an epoch may have fewer rows.
    for (let step = 0; step < Math.max(1, session.stepsPerEpoch - 1) && seconds.length < count; step++) {
      const started = now();
      await session.step(1);
      seconds.push((now() - started) / 1000);
    }
  }
  return seconds;
}

async function timeSteps(options: TrainOptions, steps: number): Promise<number> {
  const session = openSession(options);
  try {
    return median((await take(session, WARM_UP + steps, options.now)).slice(WARM_UP));
  } finally {
    session.close();
  }
}

/** How long a program takes that does next to nothing. */
async function messageTime(backend: Backend, now: () => number): Promise<number> {
  const out = { type: 'float', offset: backend.memory.allocate(64), length: 1 } as const;
  const program = backend.record(({ fill }) => fill({ out, length: 1, value: 0 }));
  const seconds: number[] = [];
  for (let i = 0; i < 40; i++) {
    const started = now();
    await backend.run(program, 1);
    seconds.push((now() - started) / 1000);
  }
  program.release();
  backend.memory.release(out.offset);
  return median(seconds);
}

function profileOf(
  list: readonly TimedCall[],
  facts: Pick<KernelProfile, 'batchSize' | 'steps' | 'stepSeconds' | 'messageSeconds'>,
): KernelProfile {
  const groups = new Map<string, { first: TimedCall; calls: number; seconds: number }>();
  for (const call of list) {
    const own = Math.max(0, median(call.seconds.slice(WARM_UP)) - facts.messageSeconds);
    const key = `${call.place} ${call.pass} ${call.kernel} ${call.shape}`;
    const group = groups.get(key) ?? { first: call, calls: 0, seconds: 0 };
    groups.set(key, { first: group.first, calls: group.calls + 1, seconds: group.seconds + own });
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
      for (let time = 0; time < times; time++) {
        for (const { program: one, seconds } of (program as TimedProgram).list) {
          const started = now();
          await backend.run(one, 1);
          seconds.push((now() - started) / 1000);
        }
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
