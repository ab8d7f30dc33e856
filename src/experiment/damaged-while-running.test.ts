// A file of the run is deleted or truncated while the sweep runs: it is written again, or the sweep ends with an error and goes on from
// there. What is written of it afterwards is never anything else than what an undisturbed run writes.

import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import type { SweepEvent } from '../record/index.ts';
import { memoryFiles, type RunFiles, runStoreOver } from '../store/index.ts';
import { runTiny } from './tiny-run.fixture.ts';

const SWEEP = { grid: { 'optimizer.learningRate': [0.03] } };
const TRIAL = '000-plain';
const IN_TRIAL = ['trial.json', 'metrics.jsonl', 'model.safetensors', 'validation-predictions.bin'];
const CHECKPOINTS = ['checkpoint.safetensors', 'checkpoint-previous.safetensors'];

const MOMENTS: Readonly<Record<string, (event: SweepEvent) => boolean>> = {
  'in the first trial’s second epoch': (event) =>
    event.type === 'trial-event' &&
    event.trial === TRIAL &&
    event.event.type === 'epoch' &&
    event.event.record.epoch === 2,
  'after the first trial': (event) => event.type === 'trial-ended' && event.trial === TRIAL,
  'before the selection': (event) => event.type === 'leaderboard',
};

/** What a run holds, but for times. */
async function contentOf(files: RunFiles): Promise<Record<string, string>> {
  const folders = [...(await files.folders('trials'))].sort();
  const paths = [
    ...['leaderboard.json', 'test.json', 'test-predictions.bin', 'selection.json'],
    ...folders.flatMap((folder) => IN_TRIAL.map((name) => `trials/${folder}/${name}`)),
  ];
  const content: Record<string, string> = {};
  for (const path of paths) {
    const text = Buffer.from((await files.read(path)) ?? 'nothing').toString('latin1');
    content[path] = text.replace(/"(seconds|samplesPerSecond)": ?[\d.e-]+/g, '"$1":0');
  }
  return content;
}

/** Halves of whole float32, since a file that is no whole number of them is noticed more easily. */
const DAMAGES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | null>> = {
  deleted: () => null,
  truncated: (bytes) => bytes.subarray(0, 4 * (bytes.length >> 3)),
  emptied: () => new Uint8Array(),
};

const paths = ['sweep.json', ...[...IN_TRIAL, ...CHECKPOINTS].map((name) => `trials/${TRIAL}/${name}`)];
const cases = paths.flatMap((path) =>
  Object.keys(DAMAGES).flatMap((damage) => Object.keys(MOMENTS).map((moment) => [path, damage, moment] as const)),
);

test('a file that is deleted or truncated while the sweep runs is made whole, then or by resuming', async () => {
  const whole = memoryFiles('run');
  await runTiny(SWEEP, { store: runStoreOver(whole) });
  const wanted = await contentOf(whole);
  const ends = { whole: new Set<string>(), told: new Set<string>(), later: new Set<string>() };
  for (const [path, damage, moment] of cases) {
    const name = `${path} ${damage} ${moment}`;
    const files = memoryFiles('run');
    let done = false;
    const onEvent = (event: SweepEvent): void => {
      if (done || !MOMENTS[moment](event)) return;
      done = true;
      void files.read(path).then(async (bytes) => {
        const damaged = bytes === null ? null : DAMAGES[damage](bytes);
        await (damaged === null ? files.remove(path) : files.write(path, damaged));
      });
    };
    const store = runStoreOver(files);
    try {
      await runTiny(SWEEP, { store, onEvent });
      await store.read();
      const now = await contentOf(files);
      const other = Object.keys(wanted).filter((key) => now[key] !== wanted[key]);
      expect(
        other.filter((key) => key !== path),
        `${name}: what was made of it`,
      ).toEqual([]);
      ends[other.length === 0 ? 'whole' : 'later'].add(name);
    } catch (error) {
      expect(error, name).toBeInstanceOf(HeddleError);
      expect((error as HeddleError).where, name).toContain('run/');
      ends.told.add(name);
    }
    await runTiny(SWEEP, { store: runStoreOver(files), resume: { extend: false } });
    expect(await contentOf(files), `${name}: resumed`).toEqual(wanted);
  }
  const first = 'in the first trial’s second epoch';
  for (const damage of Object.keys(DAMAGES)) {
    for (const moment of Object.keys(MOMENTS)) expect(ends.whole).toContain(`sweep.json ${damage} ${moment}`);
    for (const name of IN_TRIAL) expect(ends.whole).toContain(`trials/${TRIAL}/${name} ${damage} ${first}`);
  }
}, 60_000);
