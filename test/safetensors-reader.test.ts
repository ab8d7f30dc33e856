// Heddle's model files as a reader in Python sees them, written from the format's specification (test/readers/read-safetensors.py),
// and loaded again to the same bits.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOf, layerKinds, loadModel, saveModel } from 'heddle';
import { afterAll, expect, test } from 'vitest';
import { pythonWith } from './python.fixture.ts';
import { randomNetwork } from './random-network.fixture.ts';

const READER = fileURLToPath(new URL('readers/read-safetensors.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heddle-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = await pythonWith('json');

interface Read {
  readonly metadata: { readonly [name: string]: string };
  readonly tensors: {
    readonly [name: string]: { readonly dtype: string; readonly shape: number[]; readonly bytes: string };
  };
}

test.each([0, 1, 2, 3])('model %i is loaded to the same bits', async (index) => {
  const { saved } = await randomNetwork(index);
  const path = join(folder, `${index}.safetensors`);
  writeFileSync(path, saveModel(saved));
  const again = loadModel(readFileSync(path), path, layerKinds);
  expect(again.tensors).toEqual(saved.tensors);
  expect(again.model.toJSON()).toEqual(saved.model.toJSON());
  expect(again.preprocessing).toEqual(saved.preprocessing);
  expect(again.fingerprint).toBe(fingerprintOf(saved.tensors));
});

test('Python reads every tensor, architecture, preprocessing, names and fingerprint', async (context) => {
  if (python === undefined) return context.skip('no Python was found (python3)');
  for (const index of [0, 1, 2, 3]) await readInPython(index);
});

async function readInPython(index: number): Promise<void> {
  const { saved } = await randomNetwork(index);
  const path = join(folder, `${index}.safetensors`);
  writeFileSync(path, saveModel(saved));
  const { status, stdout, stderr } = spawnSync(python as string, [READER, path], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect([status, stderr]).toEqual([0, '']);
  const { metadata, tensors } = JSON.parse(stdout) as Read;
  expect(JSON.parse(metadata['architecture'])).toEqual(JSON.parse(JSON.stringify(saved.model.toJSON())));
  expect(JSON.parse(metadata['preprocessing'])).toEqual(saved.preprocessing);
  expect(JSON.parse(metadata['classNames'])).toEqual(saved.classNames);
  expect(metadata['fingerprint']).toBe(fingerprintOf(saved.tensors));
  expect(Object.keys(tensors)).toEqual(saved.tensors.map(({ name }) => name));
  for (const { name, shape, values } of saved.tensors) {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');
    expect(tensors[name]).toEqual({ dtype: 'F32', shape: [...shape], bytes });
  }
}
