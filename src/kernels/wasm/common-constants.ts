// Numbers that TypeScript and AssemblyScript must agree on. Both compile this file, so it is written in what the two languages have in
// common: `export const` and a whole number, without a type.

/** Elements of a stretch of dropout: two groups of 32, whose mask is drawn at a time. */
export const STRETCH = 64;

/** Bytes of a thread's own scratch that kernels use. */
export const KERNEL_SCRATCH = 114688;

/** Bytes behind them, a cache line in which the thread says how far it is; see assembly/team.ts. The first word counts the kernels it has ended. */
export const PROGRESS_SCRATCH = 64;
