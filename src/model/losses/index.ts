// losses: one file each. To add one: its file, its test, and a line here and in model/kinds.ts.

export { binaryCrossEntropy, binaryCrossEntropyLoss } from './binary-cross-entropy.ts';
export { type CrossEntropyOptions, crossEntropy, crossEntropyLoss } from './cross-entropy.ts';
export { type HuberOptions, huber, huberLoss } from './huber.ts';
export { meanAbsoluteError, meanAbsoluteErrorLoss } from './mean-absolute-error.ts';
export { meanSquaredError, meanSquaredErrorLoss } from './mean-squared-error.ts';
