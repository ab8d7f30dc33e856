// Data whose names are attacks, through the program: folders of pictures, and columns and classes of a table. Nothing is written outside
// the run, no prototype changes, and no terminal is steered.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { encode } from 'fast-png';
import type { TestRecord } from 'heddle';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heddle } from './cli-process.fixture.ts';

/** Characters that steer a terminal or turn the writing around. */
const STEERING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const RED = '\u001b[31mred\u001b[2J';
const MARKUP = '<img src=x onerror=hacked=1>';
/** Names that a folder can have. */
const CLASSES = ['__proto__', RED, MARKUP.replaceAll('/', ''), `${'long'.repeat(60)}`];
/** Names that a column can have, all of them features, but for the last. */
const COLUMNS = [
  '__proto__',
  'constructor',
  '../../up',
  '/etc/passwd',
  RED,
  MARKUP,
  'toString',
  'l'.repeat(5000),
  'hasOwnProperty',
];
const VALUES = ['__proto__', '../../../evil', RED];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-hostile-'));
  for (const [label, name] of CLASSES.entries()) {
    mkdirSync(join(folder, 'data/pictures', name), { recursive: true });
    for (let i = 0; i < 12; i++) {
      const data = Uint8Array.from({ length: 64 }, (_, at) => (60 * label + 7 * at + i) % 256);
      writeFileSync(
        join(folder, 'data/pictures', name, `${i}.png`),
        encode({ width: 8, height: 8, channels: 1, data }),
      );
    }
  }
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const rows = Array.from({ length: 90 }, (_, i) => [
    ...COLUMNS.slice(0, -1).map((_name, c) => String(((i * (c + 3)) % 17) + i / 100)),
    VALUES[i % 3],
  ]);
  const table = [COLUMNS, ...rows].map((row) => row.map(quoted).join(',')).join('\n');
  writeFileSync(join(folder, 'data/table.csv'), table);
  const sweep = (dataset: string, units: number, name = 'hostile', model = 'plain'): string =>
    [
      `name: ${name}`,
      `dataset: ${dataset}`,
      'models:',
      `  ${model}: [flatten, dense: 6, relu, dense: ${units}, softmax]`,
      'training: { batchSize: 10, epochs: 2 }',
    ].join('\n');
  writeFileSync(join(folder, 'data/pictures.yaml'), sweep('{ images: pictures, height: 8, width: 8 }', CLASSES.length));
  writeFileSync(join(folder, 'data/table.yaml'), sweep('{ csv: table.csv, target: hasOwnProperty }', VALUES.length));
  const outside = sweep('{ csv: table.csv, target: hasOwnProperty }', 3, '../../outside', '"../../up"');
  writeFileSync(join(folder, 'data/outside.yaml'), outside);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const filesBelow = (parent: string): string[] =>
  readdirSync(parent, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(parent.length + 1));

test.each([
  ['folders of pictures', 'pictures', CLASSES],
  ['columns and classes of a table', 'table', VALUES],
] as const)(
  '%s with hostile names stay names',
  async (_, name, classes) => {
    const before = filesBelow(folder);
    const runs = join(folder, `runs-${name}`);
    const inside = `runs-${name}${sep}hostile-`;
    const run = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await heddle(args);
      expect(code, `${args[0]}: ${stdout}${stderr}`).toBe(0);
      expect(`${stderr}${stdout}`.replaceAll('\n', ''), args.join(' ')).not.toMatch(STEERING);
      return stdout;
    };
    await run('sweep', join(folder, `data/${name}.yaml`), '--out', runs);
    const [written] = readdirSync(runs);
    const place = join(runs, written);
    const given =
      name === 'table'
        ? [join(folder, 'data/table.csv')]
        : CLASSES.map((label) => join(folder, 'data/pictures', label, '0.png'));
    await run('evaluate', place, '--split', 'test');
    await run('audit', place);
    await run('report', place);
    await run('runs', '--out', runs);
    for (const format of ['table', 'json']) await run('predict', place, ...given, '--format', format);
    // CSV in a pipe is for programs, and has every name as it is.
    const csv = await heddle(['predict', place, ...given, '--format', 'csv']);
    expect(csv.code, csv.stderr).toBe(0);
    expect(csv.stdout).toContain(RED);
    await run('export', place, '--format', 'js', '--to', place);

    const added = filesBelow(folder).filter((path) => !before.includes(path));
    expect(added.length).toBeGreaterThan(10);
    expect(added.filter((path) => !path.startsWith(inside))).toEqual([]);
    expect(added.filter((path) => STEERING.test(path) || /[<>"'|]/.test(path))).toEqual([]);

    const record: TestRecord = JSON.parse(readFileSync(join(place, 'test.json'), 'utf8'));
    expect(record.perClass?.map(({ label }) => label).sort()).toEqual([...classes].sort());
    const report = readFileSync(join(place, 'report.html'), 'utf8');
    expect(report).not.toContain(MARKUP);
  },
  240_000,
);

test('sweeps and models with names that lead elsewhere are refused', async () => {
  const { code, stderr } = await heddle([
    'sweep',
    join(folder, 'data/outside.yaml'),
    '--out',
    join(folder, 'elsewhere'),
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('received    "../../outside"');
  expect(stderr).toContain('received "../../up". rename the model.');
  expect(readdirSync(folder)).not.toContain('elsewhere');
});
