import { beforeAll, expect, test } from 'vitest';
import { memoryFiles, type RunStore, runStoreOver } from '../store/index.ts';
import { type EvaluateTrialOptions, evaluateTrial, type TrialEvaluation } from './evaluate-trial.ts';
import { standardKinds } from './standard-kinds.ts';
import { RING, runTiny, type TinyRun, tinyEngine } from './tiny-run.fixture.ts';

let run: TinyRun;
let selected: string;
let other: string;

beforeAll(async () => {
  run = await runTiny();
  selected = run.result.leaderboard[0].trial;
  other = run.result.leaderboard[1].trial;
});

/** Evaluates over a store that keeps what it is told to itself. */
async function evaluated(
  options: Partial<EvaluateTrialOptions>,
): Promise<TrialEvaluation & { readonly reads: readonly string[] }> {
  const reads: string[] = [];
  const store: RunStore = {
    ...(options.store ?? run.store),
    addTestRead: async ({ time, trial, command }) => {
      reads.push(`${time} ${trial} ${command}`);
    },
  };
  const evaluation = await evaluateTrial({
    kinds: standardKinds,
    dataset: RING,
    backend: tinyEngine(1).backends[0],
    split: 'test',
    afterSelection: false,
    command: 'heddle evaluate',
    time: '2026-02-03T04:05:06.000Z',
    ...options,
    store,
  });
  return { ...evaluation, reads };
}

test('the selected trial on the test rows gives the figures of test.json, and the reading is listed', async () => {
  const { figures, trial, reads } = await evaluated({});
  expect(trial).toBe(selected);
  expect(figures).toEqual(run.result.test);
  expect(reads).toEqual([`2026-02-03T04:05:06.000Z ${selected} heddle evaluate`]);
});

test('any trial on the validation rows gives the figures of its best epoch, without a reading', async () => {
  for (const { trial, value, validationLoss, validationAccuracy } of run.result.leaderboard) {
    const { figures, reads } = await evaluated({ split: 'validation', trial });
    expect(figures.macroF1).toBe(value);
    expect(figures.accuracy).toBe(validationAccuracy);
    expect(figures.loss).toBe(validationLoss);
    expect(figures.rows).toBe(20);
    expect(reads).toEqual([]);
  }
});

test('a trial may be named', async () => {
  const { name, trial } = run.result.leaderboard[2];
  expect((await evaluated({ split: 'validation', trial: name })).trial).toBe(trial);
});

test('another trial reads the test rows only when that is asked for by name', async () => {
  await expect(evaluated({ trial: other })).rejects.toThrow(
    /^--split test: expected the selected trial, .+, received .+\. whoever looks at the test rows of several trials chooses by them: add --after-selection if the choice is final\.$/,
  );
  const { trial, reads } = await evaluated({ trial: other, afterSelection: true });
  expect(trial).toBe(other);
  expect(reads).toHaveLength(1);
});

test('before the selection no trial reads the test rows', async () => {
  const { sweep, trials } = await run.store.read();
  const store = { ...run.store, read: async () => ({ sweep, trials, leaderboard: null, test: null }) };
  await expect(evaluated({ store, trial: selected, afterSelection: true })).rejects.toThrow(
    '--split test: expected a sweep that has selected a trial, received one that has not. ' +
      'a choice made with test figures at hand is no independent test: let the sweep finish first.',
  );
  await expect(evaluated({ store })).rejects.toThrow(
    'run tiny run: expected a run that has selected a trial, received one that has not. name one with --trial, by folder or by name:\n  000-plain: plain learningRate=0.03\n',
  );
});

test('an unknown trial is refused with the ones there are', async () => {
  await expect(evaluated({ trial: '009-none' })).rejects.toThrow(
    '--trial 009-none: expected exactly one trial of the run, received a name that none has. name one with --trial, by folder or by name:\n' +
      '  000-plain: plain learningRate=0.03\n  001-plain: plain learningRate=0.01\n  002-normed: ',
  );
  await expect(evaluated({ trial: 'plain' })).rejects.toMatchObject({
    code: 'usage',
    where: '--trial plain',
    received: 'a name that 2 have',
  });
});

test('other data than the run had is refused', async () => {
  const dataset = { ...RING, sha256: 'cd'.repeat(32) };
  await expect(evaluated({ dataset })).rejects.toThrow(
    `data set ring: expected the one that the run was trained with, SHA-256 ${RING.sha256}, received SHA-256 ${dataset.sha256}. find the same files`,
  );
  const { sweep, ...rest } = await run.store.read();
  const store = { ...run.store, read: async () => ({ ...rest, sweep: { ...sweep, splitHash: 'ef' } }) };
  await expect(evaluated({ store, split: 'validation' })).rejects.toThrow(
    'the split: expected the one that the run was trained with, SHA-256 ef, ',
  );
});

test('a data set without test rows is refused', async () => {
  await expect(evaluated({ dataset: { ...RING, test: null } })).rejects.toThrow(
    'data set ring: expected test rows, received none. evaluate on the validation rows: --split validation.',
  );
});

test('weights that are not the ones training kept are refused', async () => {
  const swapped = { ...run.store, readModel: () => run.store.readModel(other) };
  await expect(evaluated({ store: swapped })).rejects.toThrow(
    /^tiny run\/trials\/\d{3}-\w+\/model\.safetensors: expected the weights that trial /,
  );
  const missing = runStoreOver(memoryFiles('missing'));
  await expect(evaluated({ store: { ...run.store, readModel: missing.readModel } })).rejects.toThrow(
    'expected the weights that the trial kept',
  );
});
