import { layerKinds, loadModel, saveModel, wasmBackend } from '../../index.ts';
import type { ExportFormat } from './export-format.ts';
import { answersTo } from './export-sample.ts';

/** Heddle's own model file, run by loading it again. */
export const safetensorsFormat: ExportFormat = {
  name: 'safetensors',
  title: 'safetensors',
  endings: ['.safetensors'],
  weights: ['float32'],

  make: ({ sample }) => [{ ending: '.safetensors', content: saveModel(sample.saved) }],

  async run([{ content }], { sample, stem }) {
    const saved = loadModel(content as Uint8Array, `${stem}.safetensors`, layerKinds);
    return { answers: await answersTo(saved, sample.features, await wasmBackend()), with: 'Heddle' };
  },

  usage: ({ stem }) => [
    `npx heddle export ${stem}.safetensors --format onnx   # or js, pytorch`,
    `safetensors.numpy.load_file("${stem}.safetensors")       # in Python`,
  ],
};
