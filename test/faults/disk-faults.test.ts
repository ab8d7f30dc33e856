// The program itself on a disk that is full, on one that is read-only, and with files that vanish under it.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomSequence, seedFrom } from 'heddle';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contentOf, runIn, tryProgram, when, writeTableSweep } from './program.fixture.ts';

const LONG = Number(process.env['HEDDLE_FAULTS_KILLS'] ?? 5) > 5;
const SEED = Number(process.env['HEDDLE_FAULTS_SEED'] ?? 1);
const EPOCHS = 4;
const SWEEP = ['sweep', 'table.yaml', '--embed', 'none'];

let folder: string;
let wanted: Record<string, string>;
let operations: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-disk-'));
  writeTableSweep(folder, 'table.yaml', { epochs: EPOCHS });
  const tried = tryProgram(folder, SWEEP, { HEDDLE_FAULT: 'count:all' });
  const { code, output } = await tried.ended;
  expect(code, output).toBe(0);
  wanted = contentOf(runIn(folder));
  operations = Number(/after (\d+) operations/.exec(tried.phase())?.[1]);
}, 600_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(join(folder, 'runs'), { recursive: true, force: true });
});

/** What the program tells a person to type, as arguments. */
function goOnCommand(output: string): string[] {
  const [, words] = /^To go on: npx heddle (.+)$/m.exec(output) ?? [];
  expect(words, output).toBeDefined();
  return [...words.split(' '), '--embed', 'none'];
}

test('a disk that is full at some operation: an error that says so, and the command it gives goes on to the same end', async () => {
  expect(operations).toBeGreaterThan(100);
  const random = randomSequence(seedFrom(SEED), 'synthetic', 1);
  const count = LONG ? 30 : 3;
  // One in each part of the run; the first is before the run has a record, the last while the report is written. That one goes by its
  // name: how many operations there are depends on how many checkpoints a slow disk leaves out.
  const drawn = Array.from({ length: count }, (_, i) => Math.ceil(((i + random.uniform()) * operations) / count));
  for (const fault of [...[1, ...drawn].map((nth) => `full:${nth}`), 'full-at:report.html']) {
    rmSync(join(folder, 'runs'), { recursive: true, force: true });
    const { code, output } = await tryProgram(folder, SWEEP, { HEDDLE_FAULT: fault }).ended;
    expect(code, output).toBe(1);
    expect(output).toContain('received    no space left on the disk');
    expect(output).toContain('what to do  free some space, or choose a folder on another disk, and run again.');
    const begun = existsSync(join(folder, 'runs')) && readdirSync(join(folder, 'runs')).length > 0;
    process.stdout.write(
      `${fault} of ${operations} operations: ${/error: (.*)/.exec(output)?.[1].replace(folder, '')}\n`,
    );
    if (!begun) expect(output, 'nothing was begun').not.toContain('To go on');
    const again = await tryProgram(folder, begun ? goOnCommand(output) : SWEEP).ended;
    expect(again.code, again.output).toBe(0);
    expect(contentOf(runIn(folder)), fault).toEqual(wanted);
    expect(existsSync(join(runIn(folder), 'report.html'))).toBe(true);
  }
}, 1_200_000);

test('on a file system of its own that is too small, as far as one can be mounted here', async () => {
  const disk = join(folder, 'runs');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
  // Where nothing can be mounted, an injected fault stands for it.
  const environment = mounted ? {} : { HEDDLE_FAULT: `full:${operations >> 1}` };
  try {
    const { code, output } = await tryProgram(folder, SWEEP, environment).ended;
    expect(code, output).toBe(1);
    expect(output).toContain('received    no space left on the disk');
    if (mounted) expect(spawnSync('mount', ['-o', 'remount,size=8m', disk]).status).toBe(0);
    const again = await tryProgram(folder, goOnCommand(output)).ended;
    expect(again.code, again.output).toBe(0);
    expect(contentOf(runIn(folder))).toEqual(wanted);
  } finally {
    if (mounted) spawnSync('umount', [disk]);
  }
}, 120_000);

test('a folder of runs, or a run, that is read-only is named before anything trains; reading it needs no writing', async () => {
  const runs = join(folder, 'runs');
  const refused = await tryProgram(folder, SWEEP, { HEDDLE_FAULT: `read-only:${runs}` }).ended;
  expect(refused.code).toBe(1);
  expect(refused.output).toContain(
    `error: runs\n  expected    a folder to write runs to\n  received    a read-only file system`,
  );
  expect(existsSync(runs)).toBe(false);

  const whole = await tryProgram(folder, SWEEP).ended;
  expect(whole.code, whole.output).toBe(0);
  const run = runIn(folder);
  const before = contentOf(run);
  const readOnly = { HEDDLE_FAULT: `read-only:${run}` };
  for (const args of [
    ['sweep', '--resume', run],
    ['evaluate', run, '--split', 'test'],
    ['audit', run],
    ['report', run],
  ]) {
    const { code, output } = await tryProgram(folder, args, readOnly).ended;
    expect(code, output).toBe(1);
    expect(output).toContain(`error: ${join(run, 'lease.json')}`);
    expect(output).toContain('received    a read-only file system');
  }
  for (const args of [['evaluate', run], ['runs'], ['predict', run, 'points.csv', '--format', 'csv']]) {
    const { code, output } = await tryProgram(folder, args, readOnly).ended;
    expect(code, output).toBe(0);
  }
  expect(contentOf(run)).toEqual(before);
}, 240_000);

test('lines that are lost while the sweep runs are written again; a file of an ended trial is missed, and made whole by resuming', async () => {
  // Slow enough to be met in the middle.
  writeTableSweep(folder, 'slow.yaml', { epochs: 400 });
  const slow = ['sweep', 'slow.yaml', '--embed', 'none', '--jobs', '1'];
  const undisturbed = await tryProgram(folder, slow).ended;
  expect(undisturbed.code, undisturbed.output).toBe(0);
  const whole = contentOf(runIn(folder));
  rmSync(join(folder, 'runs'), { recursive: true });

  const tried = tryProgram(folder, slow);
  await when(tried, () => /epoch +5\D/.test(tried.output()));
  const [first] = readdirSync(join(runIn(folder), 'trials')).sort();
  truncateSync(join(runIn(folder), 'trials', first, 'metrics.jsonl'), 100);
  rmSync(join(runIn(folder), 'sweep.json'));
  await when(tried, () => tried.output().includes('All 400 epochs trained'));
  rmSync(join(runIn(folder), 'trials', first, 'validation-predictions.bin'));
  const { code, output } = await tried.ended;
  expect(code, output).toBe(1);
  expect(output).toContain(`error: ${join(runIn(folder), 'trials', first, 'validation-predictions.bin')}`);
  const again = await tryProgram(folder, goOnCommand(output)).ended;
  expect(again.code, again.output).toBe(0);
  expect(again.output).toContain('it is written again');
  expect(contentOf(runIn(folder))).toEqual(whole);
}, 240_000);
