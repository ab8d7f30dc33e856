// The whole sweep of 12 trials, from start to report, in seconds per epoch trained: Heddle's command line beside PyTorch doing the
// same protocol two trials at a time, one thread each. Trials end when patience does, so only the time per epoch compares.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Absent } from '../lib/contender.ts';
import type { Measurement } from '../lib/measurement.ts';
import { openblasVariables, pythonWith } from '../lib/python.ts';
import { type Spread, spreadOf } from '../lib/statistics.ts';

const HEDDLE = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PYTORCH = fileURLToPath(new URL('../peers/pytorch_sweep.py', import.meta.url));

/** Epochs at most of a trial, as in the main job: with fewer, start, selection and report weigh more than they do. */
const EPOCHS = 15;

/** Rounds of all systems in turn. */
const ROUNDS = 3;

/** One sweep. */
interface Swept {
  readonly seconds: number;
  readonly epochs: number;
  readonly bestMacroF1: number;
}

/** A system and its sweeps, in the order of the rounds. */
interface System {
  readonly id: string;
  readonly name: string;
  readonly sweep: () => Swept;
  readonly swept: Swept[];
}

/** Runs a program that prints one JSON document; gives the document and the seconds it all took. */
function timed(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { document: unknown; seconds: number } {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr.slice(-800));
  return { document: JSON.parse(stdout), seconds: (performance.now() - started) / 1000 };
}

function heddleSweep(profile: string, epochs: number, models: readonly string[] = []): Swept {
  const out = mkdtempSync(join(tmpdir(), 'heddle-bench-sweep-'));
  try {
    const options = ['--profile', profile, '--epochs', String(epochs), '--out', out, '--json', '--quiet', ...models];
    const { document, seconds } = timed(process.execPath, [HEDDLE, 'sweep', 'fashion-mnist', ...options]);
    const { leaderboard } = document as {
      readonly leaderboard: readonly { readonly epochsTrained: number; readonly value: number }[];
    };
    const trained = leaderboard.reduce((sum, { epochsTrained }) => sum + epochsTrained, 0);
    return { seconds, epochs: trained, bestMacroF1: leaderboard[0].value };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function pytorchSweep(python: string, folder: string, epochs: number): Swept {
  const env = { ...openblasVariables(python, 'torch'), OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const { document, seconds } = timed(python, [PYTORCH, JSON.stringify({ folder, epochs })], env);
  const { epochs: trained, best } = document as { readonly epochs: number; readonly best: number };
  return { seconds, epochs: trained, bestMacroF1: best };
}

/** Who sweeps, and who cannot. */
function contenders(folder: string, epochs: number, quick: boolean): { systems: System[]; absent: Absent[] } {
  const system = (id: string, name: string, sweep: () => Swept): System => ({ id, name, sweep, swept: [] });
  const models = quick ? ['--models', 'model_2'] : [];
  const fused = system('heddle-fused', 'Heddle, fused', () => heddleSweep('fused', epochs, models));
  if (quick)
    return { systems: [fused], absent: [{ name: 'sweep with PyTorch and with BLAS', why: 'left out of a quick run' }] };
  const fast = system('heddle-fast', 'Heddle, fast', () => heddleSweep('fast', epochs));
  const found = pythonWith('torch');
  if (found === undefined)
    return { systems: [fused, fast], absent: [{ name: 'sweep with PyTorch', why: 'no Python here has torch' }] };
  const name = `PyTorch ${found.version}, two trials at a time, 1 thread each`;
  const pytorch = system('pytorch', name, () => pytorchSweep(found.python, folder, epochs));
  return { systems: [fused, pytorch, fast], absent: [] };
}

const secondsPerEpoch = ({ swept }: System): Spread => spreadOf(swept.map(({ seconds, epochs }) => seconds / epochs));

/** The sweep. */
export const sweepTime: Measurement = {
  name: 'sweep',
  title: 'The whole sweep of 12 trials, per epoch trained',
  async run({ path }, { quick, log }) {
    const epochs = quick ? 1 : EPOCHS;
    const rounds = quick ? 1 : ROUNDS;
    const { systems, absent } = contenders(path, epochs, quick);
    const failed = new Set<System>();
    for (let round = 1; round <= rounds; round++) {
      // Who goes first changes, so that a machine that slows down does so for all.
      for (const system of [...systems.slice(round - 1), ...systems.slice(0, round - 1)]) {
        if (failed.has(system)) continue;
        try {
          const swept = system.sweep();
          system.swept.push(swept);
          log(`round ${round} of ${rounds}, ${system.name}: ${swept.seconds.toFixed(1)} s for ${swept.epochs} epochs`);
        } catch (error) {
          failed.add(system);
          absent.push({ name: `sweep with ${system.name}`, why: (error as Error).message });
        }
      }
    }
    const measured = systems
      .filter((system) => !failed.has(system))
      .map((system) => ({ ...system, secondsPerEpoch: secondsPerEpoch(system) }));
    const peer = measured.find(({ id }) => id === 'pytorch')?.secondsPerEpoch.median;
    const each = (of: readonly number[], digits: number): string => of.map((value) => value.toFixed(digits)).join(', ');
    return {
      data: { epochsAtMost: epochs, sweeps: measured.map(({ sweep, ...plain }) => plain) },
      absent,
      tables: [
        {
          title: `The sweep${quick ? ', model_2 alone' : ' of 12 trials'}, at most ${epochs} epochs each`,
          columns: [
            'system',
            'seconds',
            'epochs trained',
            's / epoch, median',
            'ratio to PyTorch',
            'best validation macro-F1',
          ],
          rows: measured.map(({ name, swept, secondsPerEpoch: { median } }) => [
            name,
            each(
              swept.map(({ seconds }) => seconds),
              1,
            ),
            each(
              swept.map((one) => one.epochs),
              0,
            ),
            median.toFixed(3),
            peer === undefined ? '' : (median / peer).toFixed(2),
            spreadOf(swept.map(({ bestMacroF1 }) => bestMacroF1)).median.toFixed(4),
          ]),
        },
      ],
    };
  },
};
