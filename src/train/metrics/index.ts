// metrics: figures from what the kernels counted over a whole set; never averaged over batches. Those of an integer confusion
// matrix are in record, which reports share.

export { type RegressionFigures, regressionFigures } from './regression.ts';
export { topKAccuracy } from './top-k.ts';
