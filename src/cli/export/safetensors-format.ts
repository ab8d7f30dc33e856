import {
  createPredictor,
  layerKinds,
  loadModel,
  lossKinds,
  resolveOptions,
  saveModel,
  scaledFeatures,
  wasmBackend,
} from '../../index.ts';
import type { ExportFormat } from './export-format.ts';

/** Heddle's own model file, run by loading it again. */
export const safetensorsFormat: ExportFormat = {
  name: 'safetensors',
  title: 'safetensors',
  endings: ['.safetensors'],
  weights: ['float32'],

  make: ({ sample }) => [{ ending: '.safetensors', content: saveModel(sample.saved) }],

  async run([{ content }], { sample, stem }) {
    const saved = loadModel(content as Uint8Array, `${stem}.safetensors`, layerKinds);
    const { kind, ...options } = saved.loss;
    const loss = { definition: lossKinds[kind], options: resolveOptions(kind, lossKinds[kind].options, options) };
    const predictor = createPredictor({ ...saved, loss, backend: await wasmBackend() });
    try {
      return { answers: await predictor.predict(scaledFeatures(sample.features)), with: 'Heddle' };
    } finally {
      predictor.close();
    }
  },

  usage: ({ stem }) => [
    `npx heddle export ${stem}.safetensors --format onnx   # or js, pytorch`,
    `safetensors.numpy.load_file("${stem}.safetensors")       # in Python`,
  ],
};
