import assert from 'node:assert/strict';
import { canonicalJson, memoryStore, parseLines, type RunFiles, runStoreOver } from 'heddle';
import { writeRun } from 'heddle/testing';
import { runTiny } from '../../../src/experiment/tiny-run.fixture.ts';
import { bytesOf, type ParserCase, textOf } from '../parser-case.ts';

const { files } = await runTiny();

/** The files of a run folder that are read, and what each is. */
const READ = {
  'sweep.json': 'sweep record',
  'leaderboard.json': 'leaderboard',
  'test.json': 'test record',
  'trials/000-plain/trial.json': 'trial record',
  'trials/000-plain/metrics.jsonl': 'epochs of a trial',
};

/** A run that is whole but for one file. */
const replacing = (path: string, content: Uint8Array): RunFiles => ({
  ...files,
  read: async (wanted) => (wanted === path ? content : files.read(wanted)),
});

async function runFile([path, name]: readonly [string, string]): Promise<ParserCase> {
  const sample = await files.read(path);
  assert.ok(sample !== null, `a run has ${path}`);
  return {
    name,
    samples: [sample],
    tokens: [
      '"status":"running"',
      '"formatVersion": 2',
      '"formatVersion": 1',
      '"../../x"',
      '[[1]]',
      '"epoch":',
      '}\n{',
    ],
    accept: async (input) => {
      const run = await runStoreOver(replacing(path, input)).read();
      const again = memoryStore('written again');
      await writeRun(again, run);
      assert.equal(canonicalJson(await again.read()), canonicalJson(run));
    },
  };
}

/** JSON lines, and every file of a run folder that is read back. */
export const runFolderParsers: readonly ParserCase[] = [
  {
    name: 'JSON lines',
    samples: ['{"epoch":1}\n{"epoch":2}\n', '[1]\n"two"\nnull\n{"to', ''].map(bytesOf),
    accept: (input) => {
      const lines = parseLines(textOf(input), 'fuzzed.jsonl');
      const written = lines.map(({ value }) => `${JSON.stringify(value)}\n`).join('');
      assert.equal(JSON.stringify(parseLines(written, 'written again')), JSON.stringify(lines));
    },
  },
  ...(await Promise.all(Object.entries(READ).map(runFile))),
];
