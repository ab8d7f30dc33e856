// Between Heddle and PyTorch: weights that PyTorch trained answer the same in Heddle, and networks that Heddle writes as Python
// answer the same in PyTorch. The fixture is made by scripts/fixtures/state-dict.py.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  agreementOf,
  importPytorch,
  layerKinds,
  modelFromSpec,
  type SavedModel,
  saveModel,
  writePytorch,
} from 'heddle';
import { afterAll, expect, test } from 'vitest';
import { pythonWith } from './python.fixture.ts';
import { answersOf, randomNetwork } from './random-network.fixture.ts';

const COUNT = Number(process.env['HEDDLE_EXPORT_NETWORKS'] ?? 20);
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heddle-pytorch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface StateDictFixture {
  readonly input: number;
  readonly layers: readonly { readonly kind: string }[];
  readonly rows: readonly number[];
  readonly probabilities: readonly number[];
}

async function expectSameAnswers(from: string): Promise<void> {
  const fixture = JSON.parse(readFileSync(join(from, 'pytorch-state-dict.json'), 'utf8')) as StateDictFixture;
  const model = modelFromSpec({ input: [fixture.input], layers: fixture.layers }, layerKinds);
  const file = 'pytorch-state-dict.safetensors';
  const tensors = importPytorch(readFileSync(join(from, file)), file, model);
  const saved: SavedModel = {
    ...{ model, tensors, loss: { kind: 'crossEntropy', labelSmoothing: 0, classWeights: null } },
    ...{ classNames: ['a', 'b', 'c', 'd'], preprocessing: { kind: 'floats' } },
  };
  const answers = await answersOf(saved, Float32Array.from(fixture.rows));
  const { worstDifference, otherClass } = agreementOf(Float32Array.from(fixture.probabilities), answers, 4);
  expect(worstDifference).toBeLessThanOrEqual(1e-5);
  expect(otherClass).toBe(0);
}

test('a state_dict of PyTorch, saved as safetensors, answers in Heddle as it does in PyTorch', async () => {
  await expectSameAnswers(path('fixtures'));
});

test('so does one that PyTorch makes now', async (context) => {
  const python = await pythonWith('torch');
  if (python === undefined) return context.skip('no Python with torch was found (python3-torch)');
  const { status, stderr } = spawnSync(python, [path('../scripts/fixtures/state-dict.py'), folder], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  await expectSameAnswers(folder);
});

test(`${COUNT} networks written as Python answer in PyTorch as they do in Heddle, to 1e-5`, async (context) => {
  const python = await pythonWith('torch');
  if (python === undefined) return context.skip('no Python with torch was found (python3-torch)');
  const samples = [];
  for (let index = 0; index < COUNT; index++) samples.push(await randomNetwork(index));
  const provenance = { name: 'a "name" \\ of """ quotes', fingerprint: 'f'.repeat(64), generatedBy: 'Heddle 9.9.9' };
  for (const [index, { saved, raw }] of samples.entries()) {
    writeFileSync(join(folder, `network_${index}.py`), writePytorch(saved, provenance, `network_${index}.safetensors`));
    writeFileSync(join(folder, `network_${index}.safetensors`), saveModel(saved));
    writeFileSync(join(folder, `${index}.rows`), raw);
  }
  const shapes = samples.map(({ saved, rows, raw }) => ({
    shape: [rows, ...saved.model.input],
    bytes: raw instanceof Uint8Array,
  }));
  writeFileSync(join(folder, 'shapes.json'), JSON.stringify(shapes));
  const program = [
    'import importlib, json, sys, torch',
    'sys.path.insert(0, sys.argv[1])',
    'for index, sample in enumerate(json.load(open(sys.argv[1] + "/shapes.json"))):',
    '    network = importlib.import_module(f"network_{index}")',
    '    data = bytearray(open(f"{sys.argv[1]}/{index}.rows", "rb").read())',
    '    rows = torch.frombuffer(data, dtype=torch.uint8 if sample["bytes"] else torch.float32)',
    '    answers = network.predict(network.load(), rows.reshape(sample["shape"]))',
    '    open(f"{sys.argv[1]}/{index}.answers", "wb").write(answers.contiguous().numpy().tobytes())',
  ].join('\n');
  const { status, stderr } = spawnSync(python, ['-B', '-c', program, folder], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  let worst = 0;
  for (const [index, { expected, rows, description }] of samples.entries()) {
    const answers = new Float32Array(Uint8Array.from(readFileSync(join(folder, `${index}.answers`))).buffer);
    const { worstDifference } = agreementOf(expected, answers, expected.length / rows);
    worst = Math.max(worst, worstDifference);
    expect(worstDifference, description).toBeLessThanOrEqual(1e-5);
  }
  if (COUNT !== 20) process.stdout.write(`worst difference of ${COUNT} networks in PyTorch: ${worst}\n`);
});
