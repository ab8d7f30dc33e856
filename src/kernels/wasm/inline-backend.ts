// The WebAssembly backend on the caller's own thread: nothing to start, nothing to end.

import type { Backend, Program } from '../kernels.ts';
import { timeRuns } from '../time-runs.ts';
import { chooseProfile, compileKernels, instantiate, SCRATCH, type WasmProfile } from './modules.ts';
import { recordProgram, type WasmProgram } from './record-program.ts';
import { createWasmMemory } from './wasm-memory.ts';

/**
 * A WebAssembly backend of one thread with a memory of its own. Runs block the calling thread while they last.
 *
 * @param options.profile `fused` where the engine can and unless `strict` is asked for
 * @throws HeddleError `engine` on an engine without SIMD.
 * @example
 * const backend = await wasmBackend({ profile: 'strict' });
 */
export async function wasmBackend(options: { readonly profile?: WasmProfile } = {}): Promise<Backend> {
  const profile = await chooseProfile(options.profile);
  const memory = createWasmMemory({ shared: false });
  const kernels = await instantiate(await compileKernels(profile), memory.wasm);
  const scratch = memory.allocate(SCRATCH.control + SCRATCH.shared + SCRATCH.own);
  const shared = scratch + SCRATCH.control;
  kernels.join(0, 1, scratch, shared, shared + SCRATCH.shared);
  const runTimes = (program: Program, times: number): void => {
    const { begin, end } = program as WasmProgram;
    kernels.run(begin, end, times);
  };
  return {
    name: 'wasm',
    profile,
    threads: 1,
    memory,
    record: (body) => recordProgram(memory, body),
    run: async (program, times) => runTimes(program, times),
    time: async (programs, now) => timeRuns(programs, now, (program) => runTimes(program, 1)),
    close: async () => undefined,
  };
}
