// A sweep that is left at any write and resumed ends as if it had never been left.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { HeddleError } from '../core/index.ts';
import { readSafetensors, writeSafetensors } from '../export/index.ts';
import type { SweepEvent } from '../record/index.ts';
import { memoryFiles, type RunFiles, runStoreOver } from '../store/index.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { contentOf, leftAfter, noticesOf, runOver } from './left-run.fixture.ts';
import { RING, runTiny, tinyEngine } from './tiny-run.fixture.ts';

const SWEEP = {
  schedule: { reduceOnPlateau: { patience: 0 } },
  grid: { 'models.plain.0.units': [3, 6], 'models.normed.0.units': [4] },
  training: { batchSize: 9, epochs: 3, dropLast: false, clipNorm: 0.5, earlyStopping: { patience: 1 } },
};

test.each([
  ['one split', SWEEP],
  [
    'folds, with a refit',
    { ...SWEEP, folds: 2, schedule: 'cosine', split: undefined, grid: { 'models.plain.0.units': [3] } },
  ],
])(
  'left after any of its writes and resumed, a sweep ends the same: %s',
  async (_, sweep) => {
    const whole = memoryFiles('whole');
    const counted = leftAfter(whole, Number.POSITIVE_INFINITY);
    await runOver(counted, sweep);
    const wanted = await contentOf(whole);
    const writes = counted.done();
    expect(writes).toBeGreaterThan(40);
    // The first write is sweep.json: before it there is no run.
    for (let left = 1; left < writes; left += left < 12 || left > writes - 8 ? 1 : 3) {
      const files = memoryFiles('left');
      await runOver(leftAfter(files, left), sweep).catch((error: HeddleError) => expect(error.code).toBe('file'));
      const { result } = await runOver(files, sweep, { resume: { extend: false } });
      expect(await contentOf(files), `left after ${left} of ${writes} writes`).toEqual(wanted);
      expect(result.interrupted).toBe(false);
    }
  },
  120_000,
);

const PLAIN = [{ dense: 3 }, 'relu', { dense: 2 }];

test.each([
  [
    'two names of one network, and a third that is merged into it',
    { models: { a: PLAIN, b: PLAIN, c: [...PLAIN, 'softmax'] }, grid: {} },
  ],
  [
    'two values that mean the same',
    { models: { a: PLAIN }, grid: { optimizer: ['adam', { adam: { learningRate: 0.001 } }, 'sgd'] } },
  ],
])('equal trials each keep a folder of their own, wherever the run is left: %s', async (_, sweep) => {
  const whole = memoryFiles('whole');
  const counted = leftAfter(whole, Number.POSITIVE_INFINITY);
  const { result } = await runOver(counted, sweep);
  const wanted = await contentOf(whole);
  expect(new Set(result.leaderboard.map(({ trial }) => trial)).size).toBe(3);
  for (let left = 1; left < counted.done(); left += 5) {
    const files = memoryFiles('left');
    await runOver(leftAfter(files, left), sweep).catch((error: HeddleError) => expect(error.code).toBe('file'));
    await runOver(files, sweep, { resume: { extend: false } });
    expect(await contentOf(files), `left after ${left} writes`).toEqual(wanted);
  }
  await whole.remove('trials/000-a/trial.json');
  const { store } = await runOver(whole, sweep, { resume: { extend: false } });
  expect(await contentOf(whole)).toEqual(wanted);
  expect((await store.read()).sweep.testReads).toHaveLength(1);
});

/** A tiny run that has ended, in a folder of its own. */
async function finished(changes: object = {}): Promise<RunFiles> {
  const files = memoryFiles('run');
  await runOver(files, changes);
  return files;
}

test('a run that lacks nothing stays as it is, and its test rows are not read again', async () => {
  const files = await finished();
  const before = await contentOf(files);
  const { result, store, events } = await runOver(files, {}, { resume: { extend: false } });
  expect(await contentOf(files)).toEqual(before);
  expect(result.test).not.toBeNull();
  expect(noticesOf(events)).toEqual(['Resuming run: 4 of 4 trials are kept, 0 go on, 0 start.']);
  const { sweep } = await store.read();
  expect(sweep.testReads).toHaveLength(1);
  expect(sweep.resumptions).toEqual([
    { time: '2026-01-02T03:04:05.000Z', command: 'heddle sweep tiny.yaml', extended: [] },
  ]);
});

test('a run says which command began it, whatever goes on with it', async () => {
  const files = memoryFiles('run');
  const { store } = await runOver(files, {}, { begunBy: 'train' });
  expect((await store.readSweep()).begunBy).toBe('train');
  await runOver(files, {}, { begunBy: 'sweep', resume: { extend: false } });
  expect((await store.readSweep()).begunBy).toBe('train');
  expect(await (await runTiny()).store.readSweep()).not.toHaveProperty('begunBy');
});

test.each(['metrics.jsonl', 'model.safetensors', 'validation-predictions.bin', 'trial.json'])(
  'a finished trial whose %s is gone, torn or changed is made whole from its checkpoint',
  async (name) => {
    const path = `trials/002-normed/${name}`;
    const wanted = await contentOf(await finished());
    const damages: ((bytes: Uint8Array) => Uint8Array | null)[] = [
      () => null,
      (bytes) => bytes.subarray(0, bytes.length - 21),
    ];
    for (const damage of damages) {
      const files = await finished();
      const bytes = damage((await files.read(path))!);
      if (bytes === null) await files.remove(path);
      else await files.write(path, bytes);
      const { events } = await runOver(files, {}, { resume: { extend: false } });
      expect(await contentOf(files)).toEqual(wanted);
      expect(noticesOf(events)[0]).toBe('Resuming run: 3 of 4 trials are kept, 1 go on, 0 start.');
      expect(noticesOf(events).join('\n')).toContain('normed learningRate=0.03: goes on with epoch 4');
      const started = events.find(({ type }) => type === 'trial-started');
      expect(started).toMatchObject({ record: { bestEpoch: expect.any(Number), bestValue: expect.any(Number) } });
    }
  },
);

test('a corrupt newest checkpoint gives way to the one before, two corrupt ones to the beginning', async () => {
  const wanted = await contentOf(await finished());
  const path = (name: string): string => `trials/000-plain/${name}.safetensors`;
  for (const corrupt of [['checkpoint'], ['checkpoint', 'checkpoint-previous']]) {
    const files = memoryFiles('run');
    const counted = leftAfter(files, Number.POSITIVE_INFINITY);
    const control = new AbortController();
    const onEvent = (event: SweepEvent): void => {
      if (event.type === 'trial-event' && event.event.type === 'progress' && event.event.epoch === 3) control.abort();
    };
    await runOver(counted, {}, { signal: control.signal, onEvent });
    for (const name of corrupt) {
      const bytes = (await files.read(path(name)))!;
      bytes[bytes.length - 5] ^= 16;
      await files.write(path(name), bytes);
    }
    const { events } = await runOver(files, {}, { resume: { extend: false } });
    expect(await contentOf(files)).toEqual(wanted);
    const told = noticesOf(events).filter((notice) => notice.includes('is damaged'));
    expect(told.length).toBe(corrupt.length);
    expect(told[0]).toMatch(/^run\/trials\/000-plain\/checkpoint\.safetensors is damaged \(expected the checksum/);
  }
});

const refusal = (files: RunFiles, changes: object, options: Partial<ExperimentOptions> = {}): Promise<unknown> =>
  runOver(files, changes, { resume: { extend: false }, ...options });

test('another sweep, profile or data set is refused, with the difference shown, and nothing is written', async () => {
  const files = await finished();
  const before = await contentOf(files);
  await expect(refusal(files, { training: { batchSize: 10, epochs: 5 }, seed: 2 })).rejects.toThrow(
    'run run: expected the sweep it was begun with, received one that differs in seed: 1 -> 2; training.epochs: 3 -> 5. leave the sweep file and its options out to go on as it was begun, or start a new run.',
  );
  await expect(refusal(files, { training: { batchSize: 10, epochs: 5 } })).rejects.toThrow(
    'with --extend the run takes up what is new; without a sweep file it goes on as it was begun.',
  );
  const fewer = { grid: { 'optimizer.learningRate': [0.03] } };
  await expect(refusal(files, fewer, { resume: { extend: true } })).rejects.toThrow(
    'expected a sweep that only adds epochs, models or values of the grid, received one that differs in grid.optimizer.learningRate: [0.03,0.01] -> [0.03]',
  );
  const engine = { ...tinyEngine(1), profile: { asked: 'fused', used: 'fused' } };
  await expect(refusal(files, {}, { engine })).rejects.toThrow(
    'run run: expected profile strict, which it was begun with, received profile fused. other arithmetic gives other numbers: resume with --profile strict on a machine that has it.',
  );
  const dataset = { ...RING, sha256: 'cd'.repeat(32) };
  await expect(refusal(files, {}, { dataset })).rejects.toThrow(
    /^run run: expected the data that it was begun with, SHA-256 (ab)+, received SHA-256 (cd)+\. find the same files/,
  );
  expect(await contentOf(files)).toEqual(before);
});

test('extended by epochs, trials go on from their ends as if they had had them from the start; what was selected before is kept aside', async () => {
  const files = await finished();
  const board = await files.read('leaderboard.json');
  const audit = new TextEncoder().encode(
    JSON.stringify({ formatVersion: 1, time: '2026-01-02T03:04:05.000Z', heddle: '0.0.0', checks: [] }),
  );
  await files.write('audit.json', audit);
  const secondsOf = async (): Promise<number[]> =>
    (await runStoreOver(files).read()).trials.map(({ record }) => record.seconds);
  const before = await secondsOf();
  const longer = { training: { batchSize: 10, epochs: 5 } };
  const { store, events, result } = await runOver(files, longer, { resume: { extend: true } });
  expect(noticesOf(events).slice(0, 2)).toEqual([
    'Resuming run: 0 of 4 trials are kept, 4 go on, 0 start.',
    'New in the sweep: training.epochs: 3 -> 5',
  ]);
  expect(await files.read('before-extension-1/leaderboard.json')).toEqual(board);
  // An audit is of the selection that was taken back.
  expect([await files.read('audit.json'), await files.read('before-extension-1/audit.json')]).toEqual([null, audit]);
  const run = await store.read();
  expect(run.trials.map(({ record }) => record.epochsTrained)).toEqual([5, 5, 5, 5]);
  // What a trial took counts from its first epoch, whenever that was.
  for (const [trial, seconds] of (await secondsOf()).entries()) expect(seconds).toBeGreaterThan(before[trial]);
  expect(run.sweep.resumptions?.[0].extended).toEqual(['training.epochs: 3 -> 5']);
  expect(result.test?.trial).toBe(result.selected?.trial);
  expect(run.sweep.testReads).toHaveLength(2);
});

test('left while the selection is set aside, an extension sets it aside once', async () => {
  const longer = { training: { batchSize: 10, epochs: 4 } };
  const extend = { resume: { extend: true } };
  const whole = await finished();
  const counted = leftAfter(whole, Number.POSITIVE_INFINITY);
  await runOver(counted, longer, extend);
  const wanted = await contentOf(whole);
  for (let left = 1; left < Math.min(counted.done(), 24); left++) {
    const files = await finished();
    const leaving = runOver(leftAfter(files, left), longer, extend);
    await expect(leaving).rejects.toMatchObject({ code: 'file' });
    await runOver(files, longer, extend);
    expect(await files.read('before-extension-1/leaderboard.json')).not.toBeNull();
    expect(await files.read('before-extension-2/leaderboard.json'), `left after ${left} writes`).toBeNull();
    expect(await contentOf(files)).toEqual(wanted);
  }
});

test('extended by cells, trials that ended stay as they are and the others join them', async () => {
  const files = await finished();
  const before = await contentOf(files);
  const wider = { grid: { 'optimizer.learningRate': [0.1, 0.03, 0.01] } };
  const { store, events } = await runOver(files, wider, { resume: { extend: true } });
  expect(noticesOf(events)[0]).toBe('Resuming run: 4 of 6 trials are kept, 0 go on, 2 start.');
  const { trials, leaderboard } = await store.read();
  expect(trials.map(({ folder, record }) => `${folder} ${record.name}`).slice(4)).toEqual([
    '004-plain plain learningRate=0.1',
    '005-normed normed learningRate=0.1',
  ]);
  expect(leaderboard).toHaveLength(6);
  const after = await contentOf(files);
  for (const path of Object.keys(before).filter((name) => name.includes('/'))) expect(after[path]).toBe(before[path]);
  // The new trials are those of a sweep that had them from the start.
  const fresh = await (await runTiny(wider)).store.read();
  for (const { record } of trials) {
    const twin = fresh.trials.find((trial) => trial.record.name === record.name)!;
    expect(record.lastFingerprint).toBe(twin.record.lastFingerprint);
  }
});

test('extended by repeats or a dimension of the grid, trials that ended take their new names into their files', async () => {
  for (const wider of [
    { repeats: 2 },
    { grid: { 'optimizer.learningRate': [0.03, 0.01], 'optimizer.beta1': [0.9, 0.8] } },
  ]) {
    const { store, result } = await runOver(await finished(), wider, { resume: { extend: true } });
    const { trials } = await store.read();
    const names = trials.map(({ folder, record }) => `${folder} ${record.name}`);
    expect(names).toEqual(expect.arrayContaining(result.leaderboard.map(({ trial, name }) => `${trial} ${name}`)));
    expect(names).toHaveLength(8);
  }
});

test('a run that an earlier version left goes on: what has no checkpoint starts anew', async () => {
  const root = fileURLToPath(new URL('../../test/fixtures/format-1/interrupted/', import.meta.url));
  const files = memoryFiles('old');
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) await files.write(relative(root, path), readFileSync(path));
  }
  const { events } = await runOver(files, {}, { resume: { extend: false } });
  expect(noticesOf(events)[0]).toBe('Resuming old: 1 of 4 trials are kept, 3 go on, 0 start.');
  // What the kept trial took of memory is what the earlier version planned.
  const planned = (content: object): unknown =>
    JSON.parse(JSON.stringify(content).replaceAll(/(memoryBytes[\\"]+: ?)\d+/g, '$10'));
  expect(planned(await contentOf(files))).toEqual(planned(await contentOf(await finished())));
});

test('a checkpoint of a newer format version is refused by its number, and left as it is', async () => {
  const files = await finished();
  const path = 'trials/000-plain/checkpoint.safetensors';
  const { tensors, metadata } = readSafetensors((await files.read(path))!, path);
  const newer = writeSafetensors({ tensors, metadata: { ...metadata, format: 'heddle-checkpoint-3' } });
  await files.write(path, newer);
  await files.remove('trials/000-plain/model.safetensors');
  await expect(refusal(files, {})).rejects.toThrow(
    'run/trials/000-plain/checkpoint.safetensors: expected a checkpoint of format version 1, received format version 3. it was written by a newer Heddle: update Heddle to go on from it.',
  );
  expect(await files.read(path)).toEqual(newer);
});

test('a trial that diverged stays failed, with its reason', async () => {
  const diverging = {
    optimizer: 'sgd',
    models: { plain: [{ dense: 3 }, { dense: 2 }] },
    grid: { 'optimizer.learningRate': [1e38, 0.1] },
  };
  const files = await finished(diverging);
  const { result } = await runOver(files, diverging, { resume: { extend: false } });
  expect(result.leaderboard[1]).toMatchObject({ status: 'failed', name: 'plain learningRate=1e+38' });
  expect(result.leaderboard[1].message).toMatch(
    /^epoch 1, step \d: expected a finite loss, received .*; the first output that is not finite is that of model\[1\] dense\./,
  );
});
