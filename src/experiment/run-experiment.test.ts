import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { type Dataset, floatFeatures, type Targets } from '../data/index.ts';
import { type Backend, wasmBackend } from '../kernels/index.ts';
import { f1Of, isClassification, type RunRecord, type TrialRecord } from '../record/index.ts';
import { memoryFiles, memoryStore, type RunStore, runStoreOver } from '../store/index.ts';
import { factsOf } from './dataset-facts.ts';
import { parseExperiment } from './parse-experiment.ts';
import { planExperiment, selectTrial } from './plan.ts';
import { splitRows } from './split.ts';
import { standardKinds } from './standard-kinds.ts';
import { RING, runTiny, TINY, type TinyRun, tinyEngine } from './tiny-run.fixture.ts';

/** What training decided, without what depends on the clock. */
function outcomes({ trials }: RunRecord): Record<string, Partial<TrialRecord>> {
  return Object.fromEntries(
    trials.map(({ record }) => {
      const { seconds, index, ...rest } = record;
      return [record.name, rest];
    }),
  );
}

const recordOf = async (run: TinyRun, name: string): Promise<TrialRecord> =>
  (await run.store.read()).trials.find(({ record }) => record.name === name)!.record;

test('a sweep goes from split to test and leaves everything in the store', async () => {
  const { result, store, files, events } = await runTiny();
  const run = await store.read();

  expect(run.sweep).toMatchObject({
    name: 'tiny',
    seed: '0000000000000001',
    dataset: {
      id: 'ring',
      featureShape: [2],
      classNames: ['outside', 'inside'],
      trainRows: 60,
      validationRows: 20,
      testRows: 30,
    },
    duplicates: { trainValidation: 0, trainTest: 0, validationTest: 0 },
    selection: { metric: 'validationMacroF1', direction: 'max' },
    backend: 'reference',
    profile: { asked: 'strict', used: 'strict' },
    jobs: 1,
    started: '2026-01-02T03:04:05.000Z',
    finished: '2026-01-02T03:04:05.000Z',
  });
  expect(run.sweep.spec).toEqual(JSON.parse(JSON.stringify(parseExperiment(TINY, standardKinds))));

  expect(run.trials.map(({ folder }) => folder)).toEqual(['000-plain', '001-plain', '002-normed', '003-normed']);
  for (const { record, epochs, folder } of run.trials) {
    expect(record).toMatchObject({ status: 'finished', stopReason: 'epochs', epochsTrained: 3 });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    const values = epochs.map((epoch) => (isClassification(epoch) ? epoch.validationMacroF1! : Number.NaN));
    expect(record.bestValue).toBe(Math.max(...values));
    expect(values[record.bestEpoch! - 1]).toBe(record.bestValue);
    expect(record.fingerprint).not.toBe(record.initialFingerprint);
    // 20 validation rows x 2 probabilities x 4 bytes
    expect((await files.read(`trials/${folder}/validation-predictions.bin`))?.length).toBe(160);
    expect((await store.readModel(folder)).length).toBeGreaterThan(0);
  }

  expect(run.leaderboard).toEqual(result.leaderboard);
  expect(run.leaderboard!.map(({ value }) => value)).toEqual(
    run.trials.map(({ record }) => record.bestValue!).sort((a, b) => b - a),
  );
  expect(result.selected).toEqual(run.leaderboard![0]);
  expect(run.test).toEqual(result.test);
  expect(run.test).toMatchObject({ trial: result.selected!.trial, rows: 30 });
  expect(run.test!.macroF1).toBe(f1Of(run.test!.confusion!, 'macro'));
  expect(run.test!.perClass!.map(({ label }) => label)).toEqual(['outside', 'inside']);
  expect((await files.read('test-predictions.bin'))?.length).toBe(240);
  expect(run.sweep.testReads).toEqual([
    { time: '2026-01-02T03:04:05.000Z', trial: result.selected!.trial, command: 'heddle sweep tiny.yaml' },
  ]);

  const types = events.map(({ type }) => type).filter((type) => type !== 'trial-event');
  const trials = ['trial-started', 'trial-ended'];
  expect(types).toEqual([
    'sweep-started',
    ...trials,
    ...trials,
    ...trials,
    ...trials,
    'leaderboard',
    'tested',
    'sweep-ended',
  ]);
});

/** An engine of two jobs that counts the runs of its own teams, and of the whole one, which `start` gives. */
function countingEngine(start: (whole: Backend) => Promise<Backend>) {
  const engine = tinyEngine(2);
  const runs = { own: 0, whole: 0 };
  const counted = (name: 'own' | 'whole'): Backend => ({
    ...engine.backends[0],
    run(program, times) {
      runs[name]++;
      return engine.backends[0].run(program, times);
    },
  });
  const whole = counted('whole');
  return { runs, engine: { ...engine, backends: [counted('own'), counted('own')], whole: () => start(whole) } };
}

/** A clock by which every look takes a fifth of a second: trials are soon alone for long. */
function slowClock(): () => number {
  let milliseconds = 0;
  return () => {
    milliseconds += 200;
    return milliseconds;
  };
}

const THREE_TRIALS = { models: { plain: TINY.models.plain }, grid: { 'optimizer.learningRate': [0.03, 0.02, 0.01] } };

test.each([
  ['the last trial', THREE_TRIALS, 3],
  ['a refit', { folds: 2 }, 9],
])('%s goes on with the whole team, and gives the same records', async (_, changes, trials) => {
  const { runs, engine } = countingEngine(async (whole) => whole);
  const wholeAtStarts: number[] = [];
  const [one, two] = [
    await runTiny(changes),
    await runTiny(changes, {
      engine,
      now: slowClock(),
      onEvent: ({ type }) => {
        if (type === 'trial-started') wholeAtStarts.push(runs.whole);
      },
    }),
  ];
  expect(outcomes(await two.store.read())).toEqual(outcomes(await one.store.read()));
  expect(wholeAtStarts).toHaveLength(trials);
  expect(runs.own).toBeGreaterThan(0);
  expect(runs.whole).toBeGreaterThan(wholeAtStarts[trials - 1]);
});

test('where the whole team cannot start the last trial keeps its own threads, and a notice says why', async () => {
  const { runs, engine } = countingEngine(() => Promise.reject(new Error('no thread to be had')));
  const { result, events } = await runTiny(THREE_TRIALS, { engine, now: slowClock() });
  expect(result.failed).toBe(0);
  expect(result.test).not.toBeNull();
  expect(runs.whole).toBe(0);
  expect(events).toContainEqual({
    type: 'notice',
    message: 'The last trial goes on with its own threads: no thread to be had',
  });
});

test('two jobs give the same records as one', async () => {
  const [one, two] = [await runTiny({}, { jobs: 1 }), await runTiny({}, { jobs: 2 })];
  const records = outcomes(await one.store.read());
  expect(outcomes(await two.store.read())).toEqual(records);
  expect(new Set(Object.values(records).map(({ fingerprint }) => fingerprint)).size).toBe(4);
  expect(two.result.test).toEqual(one.result.test);
});

test('the WebAssembly backend in the strict profile trains the same weights as the textbook', async () => {
  const backend = await wasmBackend({ profile: 'strict' });
  const engine = { memory: backend.memory, backends: [backend], profile: { asked: 'strict', used: 'strict' } };
  const [textbook, wasm] = [await runTiny(), await runTiny({}, { engine })];
  expect(outcomes(await wasm.store.read())).toEqual(outcomes(await textbook.store.read()));
  expect(wasm.result.test).toEqual(textbook.result.test);
});

test('a new value in the grid, and a new model, change no other trial', async () => {
  const before = outcomes(await (await runTiny()).store.read());
  const models = { first: [{ dense: 2 }], ...TINY.models };
  const more = await runTiny({ models, grid: { 'optimizer.learningRate': [0.02, 0.01, 0.03] } });
  const after = outcomes(await more.store.read());
  expect(Object.keys(after)).toHaveLength(9);
  expect(after).toMatchObject(before);
});

test('a trial run alone starts and ends on the same weights as in its sweep, so no trial starts from what another left', async () => {
  const whole = await runTiny();
  const plan = planExperiment(parseExperiment(TINY, standardKinds), factsOf(RING), standardKinds);
  for (const { name } of plan.trials) {
    const alone = await runTiny(selectTrial(plan, name));
    const [record, expected] = [await recordOf(alone, name), await recordOf(whole, name)];
    expect(record.initialFingerprint).toBe(expected.initialFingerprint);
    expect(record.fingerprint).toBe(expected.fingerprint);
    expect(record.lastFingerprint).toBe(expected.lastFingerprint);
  }
});

test('a final softmax under crossEntropy leaves the fingerprint as it is', async () => {
  const layers = TINY.models.normed;
  const run = await runTiny({ models: { with: layers, without: layers.slice(0, -1) }, grid: {} });
  const [a, b] = [await recordOf(run, 'with'), await recordOf(run, 'without')];
  expect(b.seed).toBe(a.seed);
  expect(b.fingerprint).toBe(a.fingerprint);
  expect(b.lastFingerprint).toBe(a.lastFingerprint);
});

test('training sees the training rows and no validation row', async () => {
  const spec = parseExperiment({ ...TINY, grid: {} }, standardKinds);
  const split = splitRows(spec, RING.train);
  const trialsWithout = async (rows: Uint32Array): Promise<readonly TrialRecord[]> => {
    const values = Float32Array.from(RING.train.features.values);
    for (const row of rows) values.fill(0, 2 * row, 2 * row + 2);
    const train = { ...RING.train, features: floatFeatures([2], values) };
    const { store } = await runTiny({ grid: {} }, { dataset: { ...RING, train } });
    return (await store.read()).trials.map(({ record }) => record);
  };
  const [whole, noValidation, noTraining] = [
    await trialsWithout(new Uint32Array()),
    await trialsWithout(split.validation),
    await trialsWithout(split.train.subarray(0, 1)),
  ];
  for (const [index, { lastFingerprint, bestValue }] of whole.entries()) {
    expect(noValidation[index].lastFingerprint).toBe(lastFingerprint);
    expect(noValidation[index].bestValue).not.toBe(bestValue);
    expect(noTraining[index].lastFingerprint).not.toBe(lastFingerprint);
  }
});

test('a diverging trial fails alone, says where, and is ranked last', async () => {
  const run = await runTiny({ grid: { 'optimizer.learningRate': [3e38, 0.01] } }, { jobs: 2 });
  const { trials, leaderboard } = await run.store.read();
  expect(trials.map(({ record }) => record.status)).toEqual(['failed', 'finished', 'failed', 'finished']);
  expect(trials[0].record).toMatchObject({
    stopReason: 'diverged',
    bestEpoch: null,
    bestValue: null,
    fingerprint: null,
  });
  expect(trials[0].record.message).toMatch(/epoch 1.*step \d+/);
  expect(leaderboard!.slice(2).map(({ trial, value }) => [trial, value])).toEqual([
    ['000-plain', null],
    ['002-normed', null],
  ]);
  expect(run.result.failed).toBe(2);
  expect(run.result.selected!.status).toBe('finished');
  expect(run.result.test).not.toBeNull();
});

test('a sweep whose trials all fail selects and tests nothing', async () => {
  const { result, store } = await runTiny({ grid: { 'optimizer.learningRate': [3e38] } });
  expect(result).toMatchObject({ selected: null, test: null, failed: 2, interrupted: false });
  const { sweep, test: tested, leaderboard } = await store.read();
  expect(sweep.testReads).toEqual([]);
  expect(sweep.finished).not.toBeNull();
  expect(tested).toBeNull();
  expect(leaderboard).toHaveLength(2);
});

test('the labels of the test rows are read after the selection only, and never before the reading is written down', async () => {
  const store = memoryStore('guarded');
  let readings = 0;
  let listed = 0;
  const guarded: RunStore = {
    ...store,
    addTestRead: async (read) => {
      expect(readings).toBe(0);
      expect((await store.read()).leaderboard).not.toBeNull();
      await store.addTestRead(read);
      listed++;
    },
  };
  const test = {
    ...RING.test!,
    get targets(): Targets {
      if (listed === 0) throw new Error('test labels were read too early');
      readings++;
      return RING.test!.targets;
    },
  };
  const dataset: Dataset = { ...RING, test };
  const { result } = await runTiny({}, { store: guarded, dataset });
  expect(result.test).not.toBeNull();
  expect([listed, readings > 0]).toEqual([1, true]);
});

test('a sweep may end without its test', async () => {
  const { result, store } = await runTiny({}, { test: false });
  expect(result.selected).not.toBeNull();
  expect(result.test).toBeNull();
  expect((await store.read()).sweep.testReads).toEqual([]);
  const untested = await runTiny({}, { dataset: { ...RING, test: null } });
  expect(untested.result.test).toBeNull();
  expect((await untested.store.read()).sweep).toMatchObject({ testReads: [], dataset: { testRows: 0 } });
});

test('an interrupted sweep stays readable and selects nothing', async () => {
  const controller = new AbortController();
  const { result, store } = await runTiny(
    { training: { ...TINY.training, epochs: 50 } },
    {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'trial-event' && event.trial === '001-plain' && event.event.type === 'epoch')
          controller.abort();
      },
    },
  );
  expect(result).toMatchObject({ selected: null, test: null, interrupted: true });
  const { sweep, trials, leaderboard } = await store.read();
  expect(trials.map(({ record }) => record.status)).toEqual(['finished', 'interrupted', 'waiting', 'waiting']);
  expect(trials[1].record).toMatchObject({ stopReason: 'aborted' });
  expect(trials[1].record.epochsTrained).toBeLessThan(50);
  expect(trials[1].epochs).toHaveLength(trials[1].record.epochsTrained);
  expect(sweep.finished).toBeNull();
  expect(sweep.testReads).toEqual([]);
  expect(leaderboard).toBeNull();
});

test('early stopping ends a trial on the weights of its best epoch', async () => {
  const run = await runTiny({
    models: { plain: TINY.models.plain },
    grid: {},
    optimizer: { adam: { learningRate: 0.5 } },
    training: {
      batchSize: 10,
      epochs: 60,
      earlyStopping: { metric: 'validationLoss', patience: 2 },
      keepBest: 'validationLoss',
    },
  });
  const [{ record, epochs }] = (await run.store.read()).trials;
  expect(record.stopReason).toBe('early-stopping');
  expect(record.epochsTrained).toBe(record.bestEpoch! + 2);
  const losses = epochs.map(({ validationLoss }) => validationLoss!);
  expect(losses.indexOf(Math.min(...losses)) + 1).toBe(record.bestEpoch);
  expect(record.fingerprint).not.toBe(record.lastFingerprint);
});

test('rows that appear in two parts are counted', async () => {
  const { store } = await runTiny({}, { dataset: { ...RING, test: RING.train } });
  expect((await store.read()).sweep.duplicates).toEqual({ trainValidation: 0, trainTest: 60, validationTest: 20 });
});

test('a store that cannot be written ends the sweep, since no later trial could be kept', async () => {
  const store = runStoreOver(memoryFiles('full'));
  const full = new HeddleError('file', { where: 'disk', expected: 'space', received: 'none', hint: 'free some.' });
  const sweep = runTiny(
    { grid: {} },
    {
      store: {
        ...store,
        appendEpoch: (folder, epoch) =>
          folder === '000-plain' ? Promise.reject(full) : store.appendEpoch(folder, epoch),
      },
    },
  );
  await expect(sweep).rejects.toThrow('disk: expected space, received none. free some.');
  const { sweep: record, trials, leaderboard } = await store.read();
  expect(trials.map(({ record: { status } }) => status)).toEqual(['running', 'waiting']);
  expect([record.finished, leaderboard]).toEqual([null, null]);
});

test('what does not fit the data is told before anything is written', async () => {
  const files = memoryFiles('none');
  const store = runStoreOver(files);
  await expect(runTiny({ models: { net: [{ dense: 3 }] } }, { store })).rejects.toThrow(
    'models.net[0] dense: expected an output of shape [2]',
  );
  expect(await files.read('sweep.json')).toBeNull();
});

test('side by side the largest trials begin first; one after another they begin in their own order; records are the same', async () => {
  const models = { small: TINY.models.plain, large: [{ dense: 40 }, 'relu', { dense: 2 }, 'softmax'] };
  const started = ({ events }: TinyRun): string[] =>
    events.flatMap((event) => (event.type === 'trial-started' ? [event.record.name] : []));
  const [one, two] = [await runTiny({ models }), await runTiny({ models }, { jobs: 2 })];
  const order = ['small learningRate=0.03', 'small learningRate=0.01'];
  const large = ['large learningRate=0.03', 'large learningRate=0.01'];
  expect(started(one)).toEqual([...order, ...large]);
  expect(started(two)).toEqual([...large, ...order]);
  const factsOf = async ({ store }: TinyRun) =>
    (await store.read()).trials.map(({ folder, record }) => [
      folder,
      record.index,
      record.name,
      record.lastFingerprint,
    ]);
  expect(await factsOf(two)).toEqual(await factsOf(one));
});
