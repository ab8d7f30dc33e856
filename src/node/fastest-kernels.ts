// The fastest build of the kernels on this Node: with a tile for vectors of 256 bits where V8 makes such vectors, or for 128 bits.
//
// WebAssembly has vectors of 128 bits. V8 can compile two neighbouring instructions on them as one on 256 bits where the processor
// has AVX2: revectorization, behind a flag, since Node 24. The flag is set while a build for it is tried, for some tens of milliseconds,
// and taken back: of other modules of the process only what V8 compiles meanwhile can see it. Which build is used changes no bit.
//
// What was found is kept here, once for each profile, since the flag that it took is the whole process's too. Where two threads import
// this module, one may take back the flag while the other tries: that one computes with 128 bits.

import { setFlagsFromString } from 'node:v8';
import {
  compileBlasKernels,
  compileSharedKernels,
  compileWideKernels,
  type Enough,
  type ProductTimes,
  type Profile,
  productOf,
} from '../kernels/index.ts';

/** Compiled kernels, and for vectors of how many bits. */
export interface CompiledKernels {
  readonly module: WebAssembly.Module;
  readonly vectors: Vectors;
}

/** Bits of the vectors that the matrix product computes with, and why so many. */
export interface Vectors {
  readonly bits: 128 | 256;
  readonly why: string;
}

/** The versions of V8 whose revectorization the tests have tried: those of Node 24 and 26. */
const TRIED_V8 = /^(13\.6|14\.6)\./;

/** Flags of WebAssembly that somebody gave this process: they are left as they are. V8 takes _ for -, and `no` with a dash or without. */
const GIVEN_FLAGS = /--(no-?)?(liftoff|turboshaft|experimental-wasm|wasm|jitless)/;

/** Milliseconds in which a build has to be through the optimizing compiler. */
const PATIENCE = 400;

/** Milliseconds that a build is tried at least: whoever is faster at first need not be. */
const SETTLING = 25;

/** Turns in which both builds are compared in the end, at most. */
const TURNS = 5;

/** Of 128-bit kernels: a build in the optimizing compiler's code takes less than half of the first run's time. */
const settled: Enough = ({ first, least }, milliseconds) =>
  milliseconds > PATIENCE || (milliseconds > SETTLING && least < first / 2);

const compiled = new Map<Profile, Promise<CompiledKernels>>();
/** One profile's builds are tried after another's, since the flag is the whole process's. */
let lastFound: Promise<unknown> = Promise.resolve();

/**
 * The fastest build of a profile for threads that share a memory. It is looked for once: for some 100 ms, or for up to `PATIENCE` a build
 * and all `TURNS` where vectors of 256 bits are not to be had after all.
 *
 * @throws HeddleError `engine` on an engine without SIMD.
 */
export function fastestKernels(profile: Profile): Promise<CompiledKernels> {
  const known = compiled.get(profile);
  if (known !== undefined) return known;
  const found = lastFound.then(() => findFastest(profile));
  lastFound = found.catch(() => compiled.delete(profile));
  compiled.set(profile, found);
  return found;
}

async function findFastest(profile: Profile): Promise<CompiledKernels> {
  const narrow = await (profile === 'fast' ? compileBlasKernels() : compileSharedKernels(profile));
  const why = whyNarrow();
  if (why !== undefined) return { module: narrow, vectors: { bits: 128, why } };
  try {
    const wide = await fasterWide(profile, narrow);
    if (wide !== undefined) {
      return { module: wide, vectors: { bits: 256, why: 'this Node computes two vectors of 128 bits as one' } };
    }
  } catch (error) {
    // Trying needs memory of its own; whoever has little can compute without.
    return { module: narrow, vectors: { bits: 128, why: `trying vectors of 256 bits failed: ${messageOf(error)}` } };
  }
  return { module: narrow, vectors: { bits: 128, why: 'vectors of 256 bits are not faster here' } };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The profile's build for vectors of 256 bits, where it multiplies faster than the one for 128. */
async function fasterWide(profile: Profile, narrow: WebAssembly.Module): Promise<WebAssembly.Module | undefined> {
  const now = () => performance.now();
  // First, so that V8 compiles none of it with the flag.
  const tryNarrow = await productOf(narrow, now);
  const before = tryNarrow(settled);
  const { wide, tryWide } = await revectorizing(async () => {
    const module = await compileWideKernels(profile);
    const tryIt = await productOf(module, now);
    tryIt((tried, milliseconds) => milliseconds > PATIENCE || isFaster(tried, before));
    return { wide: module, tryWide: tryIt };
  });
  // By now V8 has optimized both. They are compared in turns, however the wide one did: whoever shares the processor may have slowed it
  // all along, and not the other, for seconds.
  const enough: Enough = (_, milliseconds) => milliseconds > SETTLING / 2;
  for (let turn = 0; turn < TURNS; turn++) {
    if (isFaster(tryWide(enough), tryNarrow(enough))) return wide;
  }
  return undefined;
}

/** Does `work` while the flag is set. */
async function revectorizing<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString('--experimental-wasm-revectorize');
  try {
    return await work();
  } finally {
    setFlagsFromString('--no-experimental-wasm-revectorize');
  }
}

/** By more than other programs beside make of equals. */
const isFaster = (one: ProductTimes, other: ProductTimes): boolean => one.least < 0.8 * other.least;

/** Why vectors of 256 bits are not even tried; undefined where they are. */
function whyNarrow(): string | undefined {
  if (process.env['HEDDLE_VECTORS'] === '128') return 'HEDDLE_VECTORS asks for them';
  if (process.arch !== 'x64') return 'Node makes vectors of 256 bits on x64 only';
  if (!TRIED_V8.test(process.versions.v8))
    return 'Node 24 and 26 compute two of them as one where there is AVX2, which is faster';
  if (GIVEN_FLAGS.test(process.execArgv.join(' ').replaceAll('_', '-')))
    return 'Node was started with flags of WebAssembly, which are left as they are';
  return undefined;
}
