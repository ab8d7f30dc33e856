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

const HEDDLE = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const PYTORCH = fileURLToPath(new URL('../peers/pytorch_sweep.py', import.meta.url));

/** Epochs at most of a trial, as in the main job: with fewer, start, selection and report weigh more than they do. */
const EPOCHS = 15;

interface Sweep {
  readonly id: string;
  readonly name: string;
  readonly seconds: number;
  readonly epochs: number;
  readonly secondsPerEpoch: number;
  readonly bestMacroF1: number;
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

function heddleSweep(profile: string, epochs: number, models: readonly string[] = []): Sweep {
  const out = mkdtempSync(join(tmpdir(), 'heddle-bench-sweep-'));
  try {
    const options = ['--profile', profile, '--epochs', String(epochs), '--out', out, '--json', '--quiet', ...models];
    const { document, seconds } = timed(process.execPath, [HEDDLE, 'sweep', 'fashion-mnist', ...options]);
    const { leaderboard } = document as {
      readonly leaderboard: readonly { readonly epochsTrained: number; readonly value: number }[];
    };
    const trained = leaderboard.reduce((sum, { epochsTrained }) => sum + epochsTrained, 0);
    return sweepOf(`heddle-${profile}`, `Heddle, ${profile}`, seconds, trained, leaderboard[0].value);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function pytorchSweep(python: string, version: string, folder: string, epochs: number): Sweep {
  const env = { ...openblasVariables(python, 'torch'), OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const { document, seconds } = timed(python, [PYTORCH, JSON.stringify({ folder, epochs })], env);
  const { epochs: trained, best } = document as { readonly epochs: number; readonly best: number };
  return sweepOf('pytorch', `PyTorch ${version}, two trials at a time, 1 thread each`, seconds, trained, best);
}

const sweepOf = (id: string, name: string, seconds: number, epochs: number, bestMacroF1: number): Sweep => ({
  ...{ id, name, seconds, epochs, secondsPerEpoch: seconds / epochs, bestMacroF1 },
});

/** The sweep. */
export const sweepTime: Measurement = {
  name: 'sweep',
  title: 'The whole sweep of 12 trials, per epoch trained',
  async run(task, { quick, log }) {
    const absent: Absent[] = [];
    const sweeps: Sweep[] = [];
    const epochs = quick ? 1 : EPOCHS;
    const take = (name: string, run: () => Sweep): void => {
      try {
        const sweep = run();
        sweeps.push(sweep);
        log(`${sweep.name}: ${sweep.seconds.toFixed(1)} s for ${sweep.epochs} epochs`);
      } catch (error) {
        absent.push({ name: `sweep with ${name}`, why: (error as Error).message });
      }
    };
    take('Heddle, fused', () => heddleSweep('fused', epochs, quick ? ['--models', 'model_2'] : []));
    const found = pythonWith('torch');
    if (quick) absent.push({ name: 'sweep with PyTorch and with BLAS', why: 'left out of a quick run' });
    else if (found === undefined) absent.push({ name: 'sweep with PyTorch', why: 'no Python here has torch' });
    else take('PyTorch', () => pytorchSweep(found.python, found.version, task.path, epochs));
    if (!quick) take('Heddle, fast', () => heddleSweep('fast', epochs));
    const peer = sweeps.find(({ id }) => id === 'pytorch');
    return {
      data: { epochsAtMost: epochs, sweeps },
      absent,
      tables: [
        {
          title: `The sweep${quick ? ', model_2 alone' : ' of 12 trials'}, at most ${epochs} epochs each`,
          columns: ['system', 'seconds', 'epochs trained', 's / epoch', 'ratio to PyTorch', 'best validation macro-F1'],
          rows: sweeps.map((sweep) => [
            sweep.name,
            sweep.seconds.toFixed(1),
            String(sweep.epochs),
            sweep.secondsPerEpoch.toFixed(2),
            peer === undefined ? '' : (sweep.secondsPerEpoch / peer.secondsPerEpoch).toFixed(2),
            sweep.bestMacroF1.toFixed(4),
          ]),
        },
      ],
    };
  },
};
