import { HeddleError } from '../core/index.ts';

/** What a page can do. */
export interface PageFacts {
  /** Whether the page is cross-origin isolated, and so may share memory between threads. */
  readonly isolated: boolean;
  readonly cores: number;
}

/** Threads to compute with, and what to say where that is not what it could be. */
export interface ThreadChoice {
  readonly threads: number;
  readonly shared: boolean;
  readonly notice: string | null;
}

/** What this page can do. */
export function pageFacts(): PageFacts {
  return {
    isolated: globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer !== 'undefined',
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  };
}

/**
 * How many threads compute: as asked for, or all cores but the one that the page needs; one where memory cannot be shared.
 *
 * @throws HeddleError `option` for what is no number of threads.
 */
export function chooseThreads(asked: number | undefined, { isolated, cores }: PageFacts): ThreadChoice {
  if (asked !== undefined && !(Number.isSafeInteger(asked) && asked >= 1 && asked <= 256)) {
    throw new HeddleError('option', {
      where: 'threads',
      expected: 'a whole number from 1 to 256',
      received: String(asked),
      hint: 'leave it out for all cores but one.',
    });
  }
  if (isolated) return { threads: asked ?? Math.max(1, cores - 1), shared: true, notice: null };
  const notice =
    'computing on one thread, because this page is not cross-origin isolated; the numbers are the same. For more threads serve it ' +
    'with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.';
  return { threads: 1, shared: false, notice: asked === 1 ? null : notice };
}
