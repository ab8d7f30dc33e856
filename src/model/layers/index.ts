// layers: one file each, with the formula, forward, and backward right below. To add one: its file, its test, and a line here
// and in model/kinds.ts; docs/add-a-layer.md walks through it.

export { type BatchNormOptions, batchNorm, batchNormLayer } from './batch-norm.ts';
export { type DenseOptions, dense, denseLayer } from './dense.ts';
export { type DropoutOptions, dropout, dropoutLayer } from './dropout.ts';
export { flatten, flattenLayer } from './flatten.ts';
export { type LeakyReluOptions, leakyRelu, leakyReluLayer } from './leaky-relu.ts';
export { relu, reluLayer } from './relu.ts';
export { sigmoid, sigmoidLayer } from './sigmoid.ts';
export { softmax, softmaxLayer } from './softmax.ts';
export { tanh, tanhLayer } from './tanh.ts';
