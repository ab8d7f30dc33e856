// Many small trials in one sweep: what the process holds stays flat, no trial costs more than those before it, and the run opens at once.
// HEDDLE_SOAK_TRIALS sets how many (`npm run test:soak`: 1,000).

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskStore } from 'heddle/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heddle } from '../cli-process.fixture.ts';
import { runIn, soak, writeTableSweep } from './program.fixture.ts';

const TRIALS = Number(process.env['HEDDLE_SOAK_TRIALS'] ?? 100);
const EVERY = TRIALS / 10;
/** What a WebAssembly memory grows by. */
const PAGE = 65536;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-soak-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the process held after some trials; bytes, and seconds of processor time since it began. */
interface Sample {
  readonly trials: number;
  readonly processor: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly arrayBuffers: number;
  readonly wasm: number;
  readonly files: number;
  readonly threads: number;
}

/** Sweeps over the trials in a folder to the end, and gives what the process held after every tenth of them. */
async function soakedIn(place: string, options: readonly string[]): Promise<Sample[]> {
  const rates = Array.from({ length: TRIALS }, (_, i) => Number((0.001 + i * 0.0001).toFixed(4)));
  writeTableSweep(place, 'soak.yaml', { epochs: 2, rates });
  const samplesFile = join(place, 'samples');
  const args = ['sweep', 'soak.yaml', '--quiet', '--embed', 'none', ...options];
  const { code, output } = await soak(place, args, EVERY, samplesFile);
  expect(code, output).toBe(0);
  const samples: Sample[] = readFileSync(samplesFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(samples.map(({ trials }) => trials)).toEqual(Array.from({ length: 10 }, (_, i) => (i + 1) * EVERY));
  return samples;
}

test.runIf(process.platform === 'linux')(
  `memory, open files and threads stay flat over ${TRIALS} trials`,
  async () => {
    const samples = await soakedIn(folder, []);
    const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    for (const { trials, processor, rss, heapUsed, arrayBuffers, wasm, files, threads } of samples) {
      process.stdout.write(
        `${trials} trials: ${processor.toFixed(1)} s, RSS ${megabytes(rss)} MB, heap ${megabytes(heapUsed)}, buffers ${megabytes(arrayBuffers)}, WebAssembly ${megabytes(wasm)}, ${files} files, ${threads} threads\n`,
      );
    }
    // The first fifth is for compiled code and caches. A trial's record and epochs stay: a few kilobytes.
    const [, begin] = samples;
    const end = samples[9];
    const most = (part: (sample: Sample) => number): number => Math.max(...samples.slice(2).map(part));
    // Two trials at a time share the memory: how their buffers lie may depend on which begins first. Below, one at a time, it is exact.
    expect(most(({ wasm }) => wasm)).toBeLessThanOrEqual(begin.wasm + 2 * PAGE);
    expect(most(({ threads }) => threads)).toBe(begin.threads);
    expect(most(({ files }) => files)).toBeLessThanOrEqual(begin.files + 6); // of writes that are going on
    expect(most(({ arrayBuffers }) => arrayBuffers)).toBeLessThan(begin.arrayBuffers + 2 * 2 ** 20);
    expect(end.heapUsed - begin.heapUsed).toBeLessThan(2 ** 20 + 8192 * (end.trials - begin.trials));
    expect(most(({ rss }) => rss)).toBeLessThan(begin.rss + 32 * 2 ** 20);
    const costs = (from: number, to: number): number => samples[to].processor - samples[from].processor;
    expect(costs(6, 9)).toBeLessThan(2 * costs(1, 4) + 0.5);
  },
  900_000,
);

test.runIf(process.platform === 'linux')(
  `one at a time, ${TRIALS} trials end with the WebAssembly memory of the first fifth`,
  async () => {
    const alone = join(folder, 'alone');
    mkdirSync(alone);
    const samples = await soakedIn(alone, ['--jobs', '1']);
    expect(Math.max(...samples.slice(2).map(({ wasm }) => wasm))).toBe(samples[1].wasm);
  },
  900_000,
);

test.runIf(process.platform === 'linux')(
  `a run of ${TRIALS} trials opens at once`,
  async () => {
    const store = await openDiskStore(runIn(folder));
    const begun = process.cpuUsage();
    const { leaderboard, trials } = await store.read();
    const { user, system } = process.cpuUsage(begun);
    process.stdout.write(`read in ${((user + system) / 1000).toFixed(0)} ms of processor time\n`);
    expect(leaderboard).toHaveLength(TRIALS);
    expect(trials).toHaveLength(TRIALS);
    expect((user + system) / 1000).toBeLessThan(200 + 1.5 * TRIALS);
    const { code, stdout } = await heddle(['runs', '--json', '--out', join(folder, 'runs')]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)[0]).toMatchObject({ status: 'finished', trials: TRIALS, finished: TRIALS });
  },
  60_000,
);
