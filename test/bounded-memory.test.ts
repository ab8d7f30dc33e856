// Files of any length in bounded memory: a table is loaded in a stream without holding its text, and rows go through predict and
// evaluate a part at a time. The text is several times as long as what may be held. `npm run test:memory` takes 1,000,000 rows.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dense, type NamedTensor, type SavedModel, saveModel, sequential, sizeOf } from 'heddle';
import { afterAll, expect, test, vi } from 'vitest';
import { ROOT } from './source/parse.ts';

const SHORT = 240_000;
const ROWS = Number(process.env['HEDDLE_MEMORY_ROWS'] ?? SHORT);
const COLUMNS = 20;
const MEBIBYTE = 2 ** 20;
vi.setConfig({ testTimeout: 120_000 + ROWS });

const folder = mkdtempSync(join(tmpdir(), 'heddle-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = Array.from({ length: COLUMNS }, (_, c) => `column ${c}`);
/** Cells of 40 letters: a float32 of four bytes is told in a tenth of them. */
const cell = (row: number, column: number): string =>
  `0.${String(1 + ((row * 7919 + column * 104_729) % 999_983)).padStart(38, '1')}`;
const line = (row: number): string =>
  `${names.map((_, c) => cell(row, c)).join(',')},${row % 2 === 0 ? 'even' : 'odd'}\n`;
const TEXT_BYTES = ROWS * Buffer.byteLength(line(0));
/** What a process takes that reads this many: the engine, the program, one part, and nearly all garbage that is let wait for its collection. */
const FEW = 80_000;
/** The text of all rows but those. */
const MORE_TEXT_BYTES = ((ROWS - FEW) / ROWS) * TEXT_BYTES;

/** The rows in pieces of some thousand lines; the same few thousand again and again. */
function* pieces(rows: number): Generator<string> {
  yield `${names.join(',')},target\n`;
  const block = Array.from({ length: 1000 }, (_, row) => line(row)).join('');
  for (let row = 0; row < rows; row += 1000) yield block;
}

/** Says the most memory that a process had, as it ends. */
const MEASURED = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS * 1024));",
)}`;

/** Runs Node with rows on its standard input, and gives what it printed, in all and at its end, and the most bytes it had. */
async function fed(args: readonly string[], rows: number): Promise<{ lines: number; end: string; peak: number }> {
  const child = spawn(process.execPath, ['--max-semi-space-size=2', '--import', MEASURED, ...args], {
    cwd: ROOT,
    stdio: 'pipe',
  });
  let [lines, end, stderr] = [0, '', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) lines += Number(byte === 10);
    end = (end + chunk.toString()).slice(-2000);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const closed = once(child, 'close') as Promise<[number]>;
  child.stdin.on('error', () => undefined); // a child that ended early is told by its code
  for (const piece of pieces(rows)) {
    if (child.exitCode !== null) break;
    if (!child.stdin.write(piece)) await Promise.race([once(child.stdin, 'drain'), closed]);
  }
  child.stdin.end();
  const [code] = await closed;
  const peak = Number(/^peak (\d+)$/.exec(stderr)?.[1]);
  expect([code, stderr]).toEqual([0, `peak ${peak}`]);
  return { lines, end, peak };
}

/** How much more memory all rows take than a few. */
async function growth(args: readonly string[]): Promise<{ more: number; lines: number; end: string }> {
  const few = await fed(args, FEW);
  const all = await fed(args, ROWS);
  if (ROWS !== SHORT) {
    const [small, large] = [few, all].map(({ peak }) => (peak / MEBIBYTE).toFixed(0));
    process.stdout.write(`${args.slice(0, 2).join(' ')}: ${small} MiB for ${FEW} rows, ${large} MiB for ${ROWS}\n`);
  }
  return { more: all.peak - few.peak, lines: all.lines, end: all.end };
}

test(`a table of ${ROWS} rows and ${COLUMNS} columns is loaded in a stream: its numbers are held, and not its text`, async () => {
  const program = join(folder, 'load.mjs');
  writeFileSync(
    program,
    `import { readCsv } from ${JSON.stringify(pathToFileURL(join(ROOT, 'dist/csv/index.js')).href)};
    const table = await readCsv({ name: 'standard input', chunks: process.stdin }, { target: 'target' });
    console.log(JSON.stringify({ rows: table.rows, kinds: table.columns.map(({ kind }) => kind).join(), first: table.columns[0].values[1] }));`,
  );
  const { more, end } = await growth([program]);
  expect(JSON.parse(end)).toEqual({
    rows: ROWS,
    kinds: names.map(() => 'number').join(),
    first: Math.fround(Number(cell(1, 0))),
  });
  const numbers = ROWS * COLUMNS * 4;
  expect(TEXT_BYTES).toBeGreaterThan(8 * numbers);
  // An array that grows holds its old half too while that is copied; and garbage waits for its collection.
  expect(more, `${more} bytes more for ${numbers} bytes of numbers in ${TEXT_BYTES} bytes of text`).toBeLessThan(
    4 * numbers + 32 * MEBIBYTE,
  );
});

const model = sequential({ input: [COLUMNS] }, [dense({ units: 2 })]);
const saved: SavedModel = {
  model,
  classNames: ['even', 'odd'],
  loss: { kind: 'crossEntropy' },
  tensors: (model.plans[0].params ?? []).map(
    ({ name, shape }): NamedTensor => ({ name: `0.${name}`, shape, values: new Float32Array(sizeOf(shape)).fill(0.5) }),
  ),
  preprocessing: {
    kind: 'table',
    columns: names.map((name) => ({ name, kind: 'number', offset: 0, divisor: 1, missing: null })),
    target: { name: 'target', kind: 'class' },
    missingTexts: [],
  },
};

test.each([
  ['predict', ['--format', 'csv'], (lines: number): void => expect(lines).toBe(ROWS + 1)],
  ['evaluate', ['--json'], (_: number, end: string): void => expect(end).toContain(`"support": ${ROWS / 2}`)],
] as const)(
  `heddle %s takes ${ROWS} rows on standard input in the memory of ${FEW}`,
  async (command, options, check) => {
    const path = join(folder, 'model.safetensors');
    writeFileSync(path, saveModel(saved));
    const { more, lines, end } = await growth([join(ROOT, 'dist/cli/main.js'), command, path, '-', ...options]);
    check(lines, end);
    expect(more, `${more} bytes more for ${MORE_TEXT_BYTES} bytes more of text`).toBeLessThan(
      Math.min(MORE_TEXT_BYTES / 3, 64 * MEBIBYTE),
    );
  },
);
