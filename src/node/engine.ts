import { availableParallelism } from 'node:os';
import { describe, HeddleError } from '../core/index.ts';
import {
  type Backend,
  chooseProfile,
  closedError,
  createWasmMemory,
  fusedRoundsOnce,
  hasRelaxedSimd,
  hasSimd,
  type Memory,
  type Profile,
  teamBackend,
  type WasmMemory,
  type Watch,
} from '../kernels/index.ts';
import { type BlasSearch, findBlas, requireBlas } from './blas.ts';
import { fastestKernels, type Vectors } from './fastest-kernels.ts';
import { enableRelaxedSimd } from './relaxed-simd.ts';
import { spawnWorker, spawnWorkerWith } from './spawn-worker.ts';

const PROFILES: readonly Profile[] = ['strict', 'fused', 'fast'];

/** Teams of worker threads over one memory: one team for each training that runs at a time. */
export interface Engine {
  readonly memory: Memory;
  /** One for each job. */
  readonly backends: readonly Backend[];
  /**
   * One team of as many threads as all of them have, or as there are cores, started at the first call, for a training that runs
   * alone; it makes what any of them recorded, too. Absent where there is one backend.
   */
  readonly whole?: () => Promise<Backend>;
  readonly profile: { readonly asked: Profile; readonly used: Profile };
  /** What the user should know: a profile that was asked for and could not be had. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/** How an engine is made. */
export interface EngineOptions {
  /** Default: `fused` where the probe passes. */
  readonly profile?: Profile;
  /** Threads of each team; default: the cores shared out over the jobs. */
  readonly threads?: number;
  /** Trainings that run side by side; default 1. */
  readonly jobs?: number;
  /** The shared memory to compute in, which may hold rows already; a fresh one unless given. */
  readonly memory?: WasmMemory;
}

/**
 * Starts worker threads that compute.
 *
 * @throws HeddleError `engine` for the profile `fast` without a BLAS, or a machine without SIMD; `option` for no jobs or threads;
 * `worker` when a thread cannot start.
 * @example
 * const engine = await createEngine({ jobs: 2, threads: 1 });
 * await engine.close();
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const asked = options.profile ?? 'fused';
  if (!PROFILES.includes(asked)) {
    throw new HeddleError('option', {
      where: 'profile',
      expected: `one of ${PROFILES.join(', ')}`,
      received: describe(asked),
      hint: 'leave it out for the best this machine can do.',
    });
  }
  const blas = asked === 'fast' ? requireBlas() : undefined;
  enableRelaxedSimd();
  const kernels = await chooseProfile(asked === 'fast' ? 'fused' : asked);
  const used = blas === undefined ? kernels : 'fast';
  const { module } = await fastestKernels(used);
  const jobs = countOf('jobs', options.jobs ?? 1);
  const threads = countOf('threads', options.threads ?? Math.max(1, Math.floor(availableParallelism() / jobs)));
  const memory = sharedMemory(options.memory);
  const spawn = blas === undefined ? spawnWorker : spawnWorkerWith(blas);
  const startTeam = (size: number): Promise<Backend> =>
    teamBackend({ profile: used, module, threads: size, memory, spawn, watch });
  const started = await Promise.allSettled(Array.from({ length: jobs }, () => startTeam(threads)));
  const backends = started.flatMap((team) => (team.status === 'fulfilled' ? [team.value] : []));
  const failed = started.find((team) => team.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(backends.map((backend) => backend.close()));
    throw failed.reason;
  }
  let whole: Promise<Backend> | undefined;
  let closed = false;
  const startWhole = (): Promise<Backend> => {
    if (closed) return Promise.reject(closedError('engine'));
    whole ??= startTeam(Math.min(jobs * threads, Math.max(threads, availableParallelism())));
    return whole;
  };
  return {
    memory,
    backends,
    whole: jobs === 1 ? undefined : startWhole,
    profile: { asked, used },
    notices:
      asked === used
        ? []
        : [
            `Profile ${asked} was asked for, but this machine does not round a multiply-add once: computing with profile ${used}.`,
          ],
    close: async () => {
      closed = true;
      const [together] = await Promise.allSettled(whole === undefined ? [] : [whole]);
      const teams = together?.status === 'fulfilled' ? [...backends, together.value] : backends;
      await Promise.all(teams.map((backend) => backend.close()));
    },
  };
}

function sharedMemory(given: WasmMemory | undefined): WasmMemory {
  if (given === undefined) return createWasmMemory({ shared: true });
  if (given.wasm.buffer instanceof SharedArrayBuffer) return given;
  throw new HeddleError('option', {
    where: 'memory',
    expected: 'a memory that threads can share',
    received: 'one that they cannot',
    hint: 'make it with createWasmMemory({ shared: true }), or leave it out.',
  });
}

function countOf(where: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= 256) return value;
  const parts = {
    where,
    expected: 'a whole number from 1 to 256',
    received: String(value),
    hint: 'leave it out for the default.',
  };
  throw new HeddleError('option', parts);
}

/** A look a second. The timer keeps no program alive: a team that computes does. */
const watch: Watch = (look) => {
  const timer = setInterval(look, 1000);
  timer.unref();
  return () => clearInterval(timer);
};

/** What this machine can do, for `heddle doctor`. */
export interface EngineFacts {
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
  /** Whether relaxed multiply-add rounds once here. */
  readonly fusedProbe: boolean;
  /** The vectors that the matrix product computes with. */
  readonly vectors: Vectors;
  readonly cores: number;
  /** The BLAS that the profile `fast` computes with. */
  readonly blas: BlasSearch;
}

/** Looks at what this machine can do. */
export async function engineFacts(): Promise<EngineFacts> {
  enableRelaxedSimd();
  const fusedProbe = await fusedRoundsOnce();
  const simd = hasSimd();
  const vectors: Vectors = simd
    ? (await fastestKernels(fusedProbe ? 'fused' : 'strict')).vectors
    : { bits: 128, why: 'there would be, with SIMD' };
  return {
    simd,
    relaxedSimd: hasRelaxedSimd(),
    fusedProbe,
    vectors,
    cores: availableParallelism(),
    blas: findBlas(),
  };
}
