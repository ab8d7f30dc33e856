// Rows that a trained network cannot answer, and files and options that `heddle predict` and `heddle evaluate` refuse.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dense, saveModel, sequential } from 'heddle';
import { afterAll, expect, test, vi } from 'vitest';
import { heddle } from './cli-process.fixture.ts';

// A busy machine starts programs slowly.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'heddle-rows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

/** A network that says 3e38 times n. */
const large = at('large.safetensors');
writeFileSync(
  large,
  saveModel({
    model: sequential({ input: [1] }, [dense({ units: 1 })]),
    tensors: [
      { name: '0.weight', shape: [1, 1], values: Float32Array.of(1) },
      { name: '0.bias', shape: [1], values: Float32Array.of(0) },
    ],
    classNames: null,
    preprocessing: {
      kind: 'table',
      columns: [{ name: 'n', kind: 'number', offset: 0, divisor: 1, missing: null }],
      target: { name: 'y', kind: 'number', offset: 0, divisor: Math.fround(3e38) },
      missingTexts: [],
    },
    loss: { kind: 'meanSquaredError' },
  }),
);
writeFileSync(at('rows.csv'), 'n,y\n0.5,1\n\n-10,2\n');

/** How the program ended, and its error in one line. */
async function refused(...args: string[]): Promise<[code: number | null, error: string]> {
  const { code, stderr } = await heddle(args);
  return [code, stderr.replace(/\s+/g, ' ')];
}

test.each(['table', 'csv', 'json'])(
  'an answer that overflows is an error with the place of its row: %s',
  async (format) => {
    expect(await refused('predict', large, at('rows.csv'), '--format', format)).toEqual([
      1,
      `error: ${at('rows.csv')}:4 expected an answer that float32 can hold received -Infinity what to do look at the row: its numbers may be far from those that the network was trained on. `,
    ]);
  },
);

test('rows with an answer that overflows have no figures', async () => {
  expect(await refused('evaluate', large, at('rows.csv'))).toEqual([
    1,
    `error: ${at('rows.csv')} expected answers that float32 can hold received -Infinity what to do look at the rows, whose numbers may be far from those that the network was trained on; heddle predict names the first such row. `,
  ]);
});

test('an empty file, or an empty standard input, is told by its name', async () => {
  const empty = (where: string): string =>
    `error: ${where} expected a first line of column names received an empty file what to do check that it is the file meant. `;
  writeFileSync(at('empty.csv'), '');
  for (const command of ['predict', 'evaluate']) {
    expect(await refused(command, large, at('empty.csv'))).toEqual([1, empty(at('empty.csv'))]);
    expect(await refused(command, large, '-')).toEqual([1, empty('standard input')]);
    if (process.platform !== 'win32')
      expect(await refused(command, large, '/dev/null')).toEqual([1, empty('/dev/null')]);
  }
  expect(await refused('data', at('empty.csv'), '--target', 'y')).toEqual([1, empty('empty.csv')]);
});

test('a damaged model file is told by its path', async () => {
  const cut = at('cut.safetensors');
  writeFileSync(cut, readFileSync(large).subarray(0, 100));
  for (const command of [
    ['predict', cut, at('rows.csv')],
    ['evaluate', cut, at('rows.csv')],
    ['export', cut, '--format', 'js'],
  ])
    expect(await refused(...command)).toEqual([
      1,
      expect.stringContaining(`error: ${cut} expected a header within the 100 bytes`),
    ]);
});

test.each(['', ',,', '"', '\n'])('a delimiter %j is a wrong call', async (delimiter) => {
  for (const command of [
    ['predict', large, at('rows.csv')],
    ['evaluate', large, at('rows.csv')],
    ['data', at('rows.csv')],
  ]) {
    const [code, error] = await refused(...command, '--delimiter', delimiter);
    expect([code, error]).toEqual([2, expect.stringContaining('one character other than a quote or a line break')]);
  }
});
