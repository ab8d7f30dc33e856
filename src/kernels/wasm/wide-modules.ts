import type { Profile } from '../kernels.ts';
import { wasmWide } from './generated/wasm-wide.ts';
import { compileBuild } from './modules.ts';

/** Where the builds of the profiles are in their pack. */
const PLACES: { readonly [profile in Profile]: number } = { strict: 0, fused: 1, fast: 2 };

/**
 * The module of a profile for shared memory, with the tile for engines that make one instruction on 256 bits of two on 128. The same
 * bits as any other build of the profile; slower where the engine does not.
 */
export function compileWideKernels(profile: Profile): Promise<WebAssembly.Module> {
  return compileBuild(wasmWide, PLACES[profile]);
}
