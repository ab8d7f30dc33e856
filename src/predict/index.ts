// heddle/predict: a trained network that answers, and nothing else. In: the bytes of a model file. Out: answers, with the bits that
// evaluation gave. It carries no training, no data sets and no threads; keep it below its size in test/browser/size.test.ts.

export { type LoadedPredictor, type LoadPredictorOptions, loadPredictor } from './load-predictor.ts';
