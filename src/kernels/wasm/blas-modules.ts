import { wasmBlas } from './generated/wasm-blas.ts';
import { compileBuild } from './modules.ts';

/** The module of the profile `fast`: fused kernels that leave large products to the host's `multiply`. */
export function compileBlasKernels(): Promise<WebAssembly.Module> {
  return compileBuild(wasmBlas, 0);
}
