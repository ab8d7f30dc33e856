// Exported ONNX files against Heddle itself: read back by the plain reader, run by onnxruntime-web in Node and in Chromium, and checked
// by onnx.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agreementOf, portableModel } from 'heddle';
import { decodeModel, runOnnx, writeOnnx } from 'heddle/onnx';
import * as ort from 'onnxruntime-web';
import { afterAll, describe, expect, test } from 'vitest';
import { missing } from './browser/browsers.fixture.ts';
import { withChromium } from './browser/chromium.fixture.ts';
import { withServer } from './browser/serve.fixture.ts';
import { pythonWith } from './python.fixture.ts';
import { type NetworkSample, randomNetwork } from './random-network.fixture.ts';

const COUNT = Number(process.env['HEDDLE_EXPORT_NETWORKS'] ?? 20);
const folder = mkdtempSync(join(tmpdir(), 'heddle-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
ort.env.wasm.numThreads = 1;

const ORT = fileURLToPath(new URL('../node_modules/onnxruntime-web/dist', import.meta.url));
const RUNTIME: { readonly [name: string]: string } = {
  'ort.js': 'ort.wasm.min.mjs',
  'threaded.js': 'ort-wasm-simd-threaded.mjs',
  'threaded.wasm': 'ort-wasm-simd-threaded.wasm',
};

const samples: NetworkSample[] = [];
for (let index = 0; index < COUNT; index++) samples.push(await randomNetwork(index));
const exported = samples.map(({ saved }, index) =>
  writeOnnx(portableModel(saved), {
    name: `network ${index}`,
    fingerprint: 'f'.repeat(64),
    generatedBy: 'Heddle 9.9.9',
  }),
);

async function onRuntime(bytes: Uint8Array, { saved, raw, rows }: NetworkSample): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(bytes);
  try {
    const dims = [rows, ...saved.model.input];
    const tensor =
      raw instanceof Uint8Array ? new ort.Tensor('uint8', raw, dims) : new ort.Tensor('float32', raw, dims);
    const result = await session.run({ [session.inputNames[0]]: tensor });
    const { data, dims: shape } = result[session.outputNames[0]];
    expect(shape).toEqual([rows, (data as Float32Array).length / rows]);
    return data as Float32Array;
  } finally {
    await session.release();
  }
}

/** What onnxruntime-web answers for every network on a page of Chromium's, as base64 of the bytes. */
async function inChromium(): Promise<string[]> {
  const inputs = samples.map(({ saved, rows, raw }) => ({
    type: raw instanceof Uint8Array ? 'uint8' : 'float32',
    dims: [rows, ...saved.model.input],
  }));
  const find = (path: string): string | Uint8Array | undefined => {
    const [, kind, index] = /^\/(model|rows)\/(\d+)$/.exec(path) ?? [];
    if (kind === 'model') return exported[Number(index)];
    if (kind === 'rows') {
      const { buffer, byteOffset, byteLength } = samples[Number(index)].raw;
      return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
    }
    const name = path.slice('/ort/'.length);
    if (path === '/') return '<!doctype html><title>networks</title>';
    return Object.hasOwn(RUNTIME, name) ? readFileSync(join(ORT, RUNTIME[name])) : undefined;
  };
  const program = `(async () => {
    const ort = await import('/ort/ort.js');
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = { mjs: location.origin + '/ort/threaded.js', wasm: location.origin + '/ort/threaded.wasm' };
    const answers = [];
    for (const [index, { type, dims }] of ${JSON.stringify(inputs)}.entries()) {
      const session = await ort.InferenceSession.create('/model/' + index);
      const bytes = await (await fetch('/rows/' + index)).arrayBuffer();
      const values = type === 'uint8' ? new Uint8Array(bytes) : new Float32Array(bytes);
      const outputs = await session.run({ [session.inputNames[0]]: new ort.Tensor(type, values, dims) });
      const { data } = outputs[session.outputNames[0]];
      answers.push(btoa(Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), (byte) => String.fromCharCode(byte)).join('')));
      await session.release();
    }
    return answers;
  })()`;
  return withServer(find, { isolated: false }, (address) =>
    withChromium(async (browser) => {
      const page = await browser.newPage();
      await page.goto(`${address}/`);
      return (await page.evaluate(program)) as string[];
    }),
  );
}

describe(`${COUNT} networks drawn from a seed`, () => {
  test('onnxruntime answers as Heddle does, to 1e-5', async () => {
    let worst = 0;
    for (const [index, sample] of samples.entries()) {
      const { saved, expected, rows, description } = sample;
      const agreement = agreementOf(expected, await onRuntime(exported[index], sample), expected.length / rows);
      worst = Math.max(worst, agreement.worstDifference);
      expect(agreement.worstDifference, description).toBeLessThanOrEqual(1e-5);
      if (saved.classNames !== null) expect(agreement.otherClass, description).toBe(0);
    }
    if (COUNT !== 20) process.stdout.write(`worst difference of ${COUNT} networks in onnxruntime: ${worst}\n`);
  });

  test('onnxruntime in Chromium answers as Heddle does, to 1e-5', async (context) => {
    const reason = missing('chromium');
    if (reason !== undefined) return context.skip(reason);
    const inPage = await inChromium();
    let worst = 0;
    for (const [index, { saved, expected, rows, description }] of samples.entries()) {
      const answers = new Float32Array(Uint8Array.from(Buffer.from(inPage[index], 'base64')).buffer);
      const agreement = agreementOf(expected, answers, expected.length / rows);
      worst = Math.max(worst, agreement.worstDifference);
      expect(agreement.worstDifference, description).toBeLessThanOrEqual(1e-5);
      if (saved.classNames !== null) expect(agreement.otherClass, description).toBe(0);
    }
    if (COUNT !== 20) process.stdout.write(`worst difference of ${COUNT} networks in Chromium: ${worst}\n`);
  });

  test('the plain reader answers as Heddle does, to 1e-5', () => {
    for (const [index, { saved, raw, rows, expected, description }] of samples.entries()) {
      const name = raw instanceof Uint8Array ? 'pixels' : 'features';
      const input = { dimensions: [rows, ...saved.model.input], values: Float32Array.from(raw) };
      const [answer] = Object.values(runOnnx(exported[index], { [name]: input }));
      expect(agreementOf(expected, answer.values, expected.length / rows).worstDifference, description).toBeLessThan(
        1e-5,
      );
    }
  });
});

test('a file says its versions, who wrote it, the classes and the fingerprint, and takes any number of rows', () => {
  const index = samples.findIndex(({ saved }) => saved.classNames !== null);
  const { irVersion, opset, producerName, producerVersion, metadata, graph } = decodeModel(exported[index], 'x');
  expect({ irVersion, opset, producerName, producerVersion }).toEqual({
    irVersion: 8,
    opset: 17,
    producerName: 'Heddle',
    producerVersion: '9.9.9',
  });
  expect(JSON.parse(metadata['classNames'])).toEqual(samples[index].saved.classNames);
  expect(metadata['fingerprint']).toBe('f'.repeat(64));
  expect(graph.inputs[0].dimensions[0]).toBe('rows');
  expect(graph.outputs[0].dimensions[0]).toBe('rows');
});

test('onnx.checker accepts every file, with inferred shapes', async (context) => {
  const python = await pythonWith('onnx');
  if (python === undefined) return context.skip('no Python with the onnx package was found (python3-onnx)');
  for (const [index, bytes] of exported.entries()) writeFileSync(join(folder, `${index}.onnx`), bytes);
  const program = [
    'import glob, onnx, sys',
    'files = glob.glob(sys.argv[1] + "/*.onnx")',
    'for file in files:',
    '    model = onnx.load(file)',
    '    onnx.checker.check_model(model, full_check=True)',
    '    assert model.ir_version == 8 and model.opset_import[0].version == 17',
    '    assert model.graph.output[0].type.tensor_type.shape.dim[0].dim_param == "rows"',
    'print(len(files))',
  ].join('\n');
  const { stdout, stderr } = spawnSync(python, ['-c', program, folder], { encoding: 'utf8' });
  expect([stdout.trim(), stderr]).toEqual([String(COUNT), '']);
});
