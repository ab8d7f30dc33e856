// export: a trained model as files that others read. In: models and tensors. Out: bytes and text. To add a format: one file with a
// writer from portable operations (and a reader where Heddle loads it back), its test, and a line here. What needs a package has an
// entry point of its own: src/onnx, src/tensorboard.

export { AGREEMENT, type Agreement, agreementOf } from './agreement.ts';
export { importPytorch, type MatchedWeights, type ModuleMap, matchPytorch } from './import-pytorch.ts';
export { type JavaScriptFiles, writeJavaScript } from './javascript/write-javascript.ts';
export { loadModel, type SavedModel, saveModel } from './model-file.ts';
export {
  type ModelInput,
  type ModelOutput,
  type Operation,
  type PortableModel,
  portableModel,
} from './operations.ts';
export { type WeightPrecision, withPrecision } from './packed-weights.ts';
export type { Provenance } from './provenance.ts';
export { readForeignSafetensors, readSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors.ts';
export { codedRows, featuresFromRows, inTargetUnit, type NamedRow, rowsFromFeatures } from './table-rows.ts';
export { writePytorch } from './write-pytorch.ts';
