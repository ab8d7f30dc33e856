// The command line as a process: the peak memory of training model_3, and how long --help takes beside an empty program.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measurement } from '../lib/measurement.ts';
import { spreadOf } from '../lib/statistics.ts';

const HEDDLE = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const TRIAL = ['--trial', 'model_3', '--set', 'optimizer.learningRate=0.000625'];

/** The most memory that training model_3 held, in MB of 2^20 bytes; null where the system does not say. */
function peakOfTraining(profile: string): Promise<number | null> {
  const out = mkdtempSync(join(tmpdir(), 'heddle-bench-memory-'));
  const options = ['--epochs', '2', '--profile', profile, '--out', out, '--json', '--quiet'];
  const child = spawn(process.execPath, [HEDDLE, 'train', 'fashion-mnist', ...TRIAL, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const status = `/proc/${child.pid}/status`;
  let peak: number | null = null;
  const timer = setInterval(() => {
    if (!existsSync(status)) return;
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'));
    if (found !== null) peak = Number(found[1]) / 1024;
  }, 20);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      rmSync(out, { recursive: true, force: true });
      if (code === 0) resolve(peak);
      else reject(new Error(`training with profile ${profile} ended with ${code}`));
    });
  });
}

function milliseconds(args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - started;
}

/** Memory and start. */
export const processFigures: Measurement = {
  name: 'process',
  title: 'The command line as a process',
  async run(_task, { quick }) {
    const empty: number[] = [];
    const help: number[] = [];
    for (let i = 0; i < (quick ? 3 : 11); i++) {
      empty.push(milliseconds(['-e', '0']));
      help.push(milliseconds([HEDDLE, '--help']));
    }
    const start = { empty: spreadOf(empty), help: spreadOf(help) };
    const peak = quick ? null : await peakOfTraining('fused');
    const rows = [
      ['heddle --help', `${start.help.median.toFixed(0)} ms`],
      ['node -e 0', `${start.empty.median.toFixed(0)} ms`],
      ['difference (at most 150 ms)', `${(start.help.median - start.empty.median).toFixed(0)} ms`],
      ['peak memory of heddle train, model_3, fused (at most 220 MB)', peak === null ? '' : `${peak.toFixed(0)} MB`],
    ];
    return {
      data: { start, peakMegabytes: peak },
      absent: [],
      tables: [{ title: 'Start and memory', columns: ['what', 'measured'], rows }],
    };
  },
};
