// Repeats and folds of a sweep, from its plan to its test.

import { expect, test } from 'vitest';
import { floatFeatures, type RawTable, tableDataset, valueTable } from '../data/index.ts';
import { referenceBackend } from '../kernels/index.ts';
import { isClassification, type RegressionEpoch } from '../record/index.ts';
import { allRows, placeTable, train } from '../train/index.ts';
import { factsOf } from './dataset-facts.ts';
import { evaluateTrial } from './evaluate-trial.ts';
import { splitsOf } from './folds.ts';
import { parseExperiment } from './parse-experiment.ts';
import { type ExperimentPlan, planExperiment, selectTrial } from './plan.ts';
import { medianEpoch } from './refit.ts';
import { standardKinds } from './standard-kinds.ts';
import { RING, runTiny, TINY, type TinyRun, tinyEngine } from './tiny-run.fixture.ts';

const planOf = (changes: object): ExperimentPlan =>
  planExperiment(parseExperiment({ ...TINY, ...changes }, standardKinds), factsOf(RING), standardKinds);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const evaluated = (run: TinyRun, options: object) =>
  evaluateTrial({
    store: run.store,
    kinds: standardKinds,
    dataset: RING,
    backend: tinyEngine(1).backends[0],
    split: 'validation',
    afterSelection: false,
    command: 'heddle evaluate',
    time: '2026-02-03T04:05:06.000Z',
    ...options,
  });

test('a cell is one trial for each repeat and fold, each with a seed of its own', () => {
  const { trials, cells } = planOf({ repeats: 2, folds: 2, models: { plain: TINY.models.plain } });
  expect(cells.map(({ cell }) => cell)).toEqual(['plain learningRate=0.03', 'plain learningRate=0.01']);
  expect(trials.slice(0, 5).map(({ name }) => name)).toEqual([
    'plain learningRate=0.03 repeat=0 fold=0',
    'plain learningRate=0.03 repeat=0 fold=1',
    'plain learningRate=0.03 repeat=1 fold=0',
    'plain learningRate=0.03 repeat=1 fold=1',
    'plain learningRate=0.01 repeat=0 fold=0',
  ]);
  expect(trials.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(new Set(trials.map(({ seed }) => seed)).size).toBe(8);
});

test('repeat 0 is the trial that a sweep without repeats has, seed and all', () => {
  const once = planOf({}).trials.map(({ seed }) => seed);
  const first = planOf({ repeats: 3 }).trials.filter(({ repeat }) => repeat === 0);
  expect(first.map(({ seed }) => seed)).toEqual(once);
  const refits = planOf({ folds: 4 }).cells.map((cell) => cell.seedOf(0, null));
  expect(refits).toEqual(once);
});

test('one cell is selected by its name and trained once, whatever the repeats and folds', () => {
  const plan = planOf({ repeats: 3, folds: 4 });
  const spec = selectTrial(plan, 'plain learningRate=0.01');
  expect(spec).toMatchObject({ repeats: 1, folds: null, models: { plain: expect.anything() } });
  expect(() => selectTrial(plan, 'plain learningRate=0.01 repeat=1 fold=0')).toThrow('received a name that none has');
});

test('repeats are trained like any trial, ranked by their mean, and the best repeat of the best cell is tested', async () => {
  const { store, result } = await runTiny({ repeats: 3 });
  const { sweep, trials, leaderboard, test: tested } = await store.read();
  expect(sweep).toMatchObject({ repeats: 3, dataset: { trainRows: 60, validationRows: 20 } });
  expect(sweep).not.toHaveProperty('folds');
  expect(trials).toHaveLength(12);
  expect(new Set(trials.map(({ record }) => record.fingerprint)).size).toBe(12);
  expect(new Set(trials.map(({ record }) => record.initialFingerprint)).size).toBe(12);

  const means = new Map<string, number>();
  for (const name of new Set(trials.map(({ record }) => record.cell!))) {
    const values = trials.filter(({ record }) => record.cell === name).map(({ record }) => record.bestValue!);
    expect(values).toHaveLength(3);
    means.set(name, mean(values));
  }
  const order = [...means].sort(([, a], [, b]) => b - a).map(([name]) => name);
  expect([...new Set(leaderboard!.map(({ cell }) => cell!.name))]).toEqual(order);
  for (const { cell } of leaderboard!) expect(cell!.mean).toBeCloseTo(means.get(cell!.name)!, 12);
  const values = trials.filter(({ record }) => record.cell === order[0]).map(({ record }) => record.bestValue!);
  expect(result.selected).toEqual(leaderboard![0]);
  expect(result.selected!.value).toBe(Math.max(...values));
  expect(tested!.trial).toBe(result.selected!.trial);
});

test('each fold validates its own rows, and the best cell is trained anew on all rows for its median best epoch', async () => {
  const events: string[] = [];
  const run = await runTiny(
    { folds: 4, training: { ...TINY.training, epochs: 6 } },
    { jobs: 2, onEvent: (event) => events.push(event.type) },
  );
  const { sweep, trials, leaderboard, test: tested } = await run.store.read();
  const splits = splitsOf({ split: { kind: 'random', validation: 0.2 }, folds: 4, seed: 1 }, RING.train);
  expect(sweep.folds).toEqual(splits.map(({ hash }) => ({ trainRows: 60, validationRows: 20, splitHash: hash })));
  expect(sweep.dataset).toMatchObject({ trainRows: 60, validationRows: 20 });
  expect(trials).toHaveLength(4 * 4 + 1);

  for (const { folder, record } of trials.slice(0, -1)) {
    expect(record).toMatchObject({ status: 'finished', repeat: 0 });
    const { figures } = await evaluated(run, { trial: folder });
    expect(figures.macroF1).toBe(record.bestValue);
    expect(figures.rows).toBe(20);
  }
  const [first] = leaderboard!;
  const { folder, record, epochs } = trials[16];
  expect(first).toMatchObject({ trial: folder, refit: true, value: null, fold: null, cell: { rank: 1 } });
  const members = trials.filter((trial) => trial.record.cell === record.cell && trial.folder !== folder);
  expect(record.refitOf).toEqual(members.map((trial) => trial.folder));
  expect(first.cell!.mean).toBeCloseTo(mean(members.map((trial) => trial.record.bestValue!)), 12);
  const expected = medianEpoch(members.map((trial) => trial.record.bestEpoch!));
  expect(record).toMatchObject({ status: 'finished', bestEpoch: expected, epochsTrained: expected, bestValue: null });
  expect(record.message).toContain(`Refit on all training rows for ${expected} epochs`);
  expect(epochs).toHaveLength(expected);
  // 80 rows in batches of 10, where the folds had 60; no row validates.
  expect(epochs.every((epoch) => isClassification(epoch) && epoch.validationLoss === undefined)).toBe(true);
  expect(await run.files.read(`trials/${folder}/validation-predictions.bin`)).toBeNull();
  expect(tested!.trial).toBe(folder);
  expect(sweep.testReads.map(({ trial }) => trial)).toEqual([folder]);
  expect(events.filter((type) => type === 'trial-ended')).toHaveLength(17);
  await expect(evaluated(run, {})).rejects.toThrow(
    '--split validation: expected a trial that was validated, received ',
  );
});

test('the refit is what training on all rows for so many epochs gives', async () => {
  const run = await runTiny({ folds: 4, models: { plain: TINY.models.plain }, grid: {} });
  const refit = (await run.store.read()).trials[4].record;
  const plan = planOf({ folds: 4, models: { plain: TINY.models.plain }, grid: {} });
  expect(refit.seed).toBe(plan.cells[0].seedOf(0, null));
  const [{ model, loss, optimizer }] = plan.cells;
  const backend = referenceBackend({ floats: 32 });
  const rows = allRows(placeTable(backend.memory, RING.train));
  const epochs = refit.bestEpoch!;
  const options = {
    model,
    loss,
    optimizer,
    backend,
    train: rows,
    batchSize: 10,
    epochs,
    seed: refit.seed,
    now: () => 0,
  };
  const result = await train(options);
  expect(refit.initialFingerprint).toBe(result.initialFingerprint);
  expect(refit.fingerprint).toBe(result.fingerprint);
});

test('repeats and folds together train every fold with every seed, and refit once', async () => {
  const { store, result } = await runTiny({ repeats: 2, folds: 2, models: { plain: TINY.models.plain } });
  const { trials, leaderboard, sweep } = await store.read();
  expect(trials).toHaveLength(2 * 4 + 1);
  expect(sweep).toMatchObject({ repeats: 2, folds: [{ validationRows: 40 }, { validationRows: 40 }] });
  expect(leaderboard![0].cell).toMatchObject({ trials: 4, finished: 4 });
  expect(result.selected).toMatchObject({ refit: true });
});

test('where every fold of every cell fails nothing is refitted, selected or tested', async () => {
  const { store, result } = await runTiny({ folds: 2, grid: { 'optimizer.learningRate': [3e38] } });
  expect(result).toMatchObject({ selected: null, test: null, failed: 4, interrupted: false });
  const { trials, sweep } = await store.read();
  expect(trials).toHaveLength(4);
  expect(sweep.testReads).toEqual([]);
});

test('a refit that is interrupted leaves nothing selected', async () => {
  const controller = new AbortController();
  const { store, result } = await runTiny(
    { folds: 2, models: { plain: TINY.models.plain }, grid: {} },
    {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'trial-started' && event.record.refitOf !== undefined) controller.abort();
      },
    },
  );
  expect(result).toMatchObject({ selected: null, test: null, interrupted: true });
  expect((await store.read()).leaderboard).toBeNull();
});

test('rows that appear in two folds, or in training and test, are counted', async () => {
  const { store } = await runTiny({ folds: 4, grid: {} }, { dataset: { ...RING, test: RING.train } });
  expect((await store.read()).sweep.duplicates).toEqual({ trainValidation: 0, trainTest: 80, validationTest: 0 });
});

test('the median of an even number of epochs is the lower of the two whole numbers around it', () => {
  expect([[4], [3, 9, 5], [2, 3], [2, 4], [7, 1, 5, 6]].map(medianEpoch)).toEqual([4, 5, 2, 3, 5]);
});

test('folds by group keep every group together, from training to the refit', async () => {
  const groups = Int32Array.from({ length: 80 }, (_, row) => row % 7);
  const dataset = { ...RING, train: { ...RING.train, groups } };
  const folding = { folds: 3, split: { group: { by: 'customer' } }, models: { plain: TINY.models.plain }, grid: {} };
  const { store, result } = await runTiny(folding, { dataset });
  const { sweep, trials } = await store.read();
  const splits = splitsOf(
    { split: { kind: 'group', by: 'customer', validation: 0.2 }, folds: 3, seed: 1 },
    dataset.train,
  );
  for (const { train, validation } of splits) {
    const held = new Set(Array.from(validation, (row) => groups[row]));
    expect(Array.from(train).filter((row) => held.has(groups[row]))).toEqual([]);
  }
  expect(sweep.folds?.map(({ splitHash }) => splitHash)).toEqual(splits.map(({ hash }) => hash));
  expect(sweep.folds?.reduce((sum, { validationRows }) => sum + validationRows, 0)).toBe(80);
  expect(trials.map(({ record }) => record.status)).toEqual(['finished', 'finished', 'finished', 'finished']);
  expect(result.test).not.toBe(null);
  await expect(runTiny({ ...folding, folds: 8 }, { dataset })).rejects.toThrow(
    'folds: expected at most the 7 groups, received 8. each fold needs a group to validate: choose fewer folds.',
  );
  await expect(runTiny(folding)).rejects.toThrow('split: expected a table with a column customer to split by');
});

test.each<[object, string]>([
  [{ repeats: 0 }, 'repeats: expected a whole number at least 1 and at most 1000, received 0. repeats is how often'],
  [{ folds: 1 }, 'folds: expected a whole number at least 2 and at most 1000, received 1. folds is the parts'],
  [
    { folds: 81 },
    'folds: expected at most the 80 training rows, received 81. each fold needs a row to validate: choose fewer folds.',
  ],
  [
    { folds: 3, split: { time: { by: 'day' } } },
    'folds: expected a split that is random, stratified or by group, as folds are, received split: time. folds would train on later rows to judge earlier ones',
  ],
  [{ repeats: 1000, folds: 3 }, 'grid: expected at most 10000 trials, received 12000. try fewer values.'],
  [
    { folds: 3, schedule: 'reduceOnPlateau' },
    'schedule.metric: expected a metric of the training rows, since the refit after a cross-validation has no validation rows, received validationLoss. let the schedule watch trainLoss, or leave folds out.',
  ],
])('%j is refused', (changes, message) => {
  expect(() => planOf(changes)).toThrow(message);
});

test('selection.json judges trials without cells, cells with repeats, and cells whose refit is tested', async () => {
  const plain = (await (await runTiny()).store.read()).selection!;
  expect(plain.trials.map(({ rows }) => rows)).toEqual([20, 20, 20, 20]);
  expect(plain).not.toHaveProperty('cells');
  expect(plain.optimism).toMatchObject({ candidates: 4, value: plain.trials[0].selection.value });

  const repeated = await (await runTiny({ repeats: 2 })).store.read();
  const { trials, cells, optimism, test: tested } = repeated.selection!;
  expect(trials.map(({ trial }) => trial)).toEqual(repeated.leaderboard!.map(({ trial }) => trial));
  for (const [i, { selection, accuracy }] of trials.entries()) {
    expect(selection.value).toBe(repeated.leaderboard![i].value);
    expect(accuracy!.value).toBe(repeated.leaderboard![i].validationAccuracy);
    expect(selection.low).toBeLessThanOrEqual(selection.value);
    expect(selection.high).toBeGreaterThanOrEqual(selection.value);
  }
  expect(cells!.map(({ cell }) => cell)).toEqual([...new Set(repeated.leaderboard!.map(({ cell }) => cell!.name))]);
  for (const { cell, selection } of cells!) {
    const { mean: ranked } = repeated.leaderboard!.find((entry) => entry.cell!.name === cell)!.cell!;
    expect(selection.value).toBeCloseTo(ranked!, 12);
  }
  expect(optimism!.value).toBe(repeated.leaderboard![0].value);
  expect(tested!.macroF1!.value).toBe(repeated.test!.macroF1);

  const folded = await (await runTiny({ folds: 4 })).store.read();
  expect(folded.selection!.trials).toHaveLength(16);
  expect(folded.selection!.trials.every(({ behind }) => behind === null)).toBe(true);
  expect(folded.selection!.optimism!.value).toBeCloseTo(folded.leaderboard![0].cell!.mean!, 12);
});

test('a regression is judged by the loss that ranked it, from its saved predictions', async () => {
  const { features } = RING.train;
  const targets = Float32Array.from({ length: RING.train.rows }, (_, row) => features.values[2 * row] ** 2);
  const train = valueTable('ring', features, targets, 1);
  const tail = floatFeatures([2], features.values.slice(0, 40));
  const dataset = { ...RING, train, test: valueTable('ring', tail, targets.slice(0, 20), 1) };
  const models = { plain: [{ dense: 6 }, 'tanh', { dense: 1 }] };
  const { store } = await runTiny({ models, loss: { huber: { delta: 0.25 } } }, { dataset });
  const { selection, leaderboard, trials, test: tested } = await store.read();
  expect(selection).toMatchObject({ metric: 'validationLoss', direction: 'min' });
  for (const [i, { trial, selection: found, rmse, r2 }] of selection!.trials.entries()) {
    const { epochs, record } = trials.find(({ folder }) => folder === trial)!;
    const best = epochs[record.bestEpoch! - 1] as RegressionEpoch;
    expect(found.value).toBeCloseTo(leaderboard![i].value!, 6);
    expect(rmse!.value).toBeCloseTo(best.validationRmse!, 6);
    expect(r2!.value).toBeCloseTo(best.validationR2!, 6);
  }
  expect(selection!.test!.mae!.value).toBeCloseTo(tested!.mae!, 6);
  expect(selection!.test).not.toHaveProperty('accuracy');
});

test('a regression on a table, whose target is scaled for training, is judged by the loss that ranked it', async () => {
  const values = Float32Array.from({ length: 120 }, (_, row) => ((row * 37) % 120) / 12);
  const part = (first: number, end: number): RawTable => ({
    where: 'prices.csv',
    rows: end - first,
    lines: null,
    columns: [{ name: 'area', kind: 'number', values: values.slice(first, end) }],
    target: { name: 'price', kind: 'number', values: values.slice(first, end).map((area) => 500 + 40 * area * area) },
    groups: null,
    times: null,
  });
  const parts = { id: 'prices.csv', source: 'test', validation: null, missingTexts: [] };
  const dataset = tableDataset({ ...parts, train: part(0, 90), test: part(90, 120) });
  const models = { plain: [{ dense: 6 }, 'tanh', { dense: 1 }] };
  for (const changes of [{}, { folds: 3, split: undefined }]) {
    const { store } = await runTiny({ models, loss: 'meanSquaredError', ...changes }, { dataset });
    const { selection, trials } = await store.read();
    for (const { trial, selection: found, rmse } of selection!.trials) {
      const { record } = trials.find(({ folder }) => folder === trial)!;
      expect(found.value).toBeCloseTo(record.bestValue!, 5);
      expect(found.value).toBeLessThan(10);
      expect(rmse!.value).toBeGreaterThan(50);
    }
  }
});
