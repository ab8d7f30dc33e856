// Networks on tables: numbers, categories and missing values go in as they are, in every format, and come out in the target's unit.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  agreementOf,
  batchNorm,
  codedRows,
  dense,
  featuresFromRows,
  inTargetUnit,
  type NamedRow,
  type NamedTensor,
  portableModel,
  randomSequence,
  relu,
  rowsFromFeatures,
  type SavedModel,
  saveModel,
  seedFrom,
  sequential,
  sizeOf,
  type TablePreprocessing,
  writeJavaScript,
  writePytorch,
} from 'heddle';
import { decodeModel, runOnnx, writeOnnx } from 'heddle/onnx';
import * as ort from 'onnxruntime-web';
import { afterAll, describe, expect, test } from 'vitest';
import { pythonWith } from './python.fixture.ts';
import { answersOf } from './random-network.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'heddle-table-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
ort.env.wasm.numThreads = 1;

const random = randomSequence(seedFrom(3), 'synthetic', 0);
const columns: TablePreprocessing['columns'] = [
  { name: 'town', kind: 'category', categories: ['north "1"', 'south', 'é'], missing: null, unseen: 'refuse' },
  { name: 'area', kind: 'number', offset: 81.3, divisor: 17.7, missing: 77 },
  { name: 'built in', kind: 'number', offset: 1900, divisor: 120, missing: null },
  { name: 'heat', kind: 'category', categories: ['gas', 'oil', ''], missing: '', unseen: 'zeros' },
  { name: 'rooms', kind: 'number', offset: 0, divisor: 1, missing: null },
];
const preprocessingOf = (target: TablePreprocessing['target']): TablePreprocessing => ({
  kind: 'table',
  columns,
  target,
  missingTexts: ['NA'],
});

function savedModel(target: TablePreprocessing['target'], loss: string, outputs: number): SavedModel {
  const model = sequential({ input: [9] }, [dense({ units: 12 }), batchNorm(), relu(), dense({ units: outputs })]);
  const tensors = model.plans.flatMap((plan, layer) =>
    [...(plan.params ?? []), ...(plan.state ?? [])].map(({ name, shape }): NamedTensor => {
      const number = (): number => (name === 'runningVariance' ? 0.5 : 0) + random.uniform();
      return { name: `${layer}.${name}`, shape, values: Float32Array.from({ length: sizeOf(shape) }, number) };
    }),
  );
  const classNames = outputs === 1 ? null : ['cheap', 'fair', 'dear'];
  return { model, tensors, classNames, loss: { kind: loss }, preprocessing: preprocessingOf(target) };
}

const CASES = {
  classes: savedModel({ name: 'price', kind: 'class' }, 'crossEntropy', 3),
  values: savedModel({ name: 'price', kind: 'number', offset: 250, divisor: 90 }, 'meanSquaredError', 1),
};
const rows: readonly NamedRow[] = Array.from({ length: 60 }, (_, i) => ({
  town: ['north "1"', 'south', 'é'][random.below(3)],
  area: i % 5 === 0 ? null : 40 + 90 * random.uniform(),
  'built in': 1900 + random.below(124),
  heat: [null, 'gas', 'oil', 'wood'][random.below(4)],
  rooms: 1 + random.below(8),
}));
const features = featuresFromRows(columns, rows);
const provenance = { name: 'homes', fingerprint: 'f'.repeat(64), generatedBy: 'Heddle 9.9.9' };

const expectedOf = async (saved: SavedModel): Promise<Float32Array> =>
  inTargetUnit(saved.preprocessing, await answersOf({ ...saved, preprocessing: { kind: 'floats' } }, features));

/** Answers may be in the hundreds: to 1e-5 of their size. */
function expectAgreement(expected: Float32Array, received: Float32Array): void {
  const size = expected.length / rows.length;
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const { worstDifference, otherClass } = agreementOf(expected, received, size);
  expect(worstDifference).toBeLessThanOrEqual(1e-5 * scale);
  if (size > 1) expect(otherClass).toBe(0);
}

describe.each(Object.entries(CASES))('a network of %s', (name, saved) => {
  test('as JavaScript takes rows by their names', async () => {
    const { module, declarations, codeBytes } = writeJavaScript(portableModel(saved), provenance);
    expect(codeBytes).toBeLessThan(6000);
    expect(declarations).toContain('readonly "town": "north \\"1\\"" | "south" | "é";');
    expect(declarations).toContain('readonly "area": number | null;');
    expect(declarations).toContain('readonly "heat": string | null;');
    const path = join(folder, `${name}.mjs`);
    writeFileSync(path, module);
    const { outputs, predict } = (await import(pathToFileURL(path).href)) as {
      outputs(rows: readonly NamedRow[]): Float32Array;
      predict(rows: readonly NamedRow[]): unknown[];
    };
    expectAgreement(await expectedOf(saved), outputs(rows));
    expect(predict(rows)).toHaveLength(60);
    // A text that means "missing", and a number as text, as CSV has them.
    expect(outputs([{ ...rows[0], area: 'NA', rooms: '3' }])).toEqual(outputs([{ ...rows[0], area: null, rooms: 3 }]));
    const { town, ...rest } = rows[0];
    expect(() => predict([rows[1], { ...rest, town: 'west' }])).toThrow(
      'row 1, column town: expected one of north "1",south,é, received west',
    );
    expect(() => predict([rest])).toThrow('row 0, column town: expected a value, received undefined');
    expect(() => predict([{ ...rows[0], rooms: 'three' }])).toThrow(
      'row 0, column rooms: expected a number, received three',
    );
  });

  test('as ONNX has its preprocessing inside the graph', async () => {
    const bytes = writeOnnx(portableModel(saved), provenance);
    const expected = await expectedOf(saved);
    const matrix = codedRows(columns, rows);
    const dimensions = [rows.length, columns.length];
    const [own] = Object.values(runOnnx(bytes, { columns: { dimensions, values: matrix } }));
    expectAgreement(expected, own.values);
    const session = await ort.InferenceSession.create(bytes);
    const result = await session.run({ columns: new ort.Tensor('float32', matrix, dimensions) });
    await session.release();
    expectAgreement(expected, result[session.outputNames[0]].data as Float32Array);
    expect(JSON.parse(decodeModel(bytes, 'x').metadata['columns'])).toEqual([
      { name: 'town', categories: ['north "1"', 'south', 'é'] },
      { name: 'area' },
      { name: 'built in' },
      { name: 'heat', categories: ['gas', 'oil', ''] },
      { name: 'rooms' },
    ]);
    const python = await pythonWith('onnx');
    if (python === undefined) return;
    const path = join(folder, `${name}.onnx`);
    writeFileSync(path, bytes);
    const check = 'import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)';
    const { status, stderr } = spawnSync(python, ['-c', check, path], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('as Python takes rows as dicts', async (context) => {
    const python = await pythonWith('torch');
    if (python === undefined) return context.skip('no Python with torch was found (python3-torch)');
    writeFileSync(join(folder, `${name}.py`), writePytorch(saved, provenance, `${name}.safetensors`));
    writeFileSync(join(folder, `${name}.safetensors`), saveModel(saved));
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows));
    const program = [
      'import importlib, json, sys',
      'sys.path.insert(0, sys.argv[1])',
      'network = importlib.import_module(sys.argv[2])',
      'answers = network.predict(network.load(), json.load(open(sys.argv[1] + "/rows.json")))',
      'open(sys.argv[1] + "/answers", "wb").write(answers.numpy().tobytes())',
    ].join('\n');
    const { status, stderr } = spawnSync(python, ['-B', '-c', program, folder, name], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const answers = new Float32Array(Uint8Array.from(readFileSync(join(folder, 'answers'))).buffer);
    expectAgreement(await expectedOf(saved), answers);
  });
});

test('features become rows again, and the rows the same features', () => {
  const again = featuresFromRows(columns, rowsFromFeatures(columns, features));
  expect(agreementOf(features, again, 9).worstDifference).toBeLessThan(1e-6);
});
