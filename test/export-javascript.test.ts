// Exported JavaScript modules: they answer as Heddle does, in Node and in workers, need nothing, and have the types they say.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { transformSync } from 'esbuild';
import {
  agreementOf,
  type PortableModel,
  portableModel,
  type WeightPrecision,
  withPrecision,
  writeJavaScript,
} from 'heddle';
import { afterAll, describe, expect, test } from 'vitest';
import { type NetworkSample, randomNetwork } from './random-network.fixture.ts';
import { ROOT } from './source/parse.ts';

const COUNT = Number(process.env['HEDDLE_EXPORT_NETWORKS'] ?? 20);
const folder = mkdtempSync(join(tmpdir(), 'heddle-js-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const provenance = { name: 'a */ name', fingerprint: 'f'.repeat(64), generatedBy: 'Heddle 9.9.9' };
const samples: NetworkSample[] = [];
for (let index = 0; index < COUNT; index++) samples.push(await randomNetwork(index));

interface Exported {
  predict(rows: ArrayLike<number>): unknown[];
  outputs(rows: ArrayLike<number>): Float32Array;
  readonly classNames?: readonly string[];
  readonly about: { readonly weights: string };
}

let files = 0;
async function imported(model: PortableModel, precision?: WeightPrecision): Promise<Exported> {
  const path = join(folder, `${files++}.mjs`);
  writeFileSync(path, writeJavaScript(model, provenance, precision).module);
  return (await import(pathToFileURL(path).href)) as Exported;
}

test('no name becomes code: lines end at U+2028 too, and comments at their sign', async () => {
  const attack =
    'x\u2028globalThis.hacked = 1; //\u2029globalThis.hacked = 1; // */ globalThis.hacked = 1; /*\nglobalThis.hacked = 1; //';
  const [saved] = samples;
  const plain = portableModel(saved.saved);
  const named: PortableModel = {
    ...plain,
    output: { ...plain.output, classNames: plain.output.classNames?.map((name) => name + attack) ?? null },
  };
  const columns = [{ name: attack, kind: 'number', offset: 0, divisor: 1, missing: null }] as const;
  const table = {
    ...named,
    input: { kind: 'table', shape: [1], columns, missingTexts: [] },
  } as unknown as PortableModel;
  for (const model of [named, table]) {
    const { module, declarations } = writeJavaScript(model, { ...provenance, name: attack, generatedBy: attack });
    const path = join(folder, `${files++}.mjs`);
    writeFileSync(path, module);
    await import(pathToFileURL(path).href);
    expect((globalThis as { hacked?: number }).hacked).toBeUndefined();
    // Types alone leave no code.
    expect(transformSync(declarations, { loader: 'ts' }).code).toBe('');
  }
});

describe(`${COUNT} networks drawn from a seed`, () => {
  test('each module answers as Heddle does, to 1e-5, and says the classes', async () => {
    let worst = 0;
    for (const { saved, raw, rows, expected, description } of samples) {
      const { outputs, predict, classNames } = await imported(portableModel(saved));
      const size = expected.length / rows;
      const { worstDifference, otherClass } = agreementOf(expected, outputs(raw), size);
      worst = Math.max(worst, worstDifference);
      expect(worstDifference, description).toBeLessThanOrEqual(1e-5);
      const answers = predict(raw);
      expect(answers).toHaveLength(rows);
      if (saved.classNames === null) {
        expect(answers[0]).toEqual(size === 1 ? outputs(raw)[0] : outputs(raw).slice(0, size));
      } else {
        expect(otherClass, description).toBe(0);
        expect(classNames).toEqual(saved.classNames);
        const [first] = answers as { label: string; probability: number; probabilities: Float32Array }[];
        expect(first.probability).toBe(Math.max(...first.probabilities));
        expect(first.label).toBe(saved.classNames[first.probabilities.indexOf(first.probability)]);
      }
    }
    if (COUNT !== 20) process.stdout.write(`worst difference of ${COUNT} networks in JavaScript: ${worst}\n`);
  });

  test.each(['float16', 'int8'] as const)(
    'with %s weights a module answers as the rounded network does',
    async (precision) => {
      for (const { saved, raw, rows, expected, description } of samples) {
        const rounded = withPrecision(portableModel(saved), precision);
        const small = await imported(portableModel(saved), precision);
        const exact = await imported(rounded);
        expect(small.about.weights).toBe(precision);
        const size = expected.length / rows;
        expect(agreementOf(exact.outputs(raw), small.outputs(raw), size).worstDifference, description).toBe(0);
        // Rounded it is: near, and, where there is a matrix of more than a few numbers, not equal.
        expect(agreementOf(expected, small.outputs(raw), size).worstDifference, description).toBeLessThan(1);
      }
    },
  );
});

test('the code without its weights is under 6 kB, whatever the network', () => {
  for (const { saved, description } of samples)
    for (const precision of ['float32', 'float16', 'int8'] as const) {
      const { module, codeBytes } = writeJavaScript(portableModel(saved), provenance, precision);
      expect(codeBytes, description).toBeLessThan(6000);
      expect(module).not.toMatch(/^\s*import\b/m);
      expect(module.replace(/'[A-Za-z0-9+/=]*'/, '').length).toBeLessThan(6000);
    }
});

test('a module runs in a worker, from a data: address, with nothing beside it', async () => {
  const { saved, raw, expected } = samples.find(({ saved }) => saved.classNames !== null) as NetworkSample;
  const { module } = writeJavaScript(portableModel(saved), provenance);
  const address = `data:text/javascript;base64,${Buffer.from(module).toString('base64')}`;
  const program = `import { parentPort, workerData } from 'node:worker_threads';
    const { outputs } = await import(workerData.address);
    parentPort.postMessage(outputs(workerData.raw));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), {
    workerData: { address, raw },
  });
  const answers = await new Promise<Float32Array>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  const size = saved.model.output[0];
  expect(agreementOf(expected, answers, size).worstDifference).toBeLessThanOrEqual(1e-5);
});

test('what is no row of finite numbers is refused', async () => {
  const { saved, raw } = samples.find(
    ({ saved: { model } }) => model.input.length === 1 && model.input[0] === 64,
  ) as NetworkSample;
  const { predict } = await imported(portableModel(saved));
  expect(() => predict(raw.slice(1))).toThrow(
    new RangeError(`expected rows of 64 numbers, received ${raw.length - 1} numbers`),
  );
  expect(() => predict([])).toThrow('expected rows of 64 numbers, received 0 numbers');
  expect(() => predict(Array(64).fill(Number.NaN))).toThrow('expected finite numbers, received NaN at 0');
});

test('the types are those of the module, for TypeScript', async () => {
  const classifier = samples.find(({ saved }) => saved.classNames !== null) as NetworkSample;
  const one = samples.find(({ saved }) => saved.classNames === null && saved.model.output[0] === 1) as NetworkSample;
  const several = samples.find(({ saved }) => saved.classNames === null && saved.model.output[0] > 1) as NetworkSample;
  for (const [name, { saved }] of Object.entries({ classifier, one, several })) {
    const { module, declarations } = writeJavaScript(portableModel(saved), provenance);
    writeFileSync(join(folder, `${name}.mjs`), module);
    writeFileSync(join(folder, `${name}.d.mts`), declarations);
  }
  writeFileSync(
    join(folder, 'use.mts'),
    [
      `import { classNames, predict } from './classifier.mjs';`,
      `import * as one from './one.mjs';`,
      `import * as several from './several.mjs';`,
      `const [{ label, probability, probabilities }] = predict(new Uint8Array(3));`,
      `export const text: (typeof classNames)[0] | 'another' = label === 'class "0"' ? label : 'another';`,
      `export const sum: number = probability + probabilities[0] + one.predict([1])[0] + several.predict([1])[0][0];`,
      `export const weights: 'float32' | 'float16' | 'int8' = one.about.weights;`,
      `// @ts-expect-error there is no such class`,
      `export const wrong = label === 'cat';`,
    ].join('\n'),
  );
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = [
    '--strict',
    '--noEmit',
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--lib',
    'es2023',
    '--types',
    '',
  ];
  const { stdout, status } = spawnSync(process.execPath, [compiler, ...options, 'use.mts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([0, '']);
});
