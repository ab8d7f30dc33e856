// Runs the built program as people and scripts do: as a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that may still run. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stdout has shown the text; rejects when the process ends without it. */
  shown(text: string): Promise<void>;
}

/** Starts `heddle` with some arguments, in the repository's folder. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const shown = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve();
      };
      child.stdout.on('data', look);
      look();
      void ended.then(({ code }) =>
        reject(new Error(`ended with ${code} before ${text} was shown:\n${stdout}${stderr}`)),
      );
    });
  return { child, ended, shown };
}

/** Runs `heddle` to its end. */
export function heddle(args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended> {
  return start(args, environment).ended;
}

/** A folder that is gone after `use`. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-cli-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The options for Fashion-MNIST where it is, and for the synthetic garments elsewhere. */
export const DATA: readonly string[] = [
  '--dataset',
  process.env['HEDDLE_DATA'] ? 'fashion-mnist' : 'synthetic-garments',
];

/** The options for a short training: 6,000 rows for training, the others for validation. */
export const FEW_ROWS: readonly string[] = ['--set', 'split.validation=54000'];
