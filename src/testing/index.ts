// testing: oracles for tests, of Heddle's own parts and of yours. In: a layer, a loss, an optimizer, a run store. Out: cases
// that throw when it does not keep its contract, for any test runner. To add an oracle: one file, and a line here.

export { assertClose, assertSameBits } from './compare.ts';
export {
  assertGradients,
  compareGradients,
  type GradientCheck,
  type GradientPair,
  randomize,
} from './gradient-check.ts';
export { layerCases, lossCases, type TestCase } from './layer-cases.ts';
export { lossOf } from './loss-of.ts';
export {
  assertParity,
  assertStepIsPlanned,
  openSampleBench,
  outcomeOfPass,
  type PassOutcome,
} from './network-parity.ts';
export { optimizerCases } from './optimizer-cases.ts';
export { type OptimizerSteps, parametersAfter } from './optimizer-steps.ts';
export { type ProbeOptions, probe, probeLayer } from './probe.ts';
export { type RunStoreCase, runStoreCases, writeRun } from './run-store-cases.ts';
export { sampleNumbers, sampleSequence, sampleTargets } from './samples.ts';
export {
  FAST,
  FIXTURES,
  FLOAT32,
  FUSED,
  GRADIENT_STEP,
  GRADIENT_TOLERANCE,
  MEMORY_SHARE,
  NEAR,
  PYTORCH,
  ROUNDING,
  ROUNDING_TRAINED,
  type Tolerance,
} from './tolerances.ts';
export { openWorkbench, type Workbench } from './workbench.ts';
