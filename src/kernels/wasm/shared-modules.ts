import { wasmShared } from './generated/wasm-shared.ts';
import { compileBuild, placeOf, type WasmProfile } from './modules.ts';

/** The module of a profile for memory that a team of threads shares, compiled. */
export function compileSharedKernels(profile: WasmProfile): Promise<WebAssembly.Module> {
  return compileBuild(wasmShared, placeOf(profile));
}
