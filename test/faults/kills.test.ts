// A real sweep, killed again and again at random instants, stopped by signals and paused, ends as if nothing had happened.
// HEDDLE_FAULTS_KILLS sets how often it is killed (`npm run test:faults`: 40), HEDDLE_FAULTS_SEED the instants.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomSequence, seedFrom } from 'heddle';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf, runIn, sweepText, type Tried, tryProgram, when } from './program.fixture.ts';

const KILLS = Number(process.env['HEDDLE_FAULTS_KILLS'] ?? 5);
const SEED = Number(process.env['HEDDLE_FAULTS_SEED'] ?? 1);
const EPOCHS = KILLS > 5 ? 60 : 8;
const OPTIONS = ['--checkpoint-every', '1', '--embed', 'none'];

let folder: string;
let wanted: Record<string, string>;
const random = randomSequence(seedFrom(SEED), 'synthetic', 0);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-kills-'));
  writeFileSync(join(folder, 'faults.yaml'), sweepText(EPOCHS));
  const { code, output } = await tryProgram(folder, ['sweep', 'faults.yaml', ...OPTIONS]).ended;
  expect(code, output).toBe(0);
  wanted = contentOf(runIn(folder));
  rmSync(join(folder, 'runs'), { recursive: true });
}, 600_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the sweep, or goes on with it. */
function goOn(begun: boolean, environment: NodeJS.ProcessEnv = {}): Tried {
  const what = begun ? ['--resume', runIn(folder)] : ['faults.yaml'];
  return tryProgram(folder, ['sweep', ...what, ...OPTIONS], environment);
}

const isCounted = (phase: string): boolean => phase === 'training' || /^(writing|checkpoint|rename)/.test(phase);

/** Operations on the disk, counted from the first trial's, one of which a kill falls into. */
const OPERATIONS = 80;

test(`killed ${KILLS} times at random instants, inside checkpoints and between two renames, it ends the same`, async () => {
  process.stdout.write(`instants of seed ${SEED}\n`);
  const counts = { training: 0, writing: 0 };
  const kills = (): number => counts.training + counts.writing;
  const report = (instant: string, phase: string): void => {
    counts[phase === 'training' ? 'training' : 'writing']++;
    process.stdout.write(`kill ${kills()}: ${instant}, ${phase.replace(folder, '')}\n`);
  };
  /** Lets the program kill itself at a point of its writing. */
  const within = async (fault: string): Promise<void> => {
    const tried = goOn(kills() > 0, { HEDDLE_FAULT: fault });
    const { signal, output } = await tried.ended;
    expect(signal, `the sweep is too short for ${KILLS} kills:\n${output}`).toBe('SIGKILL');
    report(`at ${fault}`, tried.phase());
  };
  const between = async (): Promise<void> => {
    const tried = goOn(true);
    await when(tried, () => tried.phase() === 'training');
    const delay = Math.round(random.uniform() * (KILLS > 5 ? 900 : 500));
    await new Promise((resolve) => setTimeout(resolve, delay));
    tried.child.kill('SIGKILL');
    const { signal, output } = await tried.ended;
    expect(signal, `the sweep is too short for ${KILLS} kills:\n${output}`).toBe('SIGKILL');
    if (isCounted(tried.phase())) report(`${delay} ms after training began`, tried.phase());
  };
  await within('checkpoint:2');
  await within('rename:1');
  // Instants drawn from the clock fall into training nearly always; every second one is drawn from the operations on the disk.
  while (kills() < KILLS) {
    if (counts.writing <= counts.training) await within(`operation:${1 + Math.floor(random.uniform() * OPERATIONS)}`);
    else await between();
  }
  process.stdout.write(`${kills()} kills: ${counts.training} in training, ${counts.writing} in writing\n`);
  const last = await goOn(true).ended;
  expect(last.code, last.output).toBe(0);
  expect(last.output).toContain('Resuming ');
  expect(contentOf(runIn(folder))).toEqual(wanted);
}, 3_600_000);

test('SIGINT and SIGTERM end it within two seconds, say how to go on, and a pause changes nothing', async () => {
  rmSync(join(folder, 'runs'), { recursive: true, force: true });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const tried = goOn(signal === 'SIGTERM');
    await when(tried, () => tried.phase() === 'training');
    tried.child.kill(signal);
    const sent = performance.now();
    const ended = await tried.ended;
    process.stdout.write(`${signal}: ended after ${Math.round(performance.now() - sent)} ms\n`);
    expect(performance.now() - sent).toBeLessThan(2500); // two seconds, and what a busy machine adds
    expect(ended.code, ended.output).toBe(code);
    expect(ended.output).toContain(`npx heddle sweep --resume ${runIn(folder)}`.replace(`${folder}/`, ''));
  }
  const paused = goOn(true);
  await when(paused, () => paused.phase() === 'training');
  paused.child.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  paused.child.kill('SIGCONT');
  const { code, output } = await paused.ended;
  expect(code, output).toBe(0);
  expect(contentOf(runIn(folder))).toEqual(wanted);
}, 600_000);

test('a second process on a running sweep is told who has it', async () => {
  rmSync(join(folder, 'runs'), { recursive: true, force: true });
  // It never ends, however long the second takes to start.
  const first = goOn(false, { HEDDLE_FAULT: 'stuck:leaderboard.json' });
  await when(first, () => first.phase() === 'training' || first.phase().includes('leaderboard.json'));
  const { code, output } = await goOn(true).ended;
  expect(code, output).toBe(1);
  expect(output).toContain('expected    a run that no other process writes to');
  expect(output).toContain(`process ${first.child.pid} on `);
  first.child.kill('SIGKILL');
  await first.ended;
}, 120_000);
