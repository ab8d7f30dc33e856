// Which of its kernels OpenBLAS is asked for, where it does not know the processor.
//
// The OpenBLAS of a distribution has kernels for many processors and chooses by the processor's model number. For an Intel model that is
// newer than itself, versions up to 0.3.24 take the oldest, for the Prescott of 2004, with vectors of 128 bits and no fused multiply-add
// (github.com/OpenMathLib/OpenBLAS/issues/4267): a fifth of the speed of those for vectors of 512 bits. OPENBLAS_CORETYPE names others;
// OpenBLAS reads it when it is loaded.

/** The variable that tells OpenBLAS which kernels to use. */
export const KERNELS_VARIABLE = 'OPENBLAS_CORETYPE';

/** What OpenBLAS uses for an x86-64 processor of which it knows nothing else. */
const OLDEST = 'Prescott';

/** Kernels that an OpenBLAS for many processors may have, widest vectors first, and what a processor must say to run them. */
const KERNELS: readonly (readonly [name: string, needs: readonly string[]])[] = [
  ['SkylakeX', ['avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl', 'avx2', 'fma']],
  ['Haswell', ['avx2', 'fma']],
];

/**
 * The kernels that a processor runs and OpenBLAS did not choose.
 *
 * @param chosen The name of those that it chose.
 * @param flags What the processor can do, in the words of Linux.
 * @returns undefined where those that it chose are right, as far as can be told.
 */
export function betterKernels(chosen: string, flags: ReadonlySet<string>): string | undefined {
  if (chosen !== OLDEST) return undefined;
  return KERNELS.find(([, needs]) => needs.every((need) => flags.has(need)))?.[0];
}
