import { codedRows } from '../../index.ts';
import { INPUT_NAMES, runOnnx, writeOnnx } from '../../onnx/index.ts';
import type { ExportFormat } from './export-format.ts';

/** ONNX, run by Heddle's own reader of it. */
export const onnxFormat: ExportFormat = {
  name: 'onnx',
  title: 'ONNX, opset 17, IR version 8',
  endings: ['.onnx'],
  weights: ['float32'],

  make: ({ portable, provenance }) => [{ ending: '.onnx', content: writeOnnx(portable, provenance) }],

  async run([{ content }], { sample, portable }) {
    const { shape, values } = sample.features;
    const input =
      portable.input.kind === 'table'
        ? {
            dimensions: [sample.rows, portable.input.columns.length],
            values: codedRows(portable.input.columns, sample.named ?? []),
          }
        : { dimensions: [sample.rows, ...shape], values: Float32Array.from(values) };
    const outputs = runOnnx(content as Uint8Array, { [INPUT_NAMES[portable.input.kind]]: input });
    return { answers: outputs[portable.output.kind].values, with: "Heddle's reader of ONNX" };
  },

  usage({ stem, portable: { input, output } }) {
    const name = INPUT_NAMES[input.kind];
    const type = input.kind === 'bytes' ? 'uint8' : 'float32';
    return [
      `const session = await ort.InferenceSession.create('${stem}.onnx'); // import * as ort from 'onnxruntime-web'`,
      `const { ${output.kind} } = await session.run({ ${name}: new ort.Tensor('${type}', ${name}, [1, ${(input.kind === 'table' ? [input.columns.length] : input.shape).join(', ')}]) });`,
    ];
  },
};
