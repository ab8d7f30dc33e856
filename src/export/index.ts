// export: a trained model as files that others read. In: models and tensors. Out: bytes. To add a format: one file with a writer
// (and a reader where Heddle loads it back), its test, and a line here.

export { loadModel, type SavedModel, saveModel } from './model-file.ts';
export { readSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors.ts';
