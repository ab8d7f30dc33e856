// A worker's backend: a team of threads over shared memory, or WebAssembly in the worker itself over memory of its own.

import {
  type Backend,
  chooseProfile,
  createWasmMemory,
  teamBackend,
  type WasmProfile,
  wasmBackend,
} from '../kernels/index.ts';
import { leadThreads } from './lead-threads.ts';
import type { OpenAnswer, OpenRequest } from './protocol.ts';

/**
 * Opens what computes.
 *
 * @throws HeddleError `engine` where there is no SIMD, or the memory is refused; `worker` when a thread cannot start.
 */
export async function openBackend(
  request: OpenRequest,
): Promise<{ readonly backend: Backend; readonly used: OpenAnswer }> {
  const profile = await chooseProfile(request.profile as WasmProfile);
  const { shared } = request;
  const threads = shared ? request.threads : 1;
  const backend = shared
    ? await teamBackend({ profile, threads, memory: createWasmMemory({ shared }), spawn: leadThreads(request.ports) })
    : await wasmBackend({ profile });
  return { backend, used: { profile, threads, shared } };
}
