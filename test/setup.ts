// Before each test file: fused kernels are tested on Node 20 too.
import { enableRelaxedSimd } from '../src/node/relaxed-simd.ts';

enableRelaxedSimd();
