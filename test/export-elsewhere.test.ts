// A network that was trained, away from Heddle: on every test image in onnxruntime-web and as JavaScript, in Node and in Chromium, and
// by the lines that the README shows.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  adam,
  agreementOf,
  batchNorm,
  crossEntropy,
  dense,
  dropout,
  fingerprintOf,
  fit as fitted,
  flatten,
  layerKinds,
  loadModel,
  portableModel,
  relu,
  type SavedModel,
  saveModel,
  sequential,
  type Table,
  writeJavaScript,
  writePytorch,
} from 'heddle';
import { loadDataset } from 'heddle/node';
import { writeOnnx } from 'heddle/onnx';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missing } from './browser/browsers.fixture.ts';
import { withChromium } from './browser/chromium.fixture.ts';
import { withServer } from './browser/serve.fixture.ts';
import { DATA } from './cli-process.fixture.ts';
import { pythonWith } from './python.fixture.ts';
import { answersOf } from './random-network.fixture.ts';
import { codeBlocksOf } from './source/markdown.ts';
import { ROOT, readText } from './source/parse.ts';

// Inside the repository, so that the packages of the README's lines are found.
const folder = join(ROOT, 'test/output/elsewhere');
const ORT = join(ROOT, 'node_modules/onnxruntime-web/dist');
ort.env.wasm.numThreads = 1;

let pixels = new Uint8Array(0);
let expected = new Float32Array(0);
let classNames: readonly string[] = [];

/** The network of the model file that HEDDLE_EXPORT_MODEL names, or a small one, trained for an epoch. */
async function networkFor(train: Table): Promise<SavedModel> {
  const path = process.env['HEDDLE_EXPORT_MODEL'];
  if (path !== undefined) return loadModel(readFileSync(path), path, layerKinds);
  const model = sequential({ input: [28, 28] }, [
    flatten(),
    dense({ units: 48 }),
    batchNorm(),
    relu(),
    dropout({ rate: 0.2 }),
    dense({ units: 10 }),
  ]);
  const { tensors } = await fitted(model, train, {
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 0.003 }),
    batchSize: 512,
    epochs: 1,
  });
  const { targets } = train;
  return {
    ...{ model, tensors, loss: { kind: 'crossEntropy' }, preprocessing: { kind: 'bytes', scale: 1 / 255 } },
    classNames: targets.kind === 'classes' ? targets.classNames : [],
  };
}

beforeAll(async () => {
  const dataset = await loadDataset(DATA[1], { synthetic: { trainRows: 4000, testRows: 10_000 } });
  const test = dataset.test as Table;
  const saved = await networkFor(dataset.train);
  pixels = test.features.values as Uint8Array<ArrayBuffer>;
  expected = (await answersOf(saved, pixels)) as Float32Array<ArrayBuffer>;
  classNames = saved.classNames ?? [];
  const fingerprint = fingerprintOf(saved.tensors);
  const provenance = { name: 'model_3', fingerprint, generatedBy: 'Heddle 0.0.0' };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model_3.onnx'), writeOnnx(portableModel(saved), provenance));
  writeFileSync(join(folder, 'model_3.mjs'), writeJavaScript(portableModel(saved), provenance).module);
  writeFileSync(join(folder, 'model_3.py'), writePytorch(saved, provenance, 'model_3.safetensors'));
  writeFileSync(join(folder, 'model_3.safetensors'), saveModel(saved));
  writeFileSync(join(folder, 'pixels.bin'), pixels.subarray(0, 784));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectAgreement(answers: Float32Array): void {
  const agreement = agreementOf(expected, answers, 10);
  expect(agreement.rows).toBe(10_000);
  expect(agreement.worstDifference).toBeLessThanOrEqual(1e-5);
  expect(agreement.otherClass).toBe(0);
  if (process.env['HEDDLE_EXPORT_MODEL'] !== undefined)
    process.stdout.write(`worst difference on 10,000 test images: ${agreement.worstDifference}\n`);
}

test('onnxruntime in Node agrees on all 10,000 test images', async () => {
  const session = await ort.InferenceSession.create(readFileSync(join(folder, 'model_3.onnx')));
  const result = await session.run({ pixels: new ort.Tensor('uint8', pixels, [10_000, 28, 28]) });
  await session.release();
  expectAgreement(result['probabilities'].data as Float32Array);
});

test('the JavaScript module in Node agrees on all 10,000 test images', async () => {
  const module = (await import(pathToFileURL(join(folder, 'model_3.mjs')).href)) as {
    outputs(rows: Uint8Array): Float32Array;
  };
  expectAgreement(module.outputs(pixels));
});

test('both agree in Chromium on all 10,000 test images, the module also in a worker', async (context) => {
  const reason = missing('chromium');
  if (reason !== undefined) return context.skip(reason);
  const worker = `import { outputs } from '/model_3.js';
    onmessage = ({ data }) => postMessage(outputs(data));`;
  const site: { [path: string]: string | Uint8Array } = {
    '/': '<!doctype html><title>elsewhere</title>',
    '/pixels.bin': pixels,
    '/model_3.onnx': readFileSync(join(folder, 'model_3.onnx')),
    '/model_3.js': readFileSync(join(folder, 'model_3.mjs')),
    '/worker.js': worker,
    '/ort/ort.js': readFileSync(join(ORT, 'ort.wasm.min.mjs')),
    '/ort/ort-wasm-simd-threaded.js': readFileSync(join(ORT, 'ort-wasm-simd-threaded.mjs')),
    '/ort/ort-wasm-simd-threaded.wasm': readFileSync(join(ORT, 'ort-wasm-simd-threaded.wasm')),
  };
  // Answers come back as base64 of their bytes.
  const program = `(async () => {
    const pixels = new Uint8Array(await (await fetch('/pixels.bin')).arrayBuffer());
    const text = (answers) => {
      const bytes = new Uint8Array(answers.buffer, answers.byteOffset, answers.byteLength);
      let characters = '';
      for (let i = 0; i < bytes.length; i += 4096) characters += String.fromCharCode(...bytes.subarray(i, i + 4096));
      return btoa(characters);
    };
    const ort = await import('/ort/ort.js');
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = {
      mjs: location.origin + '/ort/ort-wasm-simd-threaded.js',
      wasm: location.origin + '/ort/ort-wasm-simd-threaded.wasm',
    };
    const session = await ort.InferenceSession.create('/model_3.onnx');
    const { probabilities } = await session.run({ pixels: new ort.Tensor('uint8', pixels, [10000, 28, 28]) });
    const { outputs } = await import('/model_3.js');
    const worker = new Worker('/worker.js', { type: 'module' });
    const inWorker = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(pixels);
    });
    return [probabilities.data, outputs(pixels), inWorker].map(text);
  })()`;
  const answers = await withServer(site, { isolated: false }, (address) =>
    withChromium(async (browser) => {
      const page = await browser.newPage();
      await page.goto(`${address}/`);
      return page.evaluate<string[]>(program);
    }),
  );
  expect(answers).toHaveLength(3);
  for (const answer of answers)
    expectAgreement(new Float32Array(Uint8Array.from(Buffer.from(answer, 'base64')).buffer));
});

/** The blocks below the README's heading, by what they are written in. */
const blocks = (): { readonly info: string; readonly code: string }[] => {
  const section =
    readText('README.md')
      .split('\n## ')
      .find((part) => part.startsWith('Take the network elsewhere')) ?? '';
  return codeBlocksOf(section);
};
const best = (): number => expected.subarray(0, 10).indexOf(Math.max(...expected.subarray(0, 10)));

test("the README's lines for JavaScript and for ONNX answer, three each", () => {
  const scripts = blocks().filter(({ info }) => info === 'js');
  expect(scripts.map(({ code }) => code.trim().split('\n').length)).toEqual([3, 3]);
  const [ownLines, onnxLines] = scripts.map(({ code }, i) => {
    const path = join(folder, `lines-${i}.mjs`);
    const given = `import { readFileSync } from 'node:fs';\nconst pixels = new Uint8Array(readFileSync('pixels.bin'));\n`;
    writeFileSync(path, given + code);
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  });
  expect(ownLines.startsWith(`${classNames[best()]} 0.`)).toBe(true);
  const numbers = (onnxLines.match(/\d\.\d+(e-\d+)?/g) ?? []).map(Number);
  expect(agreementOf(expected.subarray(0, 10), Float32Array.from(numbers), 10).worstDifference).toBeLessThanOrEqual(
    1e-5,
  );
});

test("the README's lines for PyTorch answer, three of them", async (context) => {
  const python = await pythonWith('torch');
  if (python === undefined) return context.skip('no Python with torch was found (python3-torch)');
  const [{ code }] = blocks().filter(({ info }) => info === 'python');
  expect(code.trim().split('\n')).toHaveLength(3);
  const given =
    'import torch\npixels = torch.frombuffer(bytearray(open("pixels.bin", "rb").read()), dtype=torch.uint8)\n';
  const program = `${given}pixels = pixels.reshape(1, 28, 28)\n${code}`;
  writeFileSync(join(folder, 'lines.py'), program);
  const { status, stdout, stderr } = spawnSync(python, ['-B', 'lines.py'], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr, stdout.trim()]).toEqual([0, '', classNames[best()]]);
});

/** The network in NumPy, out of the README's `weights` and `header`. */
const FORWARD = `
about = header['__metadata__']
layers = json.loads(about['architecture'])['layers']
pixels = numpy.frombuffer(open('pixels.bin', 'rb').read(), numpy.uint8)
x = pixels.astype('f4') * numpy.float32(json.loads(about['preprocessing'])['scale'])
for place, layer in enumerate(layers):
    of = lambda name: weights[f'{place}.{name}']
    if layer['kind'] == 'dense':
        x = x @ of('weight') + of('bias')
    elif layer['kind'] == 'batchNorm':
        x = (x - of('runningMean')) / numpy.sqrt(of('runningVariance') + numpy.float32(layer['epsilon']))
        x = x * of('gamma') + of('beta')
    elif layer['kind'] == 'relu':
        x = numpy.maximum(x, 0)
    else:
        assert layer['kind'] in ('flatten', 'dropout', 'softmax')
x = numpy.exp(x - x.max())
print(json.dumps([json.loads(about['classNames']), (x / x.sum()).tolist()]))
`;

test("the README's lines for safetensors give the weights, three of them, and those answer as the network does", async (context) => {
  const python = await pythonWith('numpy');
  if (python === undefined) return context.skip('no Python with numpy was found (python3-numpy)');
  const [, { code }] = blocks().filter(({ info }) => info === 'python');
  expect(code.trim().split('\n')).toHaveLength(3);
  writeFileSync(join(folder, 'weights.py'), code + FORWARD);
  const { status, stdout, stderr } = spawnSync(python, ['-B', 'weights.py'], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const [names, probabilities] = JSON.parse(stdout) as [string[], number[]];
  expect(names).toEqual(classNames);
  const { worstDifference } = agreementOf(expected.subarray(0, 10), Float32Array.from(probabilities), 10);
  expect(worstDifference).toBeLessThanOrEqual(1e-5);
});
