// The built program with the fault preload, and what it leaves in a run folder.

import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { randomSequence, seedFrom } from 'heddle';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A process of the program that is tried. */
export interface Tried {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly output: string }>;
  /** What it does to its run folder now. */
  phase(): string;
  output(): string;
}

/** Starts `heddle` in a folder, with a fault where the environment says one. */
export function tryProgram(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Tried {
  const phases = join(mkdtempSync(join(tmpdir(), 'heddle-phase-')), 'phase');
  writeFileSync(phases, 'starting');
  const child = startProgram(folder, ['--import', preload('fault')], args, {
    HEDDLE_FAULT_PHASE: phases,
    ...environment,
  });
  return { ...watched(child), phase: () => readFileSync(phases, 'utf8').trim() };
}

/** Runs `heddle` in a folder to its end; after every `every`-th trial what the process holds is written to a file. */
export function soak(folder: string, args: readonly string[], every: number, samples: string): Tried['ended'] {
  const environment = { HEDDLE_SOAK_EVERY: String(every), HEDDLE_SOAK_SAMPLES: samples };
  return watched(startProgram(folder, ['--expose-gc', '--import', preload('soak')], args, environment)).ended;
}

const preload = (name: string): string => join(ROOT, `test/faults/${name}-preload.mjs`);

function startProgram(
  folder: string,
  nodeOptions: readonly string[],
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [...nodeOptions, join(ROOT, 'dist/cli/main.js'), ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function watched(child: ChildProcessByStdio<null, Readable, Readable>): Omit<Tried, 'phase'> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return {
    child,
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, output }));
    }),
    output: () => output,
  };
}

/** Resolves when `holds` does; rejects when the process ends before, or a minute has gone by. */
export async function when(tried: Tried, holds: () => boolean): Promise<void> {
  let over = false;
  void tried.ended.then(() => {
    over = true;
  });
  const begun = performance.now();
  while (!holds()) {
    if (performance.now() - begun > 60_000) tried.child.kill('SIGKILL');
    if (over) throw new Error(`the program ended too soon:\n${tried.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The one run folder in a folder. */
export function runIn(folder: string): string {
  const [run] = readdirSync(join(folder, 'runs'));
  return join(folder, 'runs', run);
}

/** Everything a run promises to hold the same, by path: without times, and without the note that it was resumed. */
export function contentOf(run: string): Record<string, string> {
  const read = (path: string): string => {
    if (!existsSync(join(run, path))) return 'nothing';
    const bytes = readFileSync(join(run, path));
    if (!/json/.test(path)) return bytes.toString('base64');
    return bytes.toString('utf8').replace(/"(seconds|samplesPerSecond)": ?[\d.e-]+/g, '"$1":0');
  };
  const names = ['trial.json', 'metrics.jsonl', 'model.safetensors', 'validation-predictions.bin'];
  const trials = readdirSync(join(run, 'trials')).sort();
  const paths = [
    ...['leaderboard.json', 'test.json', 'test-predictions.bin'],
    ...trials.flatMap((trial) => names.map((name) => `trials/${trial}/${name}`)),
  ];
  return Object.fromEntries(paths.map((path) => [path, read(path)]));
}

/** A sweep of four small networks over the data there are; `epochs` sets how long it takes. */
export function sweepText(epochs: number): string {
  return [
    'name: faults',
    `dataset: ${process.env['HEDDLE_DATA'] ? 'fashion-mnist' : 'synthetic-garments'}`,
    'split: { kind: random, validation: 8000 }',
    'models:',
    '  normed: [flatten, dense: 12, batchNorm, relu, dropout: 0.2, dense: 10, softmax]',
    '  plain: [flatten, dense: 12, tanh, dense: 10, softmax]',
    'schedule: { reduceOnPlateau: { patience: 0 } }',
    `training: { batchSize: 500, epochs: ${epochs}, dropLast: false, earlyStopping: { patience: ${epochs - 1} } }`,
    'grid:',
    '  optimizer.learningRate: [0.01, 0.002]',
  ].join('\n');
}

/** Writes `points.csv`, 300 points of three classes, and a sweep of small networks over it, which starts in no time. */
export function writeTableSweep(
  folder: string,
  file: string,
  { epochs, rates = [0.03, 0.01] }: { readonly epochs: number; readonly rates?: readonly number[] },
): void {
  const random = randomSequence(seedFrom(3), 'synthetic', 0);
  const rows = Array.from({ length: 300 }, () => {
    const [x, y] = [random.uniform(), random.uniform()];
    return `${x},${y},${['low', 'middle', 'high'][Math.min(2, Math.floor(1.5 * (x + y)))]}`;
  });
  writeFileSync(join(folder, 'points.csv'), ['x,y,height', ...rows].join('\n'));
  const lines = [
    'name: table',
    'dataset: { csv: points.csv, target: height }',
    'models:',
    '  plain: [dense: 8, relu, dense: 3, softmax]',
    `training: { batchSize: 50, epochs: ${epochs}, earlyStopping: { patience: ${epochs} } }`,
    'grid:',
    `  optimizer.learningRate: [${rates.join(', ')}]`,
  ];
  writeFileSync(join(folder, file), lines.join('\n'));
}
