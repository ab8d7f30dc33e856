// What the program promises of runs that stop and go on, and of several processes on one run.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contentOf, runIn, tryProgram, when, writeTableSweep } from './program.fixture.ts';

const QUICK = ['--embed', 'none'];
/** Epochs that nobody waits for. */
const ENDLESS = 1_000_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-program-'));
  writeTableSweep(folder, 'table.yaml', { epochs: 4 });
  writeTableSweep(folder, 'middle.yaml', { epochs: 500 });
  writeTableSweep(folder, 'endless.yaml', { epochs: ENDLESS });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(join(folder, 'runs'), { recursive: true, force: true });
});

const ended = (args: readonly string[]) => tryProgram(folder, args).ended;

test('train --resume ends as a training that was never left; each command goes on with its own runs alone', async () => {
  const one = ['train', 'middle.yaml', '--trial', 'plain learningRate=0.01', ...QUICK];
  const undisturbed = await ended(one);
  expect(undisturbed.code, undisturbed.output).toBe(0);
  const wanted = contentOf(runIn(folder));
  expect(wanted['test.json']).toBe('nothing');
  rmSync(join(folder, 'runs'), { recursive: true });

  const killed = tryProgram(folder, one);
  const checkpoint = 'trials/000-plain/checkpoint.safetensors';
  await when(killed, () => /epoch +1\//.test(killed.output()) && existsSync(join(runIn(folder), checkpoint)));
  killed.child.kill('SIGKILL');
  expect((await killed.ended).signal).toBe('SIGKILL');
  const run = runIn(folder);
  expect(JSON.parse(readFileSync(join(run, 'sweep.json'), 'utf8')).begunBy).toBe('train');
  const other = await ended(['sweep', '--resume', run]);
  expect(other.code).toBe(2);
  expect(other.output).toContain('expected    a run that heddle sweep began');
  expect(other.output).toContain(
    'what to do  go on with it by heddle train --resume; its network is tested by heddle evaluate --split test.',
  );
  const resumed = await ended(['train', '--resume', run, ...QUICK]);
  expect(resumed.code, resumed.output).toBe(0);
  expect(resumed.output).toMatch(/plain learningRate=0\.01: goes on with epoch \d+/);
  expect(contentOf(run)).toEqual(wanted);

  rmSync(join(folder, 'runs'), { recursive: true });
  expect((await ended(['sweep', 'table.yaml', ...QUICK])).code).toBe(0);
  const wrong = await ended(['train', '--resume', runIn(folder)]);
  expect(wrong.code).toBe(2);
  expect(wrong.output).toContain('what to do  go on with it by heddle sweep --resume.');
}, 240_000);

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'a second %s ends it at once; without one its patience ends within two seconds',
  async (signal, code) => {
    for (const second of [true, false]) {
      rmSync(join(folder, 'runs'), { recursive: true, force: true });
      // A checkpoint that the disk never finishes: the first signal alone cannot be answered.
      const tried = tryProgram(folder, ['sweep', 'endless.yaml'], { HEDDLE_FAULT: 'stuck:checkpoint' });
      await when(tried, () => /epoch +9\//.test(tried.output()));
      tried.child.kill(signal);
      const first = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 700)); // the same press of a key counts once for half a second
      expect(tried.child.exitCode).toBeNull();
      if (second) tried.child.kill(signal);
      const result = await tried.ended;
      const took = performance.now() - first;
      process.stdout.write(`${signal}${second ? ' twice' : ''}: ended ${Math.round(took)} ms after the first\n`);
      expect(result.code, result.output).toBe(code);
      if (second)
        expect(took).toBeLessThan(1600); // before the first one's patience ends
      else expect(result.output).toContain('Interrupted: two seconds are over, the last checkpoints count.');
      expect(took).toBeLessThan(2500);
    }
  },
  120_000,
);

test('a run that is being trained takes no notes from others; rows that validate may be read', async () => {
  const training = tryProgram(folder, ['sweep', 'endless.yaml', '--jobs', '1']);
  await when(training, () => /epoch +9\//.test(training.output()));
  const run = runIn(folder);
  const others = await Promise.all(
    [
      ['evaluate', run, '--split', 'test', '--trial', 'plain learningRate=0.03'],
      ['audit', run],
      ['report', run],
      ['export', run, '--format', 'tensorboard'],
    ].map((args) => ended(args)),
  );
  for (const { code, output } of others) {
    expect(code, output).toBe(1);
    expect(output).toContain('expected    a run that no other process writes to');
    expect(output).toContain(`received    one that process ${training.child.pid} on `);
  }
  training.child.kill('SIGKILL');
  await training.ended;
}, 120_000);

test('processes that note something at once wait for each other: no reading of the test rows is lost', async () => {
  expect((await ended(['sweep', 'table.yaml', ...QUICK])).code).toBe(0);
  const run = runIn(folder);
  const evaluations = Array.from({ length: 4 }, (_, i) =>
    ended(['evaluate', run, '--split', 'test', ...(i % 2 === 0 ? ['--json'] : [])]),
  );
  for (const { code, output } of await Promise.all([...evaluations, ended(['audit', run]), ended(['report', run])]))
    expect(code, output).toBe(0);
  const { testReads } = JSON.parse(readFileSync(join(run, 'sweep.json'), 'utf8'));
  expect(testReads.map(({ command }: { command: string }) => command.split(' ')[2]).sort()).toEqual([
    ...['evaluate', 'evaluate', 'evaluate', 'evaluate', 'report', 'sweep'],
  ]);
}, 120_000);
