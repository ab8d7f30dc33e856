// The WebAssembly backend on a team of worker threads over one shared memory. The worker of thread 0 leads: it
// gets a message for some programs and answers when they are done. The others never leave WebAssembly: they follow.

import { HeddleError } from '../../core/index.ts';
import type { Backend, Program } from '../kernels.ts';
import { KERNEL_SCRATCH } from './common-constants.ts';
import { joinPasses } from './join-passes.ts';
import { SCRATCH, type WasmProfile } from './modules.ts';
import { recordProgram, type WasmProgram } from './record-program.ts';
import { compileSharedKernels } from './shared-modules.ts';
import type { WasmMemory } from './wasm-memory.ts';
import { pulseOf, STILL_LOOKS, type Watch, watchFor } from './watch-team.ts';

/** A worker thread, on whatever platform. */
export interface TeamWorker {
  post(message: unknown): void;
  /** Called with each message the worker posts. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the worker fails or ends without being asked to. */
  onFailure(listener: (error: Error) => void): void;
  /** Whether the worker keeps the program alive. */
  keepAlive(alive: boolean): void;
  end(): Promise<void>;
}

/** What a worker is started with; structured-cloneable. */
export interface TeamWorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  readonly threads: number;
  readonly control: number;
  readonly shared: number;
  readonly own: number;
}

/**
 * The kernels that a team computes with: a profile and its compiled build for shared memory, that of `compileSharedKernels` unless given.
 * Workers bring a `multiply` for large products where the profile is `fast`.
 */
export type TeamKernels =
  | { readonly profile: WasmProfile; readonly module?: WebAssembly.Module }
  | { readonly profile: 'fast'; readonly module: WebAssembly.Module };

/** Starts a worker thread that runs `source`, a script that calls `startWorker(data, post, listen)`. */
export type SpawnWorker = (source: string, data: TeamWorkerData) => TeamWorker;

/**
 * The script of a worker; the platform's spawn calls startWorker with the data, its way to send and to listen, and where it has a BLAS
 * a way to multiply (see assembly/blas-gemm.ts).
 */
export const TEAM_WORKER_SOURCE = `
async function startWorker(data, post, listen, multiply = () => { throw new Error('this worker has no BLAS'); }) {
  const words = new Int32Array(data.memory.buffer, 0, data.own >>> 2);
  const sleep = (address, value) => { Atomics.wait(words, address >>> 2, value); };
  const wake = (address) => { Atomics.notify(words, address >>> 2); };
  const instance = await WebAssembly.instantiate(data.module, { env: { memory: data.memory, sleep, wake, multiply, now: () => performance.now() } });
  const { join, run, follow } = instance.exports;
  join(data.thread, data.threads, data.control, data.shared, data.own);
  if (data.thread === 0) {
    listen(({ programs, times }) => {
      const seconds = programs.map(({ begin, end }) => {
        const started = performance.now();
        if (begin < end) run(begin, end, times);
        return (performance.now() - started) / 1000;
      });
      post({ seconds });
    });
  }
  post('ready');
  if (data.thread > 0) follow();
}
`;

/**
 * A backend of `threads` worker threads in lockstep, over a memory that other teams may share.
 *
 * @throws HeddleError `worker` when a worker cannot start; runs throw it when one fails later.
 */
export async function teamBackend(
  options: TeamKernels & {
    readonly threads: number;
    readonly memory: WasmMemory;
    readonly spawn: SpawnWorker;
    /** Watches that the threads move; without it a thread that hangs is waited for for ever. */
    readonly watch?: Watch;
  },
): Promise<Backend> {
  const { profile, threads, memory, spawn, watch = () => () => undefined } = options;
  const blas = profile === 'fast';
  const module =
    options.profile === 'fast' ? options.module : (options.module ?? (await compileSharedKernels(options.profile)));
  const scratch = memory.allocate(SCRATCH.control + SCRATCH.shared + threads * SCRATCH.own);
  const shared = scratch + SCRATCH.control;
  const ownOf = (thread: number): number => shared + SCRATCH.shared + thread * SCRATCH.own;
  const beats = Array.from({ length: threads }, (_, thread) => ownOf(thread) + KERNEL_SCRATCH);
  const pulse = pulseOf(memory, { begin: scratch, end: shared }, beats);

  let failure: HeddleError | undefined;
  let settle: { resolve: (seconds: number[]) => void; reject: (error: Error) => void } | undefined;
  const fail = (thread: number, cause: Error): void => {
    failure ??= new HeddleError('worker', {
      where: `worker thread ${thread} of ${threads}`,
      expected: 'to compute until told to end',
      received: cause.message,
      hint: 'run again; with --threads 1 if it happens again.',
      cause,
    });
    settle?.reject(failure);
  };
  const workers: TeamWorker[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.end()));
    memory.release(scratch);
  };
  const start = (thread: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const own = ownOf(thread);
      const data = { module, memory: memory.wasm, thread, threads, control: scratch, shared, own };
      const worker = spawn(TEAM_WORKER_SOURCE, data);
      workers.push(worker);
      worker.onFailure((error) => {
        fail(thread, error);
        reject(failure);
      });
      worker.onMessage((message) => {
        if (message === 'ready') {
          ready.add(thread);
          resolve();
        } else settle?.resolve((message as { readonly seconds: number[] }).seconds);
      });
    });
  const ready = new Set<number>();
  const hangs = new Error(`no movement for ${STILL_LOOKS} seconds`);
  let stopWatching = (): void => undefined;
  try {
    const startAll = Promise.all(Array.from({ length: threads }, (_, thread) => start(thread)));
    await new Promise<void>((resolve, reject) => {
      startAll.then(() => resolve(), reject);
      stopWatching = watchFor(
        watch,
        () => String(ready.size),
        () => {
          fail([...workers.keys()].find((thread) => !ready.has(thread)) ?? 0, hangs);
          reject(failure);
        },
      );
    });
  } catch (error) {
    stopWatching();
    await end();
    throw error;
  }
  stopWatching();
  for (const worker of workers) worker.keepAlive(false);

  let closed = false;
  async function lead(programs: readonly Program[], times: number): Promise<number[]> {
    if (failure !== undefined) throw failure;
    if (closed) throw closedError('backend');
    workers[0].keepAlive(true);
    const stop = watchFor(watch, pulse.read, () => fail(pulse.behind(), hangs));
    try {
      return await new Promise((resolve, reject) => {
        settle = { resolve, reject };
        const places = (programs as readonly WasmProgram[]).map(({ begin, end: last }) => ({ begin, end: last }));
        workers[0].post({ programs: places, times });
      });
    } finally {
      stop();
      settle = undefined;
      workers[0].keepAlive(false);
    }
  }

  // The team has one command at a time: a run waits for the one before, whether that one ended well or not.
  let lastRun: Promise<unknown> = Promise.resolve();
  function inTurn(programs: readonly Program[], times: number): Promise<number[]> {
    const own = lastRun.then(() => lead(programs, times));
    lastRun = own.catch(() => undefined);
    return own;
  }
  return {
    name: blas ? 'wasm+blas' : 'wasm',
    profile,
    threads,
    memory,
    record: (body) => recordProgram(memory, body, { blas, join: joinPasses }),
    async run(program, times) {
      if (program.calls > 0 && times > 0) await inTurn([program], times);
    },
    async time(programs) {
      // The first program of a command waits for threads that have gone to sleep.
      const waking = recordProgram(memory, ({ fill }) =>
        fill({ out: { type: 'float', offset: shared, length: 1 }, length: 1, value: 0 }),
      );
      try {
        const [, ...seconds] = await inTurn([waking, ...programs], 1);
        return seconds;
      } finally {
        waking.release();
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      await lastRun;
      await end();
    },
  };
}

/** What using a closed backend, or engine, throws. */
export function closedError(where: string): HeddleError {
  return new HeddleError('engine', {
    where,
    expected: 'one that is open',
    received: 'one that was closed',
    hint: 'close the engine after the last training.',
  });
}
