// A sweep that grows after it has run: what it holds then is what a fresh sweep of that size would hold.

import { expect, test } from 'vitest';
import { type HeddleError, randomSequence, seedFrom, shuffleInPlace } from '../core/index.ts';
import { referenceBackend } from '../kernels/index.ts';
import type { SweepEvent } from '../record/index.ts';
import { memoryFiles, type RunFiles } from '../store/index.ts';
import { placeTable, train } from '../train/index.ts';
import { auditRun } from './audit-run.ts';
import { factsOf } from './dataset-facts.ts';
import { evaluateTrial } from './evaluate-trial.ts';
import { everyRow, splitsOf } from './folds.ts';
import { contentOf, leftAfter, noticesOf, runOver } from './left-run.fixture.ts';
import { parseExperiment } from './parse-experiment.ts';
import { planExperiment } from './plan.ts';
import { medianEpoch } from './refit.ts';
import { standardKinds } from './standard-kinds.ts';
import { RING, runTiny, TINY, type TinyRun, tinyEngine } from './tiny-run.fixture.ts';

const SMALL = [{ dense: 3 }, 'relu', { dense: 2 }];
const WIDE = [{ dense: 7 }, 'tanh', { dense: 2 }];
const EXTEND = { resume: { extend: true } };

/** A run of the first sweep that was extended to the second. */
async function extended(before: object, after: object): Promise<TinyRun & { readonly files: RunFiles }> {
  const files = memoryFiles('run');
  await runOver(files, before);
  return { ...(await runOver(files, after, EXTEND)), files };
}

/** What an audit finds wrong with a run; whether its first test reading was before the last choice is not asked. */
async function auditedWrong({ store }: TinyRun): Promise<readonly string[]> {
  const { checks } = await auditRun({
    store,
    kinds: standardKinds,
    data: RING,
    backends: tinyEngine(1).backends,
    profile: 'strict',
    time: '2026-02-03T04:05:06.000Z',
  });
  return checks
    .filter(({ id, status }) => id !== 'test-after-selection' && status !== 'passed')
    .map(({ id, details }) => `${id}: ${details.join('; ')}`);
}

/** Every write of the extension is its last, once: gone on with, the run ends the same. */
async function expectSameWhereverLeft(before: object, after: object, step: number): Promise<void> {
  const whole = memoryFiles('run');
  await runOver(whole, before);
  const counted = leftAfter(whole, Number.POSITIVE_INFINITY);
  await runOver(counted, after, EXTEND);
  const wanted = await contentOf(whole);
  for (let left = 1; left < counted.done(); left += step) {
    const files = memoryFiles('run');
    await runOver(files, before);
    await runOver(leftAfter(files, left), after, EXTEND).catch((error: HeddleError) => expect(error.code).toBe('file'));
    await runOver(files, after, EXTEND);
    expect(await contentOf(files), `left after ${left} writes of the extension`).toEqual(wanted);
  }
}

test('trials that the sweep calls otherwise once it has grown have the new name in their folders too', async () => {
  const [once, thrice] = [
    { models: { a: SMALL, b: WIDE }, grid: {} },
    { models: { a: SMALL, b: WIDE }, grid: {}, repeats: 3 },
  ];
  const run = await extended(once, thrice);
  const { trials, leaderboard } = await run.store.read();
  const names = new Map(trials.map(({ folder, record }) => [folder, record.name]));
  expect(leaderboard!.map(({ trial }) => names.get(trial))).toEqual(leaderboard!.map(({ name }) => name));
  expect(trials[0].record).toMatchObject({ name: 'a repeat=0', cell: 'a', repeat: 0 });
  const { trial } = await evaluateTrial({
    store: run.store,
    kinds: standardKinds,
    dataset: RING,
    backend: tinyEngine(1).backends[0],
    split: 'validation',
    trial: 'a repeat=0',
    afterSelection: false,
    command: 'heddle evaluate',
    time: '2026-02-03T04:05:06.000Z',
  });
  expect(trial).toBe('000-a');
  expect(await auditedWrong(run)).toEqual([]);
  await expectSameWhereverLeft(once, thrice, 13);
});

test('a new dimension of the grid names and places the trials that there were', async () => {
  const models = { a: SMALL };
  const { store } = await extended({ models, grid: {} }, { models, grid: { 'optimizer.learningRate': [0.01, 0.001] } });
  const { trials } = await store.read();
  expect(trials.map(({ record: { name, parameters } }) => ({ name, parameters }))).toEqual([
    { name: 'a learningRate=0.001', parameters: { 'optimizer.learningRate': 0.001 } },
    { name: 'a learningRate=0.01', parameters: { 'optimizer.learningRate': 0.01 } },
  ]);
});

test('a trial of a sweep that grew whose record is torn is made whole in its folder, whatever its number', async () => {
  const after = { models: { a: SMALL, b: WIDE }, grid: {}, repeats: 3 };
  const { files } = await extended({ models: { a: SMALL, b: WIDE }, grid: {} }, after);
  const wanted = await contentOf(files);
  const torn = ['trials/001-b/trial.json', 'trials/003-a/trial.json', 'trials/004-b/trial.json'];
  for (const path of torn) await files.write(path, '{');
  const { events } = await runOver(files, after, { resume: { extend: false } });
  expect(await contentOf(files)).toEqual(wanted);
  expect(noticesOf(events)[0]).toBe('Resuming run: 3 of 6 trials are kept, 3 go on, 0 start.');
});

test('of trials with equal values the first of the sweep is chosen, in a sweep that grew too, and the audit agrees', async () => {
  const after = { models: { a: SMALL, b: SMALL, c: SMALL }, grid: {}, repeats: 2 };
  const run = await extended({ models: { b: SMALL }, grid: {} }, after);
  await expectAsFresh(run, after);
  expect((await run.store.read()).trials[0]).toMatchObject({ folder: '000-b', record: { name: 'b repeat=0' } });
});

const FOLDED = { folds: 2, split: undefined, grid: {}, select: 'validationLoss' };
const ONE = {
  ...FOLDED,
  models: { a: SMALL },
  training: { batchSize: 10, epochs: 6 },
  optimizer: { adam: { learningRate: 0.2 } },
};

/** A run's trials by name, without what differs by the way it came about: places and times. */
async function fingerprintsOf({ store }: TinyRun): Promise<Readonly<Record<string, unknown>>> {
  const { trials } = await store.read();
  return Object.fromEntries(
    trials.map(({ record: { name, initialFingerprint, fingerprint, lastFingerprint, message } }) => [
      name,
      { initialFingerprint, fingerprint, lastFingerprint, message },
    ]),
  );
}

const untold = ({ trial, ...figures }: { readonly trial: string }): object => figures;

/** An extended run has the leaderboard, bits and test figures of one that had that size from the start, and passes the audit. */
async function expectAsFresh(run: TinyRun, after: object): Promise<void> {
  const fresh = await runTiny(after);
  const names = ({ result }: TinyRun): unknown =>
    result.leaderboard.map(({ name, value, cell }) => ({ name, value, cell }));
  expect(names(run)).toEqual(names(fresh));
  expect(await fingerprintsOf(run)).toEqual(await fingerprintsOf(fresh));
  expect(untold(run.result.test!)).toEqual(untold(fresh.result.test!));
  expect(await auditedWrong(run)).toEqual([]);
}

test.each([
  ['more repeats', { ...ONE, repeats: 2 }],
  ['a model that wins', { ...ONE, models: { a: SMALL, b: WIDE } }],
  ['values of the grid', { ...ONE, grid: { 'layers.0.units': [3, 20] } }],
])('a refit that is not that of the grown sweep is set aside, and trained anew: %s', async (_, after) => {
  const run = await extended(ONE, after);
  await expectAsFresh(run, after);
  const { sweep, trials, test: tested } = await run.store.read();
  expect(trials.filter(({ record }) => record.refitOf !== undefined).map(({ folder }) => folder)).toEqual([
    tested!.trial,
  ]);
  expect(tested!.trial).not.toBe('002-a');
  expect(sweep.testReads.map(({ trial }) => trial)).toEqual(['002-a', tested!.trial]);
  // What was chosen before is whole, weights and all, and the next to come takes no place of it.
  const board = new TextDecoder().decode((await run.files.read('before-extension-1/leaderboard.json'))!);
  expect(JSON.parse(board)[0]).toMatchObject({ trial: '002-a', name: 'a refit' });
  for (const name of ['trial.json', 'metrics.jsonl', 'model.safetensors', 'checkpoint.safetensors'])
    expect(await run.files.read(`before-extension-1/trials/002-a/${name}`)).not.toBeNull();
  expect(noticesOf(run.events)).toContain(
    'The refit of before is not that of the sweep as it is now: it is in before-extension-1/trials/002-a.',
  );
  const larger = { ...after, repeats: 3 };
  const again = { ...(await runOver(run.files, larger, EXTEND)), files: run.files };
  await expectAsFresh(again, larger);
  expect((await again.store.trialFolders()).filter((folder) => folder.startsWith('002'))).toEqual([]);
});

test('a refit that is that of the grown sweep too stays', async () => {
  const after = { ...ONE, grid: { 'models.a.0.units': [3, 1] }, training: { batchSize: 10, epochs: 6 } };
  const before = { ...ONE, grid: { 'models.a.0.units': [3] } };
  const run = await extended(before, after);
  await expectAsFresh(run, after);
  expect((await run.store.trialFolders()).toSorted()).toEqual(['000-a', '001-a', '002-a', '003-a', '004-a']);
  expect(run.result.test!.trial).toBe('002-a');
  expect(await run.store.foldersAside()).toEqual([]);
});

test(
  'left at any write of an extension that brings another refit, the run ends the same',
  () => expectSameWhereverLeft(ONE, { ...ONE, repeats: 2 }, 6),
  120_000,
);

test('a refit that was left half trained is set aside too where the sweep has another now', async () => {
  const files = memoryFiles('run');
  const control = new AbortController();
  const onEvent = (event: SweepEvent): void => {
    if (event.type === 'trial-started' && event.record.refitOf !== undefined) control.abort();
  };
  await runOver(files, ONE, { signal: control.signal, onEvent });
  const after = { ...ONE, repeats: 2 };
  const run = await runOver(files, after, EXTEND);
  await expectAsFresh(run, after);
  expect(await run.store.foldersAside()).toEqual(['002-a']);
});

test('a run of an earlier version that kept the refit of before its extension is mended when it is resumed', async () => {
  const after = { ...ONE, repeats: 2 };
  const run = await extended(ONE, after);
  // As that version left it: the old refit is in its place, and is the one that was chosen.
  await run.files.move(`trials/${run.result.test!.trial}`, 'gone');
  await run.files.move('before-extension-1/trials/002-a', 'trials/002-a');
  for (const name of ['leaderboard.json', 'test.json']) {
    const text = new TextDecoder().decode((await run.files.read(name))!);
    await run.files.write(name, text.replaceAll(run.result.test!.trial, '002-a'));
  }
  const mended = await runOver(run.files, after, {
    resume: { extend: false },
    clock: () => '2026-01-03T00:00:00.000Z',
  });
  await expectAsFresh(mended, after);
  const { sweep } = await mended.store.read();
  expect(sweep.selected).toBe('2026-01-03T00:00:00.000Z');
  expect(await run.files.read('before-extension-2/leaderboard.json')).not.toBeNull();
  expect(await run.files.read('before-extension-2/trials/002-a/model.safetensors')).not.toBeNull();
});

test('trials that go on for more epochs are what they are with their seeds from the start; the refit has the seed of the sweep as it is', async () => {
  const after = { ...ONE, training: { batchSize: 10, epochs: 9 } };
  const { store } = await extended(ONE, after);
  const plan = planExperiment(parseExperiment({ ...TINY, ...after }, standardKinds), factsOf(RING), standardKinds);
  const [{ model, loss, optimizer, training, seedOf }] = plan.cells;
  const splits = [...splitsOf(plan.spec, RING.train), everyRow(RING.train)];
  const { trials } = await store.read();
  expect(trials.map(({ folder }) => folder)).toEqual(['000-a', '001-a', '003-a']);
  const before = new Map(
    (await (await runTiny(ONE)).store.read()).trials.map(({ folder, record }) => [folder, record.seed]),
  );
  expect(trials.map(({ record }) => record.seed)).toEqual([before.get('000-a'), before.get('001-a'), seedOf(0, null)]);
  const backend = referenceBackend({ floats: 32 });
  const placed = placeTable(backend.memory, RING.train);
  for (const [i, { record }] of trials.entries()) {
    const epochs =
      record.refitOf === undefined ? 9 : medianEpoch(trials.slice(0, 2).map((trial) => trial.record.bestEpoch!));
    const whole = await train({
      model,
      loss,
      optimizer,
      backend,
      train: { placed, rows: splits[i].train },
      ...(record.refitOf === undefined
        ? { validation: { placed, rows: splits[i].validation }, keepBest: training.keepBest }
        : {}),
      batchSize: 10,
      epochs,
      seed: record.seed,
      now: () => 0,
    });
    expect(record).toMatchObject({ epochsTrained: epochs, bestEpoch: whole.bestEpoch, fingerprint: whole.fingerprint });
    expect(record.lastFingerprint).toBe(whole.lastFingerprint);
  }
});

/** A sweep and two that it grows to, one after the other, each with more models, repeats or values, in any order. */
function growths(nth: number): readonly object[] {
  const random = randomSequence(seedFrom(nth), 'synthetic', 0);
  const shuffled = <Item>(items: readonly Item[]): Item[] => {
    const order = shuffleInPlace(Uint32Array.from(items.keys()), random);
    return Array.from(order, (place) => items[place]);
  };
  const models = shuffled(Object.entries({ a: SMALL, twin: SMALL, merged: [...SMALL, 'softmax'], wide: WIDE }));
  const values = { 'optimizer.learningRate': [0.001, 0.3], 'training.epochs': shuffled([1, 3]) };
  // How many models, repeats, learning rates and numbers of epochs there are. Without learning rates there is that of Adam, 0.001.
  const size = [1 + random.below(2), 1, random.below(2) && 1, 1];
  const bounds = [3, 2, 2, 2];
  const folds = random.below(3) === 0 ? {} : { folds: 2, split: undefined };
  const sweep = (): object => {
    const [many, repeats, ...counts] = size;
    const dimensions = Object.entries(values).flatMap(([path, all], i) =>
      counts[i] === 0 ? [] : [[path, shuffled(all.slice(0, counts[i]))]],
    );
    return {
      ...folds,
      models: Object.fromEntries(shuffled(models.slice(0, many))),
      repeats,
      grid: Object.fromEntries(dimensions),
      select: ['validationLoss', 'validationMacroF1'][nth % 2],
    };
  };
  return [0, 1, 2].map((step) => {
    for (let grown = 0; step > 0 && grown < 2; grown++) {
      const which = random.below(4);
      size[which] = Math.min(size[which] + 1, bounds[which]);
    }
    return sweep();
  });
}

test.each([1, 3, 4, 6, 7, 13, 23])(
  'a sweep that grows at random is in the end as one that was so large from the start: %i',
  async (nth) => {
    const [first, second, third] = growths(nth);
    const files = memoryFiles('run');
    await runOver(files, first);
    await runOver(leftAfter(files, 17 * nth), second, EXTEND).catch((error: HeddleError) =>
      expect(error.code).toBe('file'),
    );
    await runOver(files, third, EXTEND);
    await expectAsFresh(await runOver(files, third, { resume: { extend: false } }), third);
  },
);
