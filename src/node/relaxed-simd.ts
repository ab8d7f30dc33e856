import { setFlagsFromString } from 'node:v8';
import { hasRelaxedSimd } from '../kernels/index.ts';

/**
 * Turns relaxed SIMD on where Node has it but keeps it off by default (Node 20). Later versions have it on and print an
 * error for the flag, so it is set only where a probe does not compile. Reaches worker threads started afterwards.
 */
export function enableRelaxedSimd(): void {
  if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
