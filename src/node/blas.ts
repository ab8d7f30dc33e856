// The system's BLAS, found by name and called through koffi, an optional peer dependency.
//
// Heddle uses one function of it, cblas_sgemm, and calls it from every thread of a team at once, each for its own part of a product.
// So BLAS itself is told to use one thread: a second team of threads would fight with Heddle's for the same cores.

import { createRequire } from 'node:module';
import { HeddleError } from '../core/index.ts';
import { betterKernels, KERNELS_VARIABLE } from './openblas-kernels.ts';
import { processorFlags } from './processor-flags.ts';

/** A BLAS that was found. */
export interface Blas {
  /** As it was opened: a name that the system's loader resolves, or a path. */
  readonly library: string;
  /** What it says of itself: `OpenBLAS 0.3.21, Zen kernels`. */
  readonly description: string;
  /** The file of koffi, for worker threads to load. */
  readonly koffi: string;
}

/** Whether there is a BLAS, and if not why and what to do. */
export type BlasSearch = { readonly blas: Blas } | { readonly missing: string; readonly hint: string };

/** Where a BLAS may be, best first. */
export const BLAS_LIBRARIES: { readonly [platform: string]: readonly string[] } = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libblis.so.4', 'libmkl_rt.so.2', 'libmkl_rt.so'],
  darwin: [
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
  ],
};

const INSTALL: { readonly [platform: string]: string } = {
  linux:
    'on Debian or Ubuntu: apt-get install libopenblas0-pthread; on Fedora: dnf install openblas; on Arch: pacman -S openblas.',
  darwin: 'macOS brings Accelerate; OpenBLAS: brew install openblas.',
};

/** The part of koffi that is used here. */
interface Koffi {
  load(path: string): Library;
}

interface Library {
  func(definition: string): (...values: readonly unknown[]) => unknown;
  unload(): void;
}

/** What a search looks at, as values, so that a test can bring its own. */
export interface BlasHost {
  readonly platform: string;
  /** A library to use instead of those known by name: the variable HEDDLE_BLAS. */
  readonly asked: string | undefined;
  /** What the processor can do, in the words of Linux. */
  processorFlags(): ReadonlySet<string>;
  /** The process's variables, as a library sees them that is loaded later. */
  readonly environment: { [name: string]: string | undefined };
  /** Gives koffi and the file it came from. @throws where it is not installed */
  loadKoffi(): { readonly koffi: Koffi; readonly file: string };
}

/** This machine. */
export function blasHost(): BlasHost {
  return {
    platform: process.platform,
    asked: process.env['HEDDLE_BLAS'],
    processorFlags,
    environment: process.env,
    loadKoffi() {
      const require = createRequire(import.meta.url);
      return { koffi: require('koffi') as Koffi, file: require.resolve('koffi') };
    },
  };
}

/** Looks for a BLAS. */
export function findBlas(host: BlasHost = blasHost()): BlasSearch {
  // A variable that is empty counts as one that is not set.
  const names = host.asked ? [host.asked] : (BLAS_LIBRARIES[host.platform] ?? []);
  if (names.length === 0)
    return { missing: `no BLAS is known by name on ${host.platform}`, hint: 'set HEDDLE_BLAS to the path of one.' };
  let loaded: ReturnType<BlasHost['loadKoffi']>;
  try {
    loaded = host.loadKoffi();
  } catch (error) {
    return { missing: `the package koffi, which calls it, ${whyNoKoffi(error)}`, hint: 'npm install koffi@3' };
  }
  const reasons: string[] = [];
  for (const library of names) {
    const opened = open(host, loaded.koffi, library);
    if (typeof opened === 'string') return { blas: { library, description: opened, koffi: loaded.file } };
    reasons.push(`${library} (${opened.why})`);
  }
  const hint = INSTALL[host.platform] ?? 'set HEDDLE_BLAS to the path of a library with cblas_sgemm.';
  return { missing: `none of ${reasons.join(', ')}`, hint };
}

function whyNoKoffi(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' ? 'is not installed' : `cannot be loaded: ${message}`;
}

/** What a library says of itself, or why it cannot be used. */
function open(host: BlasHost, koffi: Koffi, name: string): string | { readonly why: string } {
  let library: Library;
  try {
    library = koffi.load(name);
  } catch (error) {
    const { message } = error as Error;
    return { why: /no such file/i.test(message) ? 'not found' : message };
  }
  try {
    library.func('void cblas_sgemm()');
  } catch {
    return { why: 'it has no cblas_sgemm' };
  }
  const config = ask(library, 'const char *openblas_get_config()');
  if (config === undefined) return name.includes('Accelerate') ? 'Accelerate' : (name.split('/').pop() ?? name);
  return `${config.split(' ').slice(0, 2).join(' ')}${kernelsText(host, koffi, name, library)}`;
}

/** What a function of a library without parameters says; undefined where it has none of this name. */
function ask(library: Library, definition: string): string | undefined {
  try {
    return String(library.func(definition)());
  } catch {
    return undefined;
  }
}

const CHOSEN = 'const char *openblas_get_corename()';

/** OpenBLAS that was loaded anew: held, since a library that nothing refers to is unloaded, and would choose again for the next. */
const loadedAnew: Library[] = [];

/**
 * The kernels that OpenBLAS computes with, in words. Where it does not know the processor, it is loaded anew with others asked for; where
 * that changes nothing (in a worker thread, or where libraries are never unloaded) the words say what the user can do.
 */
function kernelsText(host: BlasHost, koffi: Koffi, name: string, library: Library): string {
  const chosen = ask(library, CHOSEN);
  if (chosen === undefined) return '';
  const { environment } = host;
  const better = environment[KERNELS_VARIABLE] === undefined ? betterKernels(chosen, host.processorFlags()) : undefined;
  if (better === undefined) return `, ${chosen} kernels`;
  library.unload();
  environment[KERNELS_VARIABLE] = better;
  const again = koffi.load(name);
  delete environment[KERNELS_VARIABLE];
  loadedAnew.push(again);
  const used = ask(again, CHOSEN);
  return used === chosen
    ? `, ${used} kernels, which are slow here: start with ${KERNELS_VARIABLE}=${better}`
    : `, ${used} kernels`;
}

/**
 * The BLAS of this machine.
 *
 * @throws HeddleError `engine` where there is none, saying how to get one.
 */
export function requireBlas(host?: BlasHost): Blas {
  const search = findBlas(host);
  if ('blas' in search) return search.blas;
  throw new HeddleError('engine', {
    where: 'profile fast',
    expected: 'a BLAS library that Heddle can call',
    received: search.missing,
    hint: `use --profile fused, or get one: ${search.hint}`,
  });
}

/**
 * The source of `multiplierOf(data)`, which gives a worker its `multiply`. Constants of CBLAS: 101 row-major, 111 as it is, 112 transposed.
 * Pointers are plain numbers: the memory is shared and has a maximum, so it grows without moving.
 */
export const BLAS_WORKER_SOURCE = `
function multiplierOf({ memory, blas }) {
  const koffi = require(blas.koffi);
  const library = koffi.load(blas.library);
  try {
    library.func('void openblas_set_num_threads(int)')(1);
  } catch {} // another BLAS: it has no such function
  const sgemm = library.func(
    'void cblas_sgemm(int, int, int, int, int, int, float, uintptr_t, int, uintptr_t, int, float, uintptr_t, int)',
  );
  const base = Number(koffi.address(new Uint8Array(memory.buffer)));
  return (out, a, b, m, n, k, outStride, aStride, bStride, transposeA, transposeB, accumulate) => {
    const [left, right] = [transposeA ? 112 : 111, transposeB ? 112 : 111];
    const [at, leftAt, rightAt] = [base + (out >>> 0), base + (a >>> 0), base + (b >>> 0)];
    sgemm(101, left, right, m, n, k, 1, leftAt, aStride, rightAt, bStride, accumulate ? 1 : 0, at, outStride);
  };
}
`;
