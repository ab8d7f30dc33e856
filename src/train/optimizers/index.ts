// optimizers: one file each. To add one: its file, its test, a kernel, and a line here and in train/kinds.ts.

export { type AdamOptions, adam, adamOptimizer } from './adam.ts';
export { adamW, adamWOptimizer } from './adam-w.ts';
export { type RmsPropOptions, rmsProp, rmsPropOptimizer } from './rms-prop.ts';
export { type SgdOptions, sgd, sgdOptimizer } from './sgd.ts';
