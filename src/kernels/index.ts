// kernels: all number loops. In: spans of one memory. Out: spans of the same memory. A backend implements the whole of
// kernels.ts; docs/add-a-kernel.md tells how to add one.

export {
  aligned,
  type Backend,
  CLOCK,
  type Draw,
  type ElementType,
  type Kernels,
  type Memory,
  type Profile,
  type Program,
  type Span,
  type SpanArray,
} from './kernels.ts';
export { referenceBackend } from './reference/reference-backend.ts';
export { compileBlasKernels } from './wasm/blas-modules.ts';
export { wasmBackend } from './wasm/inline-backend.ts';
export {
  chooseProfile,
  fusedRoundsOnce,
  hasRelaxedSimd,
  hasSimd,
  SCRATCH,
  type WasmProfile,
} from './wasm/modules.ts';
export { compileSharedKernels } from './wasm/shared-modules.ts';
export {
  closedError,
  type SpawnWorker,
  TEAM_WORKER_SOURCE,
  type TeamWorker,
  type TeamWorkerData,
  teamBackend,
} from './wasm/team-backend.ts';
export { type Enough, type ProductTimes, productOf } from './wasm/try-product.ts';
export { createWasmMemory, MOST_WASM_BYTES, type WasmMemory } from './wasm/wasm-memory.ts';
export type { Watch } from './wasm/watch-team.ts';
export { compileWideKernels } from './wasm/wide-modules.ts';
