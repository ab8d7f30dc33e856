// onnx: a trained network as an ONNX file, through pbf; an entry point of its own (heddle/onnx). In: a portable model. Out: bytes,
// and a plain reader that checks them. To add an operator: its case in write-onnx.ts and in run-onnx.ts, and a test against onnxruntime.

export { decodeModel } from './decode.ts';
export type { ElementType, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './messages.ts';
export { type OnnxArray, runOnnx } from './run-onnx.ts';
export { INPUT_NAMES, onnxModel, writeOnnx } from './write-onnx.ts';
