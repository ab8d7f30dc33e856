import { beforeAll, expect, test } from 'vitest';
import { floatFeatures } from '../data/index.ts';
import type { AuditCheck, RunRecord, SweepRecord } from '../record/index.ts';
import { type RunStore, runStoreOver } from '../store/index.ts';
import { type AuditOptions, counted } from './audit-finding.ts';
import { auditRun } from './audit-run.ts';
import { standardKinds } from './standard-kinds.ts';
import { RING, runTiny, type TinyRun, tinyEngine } from './tiny-run.fixture.ts';

let run: TinyRun;

beforeAll(async () => {
  run = await runTiny();
});

/** The checks of an audit, by id. */
async function audited(options: Partial<AuditOptions> = {}): Promise<{ readonly [id: string]: AuditCheck }> {
  const { checks } = await auditRun({
    store: run.store,
    kinds: standardKinds,
    data: RING,
    backends: tinyEngine(2).backends,
    profile: 'strict',
    time: '2026-02-03T04:05:06.000Z',
    ...options,
  });
  return Object.fromEntries(checks.map((check) => [check.id, check]));
}

/** The run's store with another sweep.json. */
async function withSweep(changes: Partial<SweepRecord>): Promise<RunStore> {
  const record = await run.store.read();
  return { ...run.store, read: async () => ({ ...record, sweep: { ...record.sweep, ...changes } }) };
}

/** Only this check failed; the others passed. */
function expectOnly(checks: { readonly [id: string]: AuditCheck }, failed: string): AuditCheck {
  const statuses = Object.values(checks).map(({ id, status }) => [id, status]);
  expect(statuses.filter(([, status]) => status !== 'passed')).toEqual([[failed, 'failed']]);
  return checks[failed];
}

test.each([
  ['a sweep', {}],
  ['a sweep with repeats', { repeats: 2 }],
  ['a cross-validation', { folds: 4 }],
])('%s passes every check, each with its evidence', async (_, changes) => {
  const { store } = Object.keys(changes).length === 0 ? run : await runTiny(changes);
  const checks = Object.values(await audited({ store }));
  expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'fresh-parameters passed',
    'one-split passed',
    'disjoint-rows passed',
    'ranking passed',
    'test-after-selection passed',
    'evaluation-mode passed',
  ]);
  for (const { evidence } of checks) expect(evidence.length).toBeGreaterThan(20);
  expect(checks[4].details).toHaveLength(1);
  expect(checks[4].details[0]).toContain('heddle sweep tiny.yaml');
});

test('parameters that are not those of the seed fail, and so does a seed that is not the sweep’s', async () => {
  const record = await run.store.read();
  const tampered = (change: object): RunStore => ({
    ...run.store,
    read: async () => ({
      ...record,
      trials: record.trials.map((trial, i) => (i === 1 ? { ...trial, record: { ...trial.record, ...change } } : trial)),
    }),
  });
  const other = record.trials[0].record.initialFingerprint;
  const check = expectOnly(await audited({ store: tampered({ initialFingerprint: other }) }), 'fresh-parameters');
  expect(check.details).toEqual([
    `plain learningRate=0.01: it began with ${other}, but its seed gives ${record.trials[1].record.initialFingerprint}`,
  ]);
  const seeded = (await audited({ store: tampered({ seed: '0123456789abcdef' }) }))['fresh-parameters'];
  expect(seeded.status).toBe('failed');
  expect(seeded.details[0]).toContain('its seed is 0123456789abcdef, but the sweep gives');
});

/** A run of some sweep that has grown into another after its end, an hour later. */
async function extended(before: object, after: object): Promise<TinyRun> {
  const { files } = await runTiny(before);
  const clock = (): string => '2026-01-02T04:04:05.000Z';
  return await runTiny(after, { store: runStoreOver(files), resume: { extend: true }, clock });
}

const LONGER = { training: { batchSize: 10, epochs: 5 } };
const IMPATIENT = { batchSize: 10, epochs: 5, earlyStopping: { patience: 1 } };
const FOLDS = { folds: 3, split: undefined, grid: {} };
const DEEPER = { grid: { 'optimizer.learningRate': [0.03, 0.01], 'optimizer.beta1': [0.9, 0.8] } };

test.each<[string, object, object]>([
  ['epochs', {}, LONGER],
  ['repeats', {}, { repeats: 2 }],
  ['a dimension of the grid', {}, DEEPER],
  ['epochs, with folds and a refit', FOLDS, { ...FOLDS, ...LONGER }],
  [
    'epochs, where some trials had stopped early',
    { ...FOLDS, training: IMPATIENT },
    { ...FOLDS, training: { ...IMPATIENT, epochs: 9 } },
  ],
])('a run extended by %s keeps the seeds of its trials, which the audit knows', async (_, before, after) => {
  const { store } = await extended(before, after);
  const { evidence, status } = (await audited({ store }))['fresh-parameters'];
  expect(evidence).toContain('every fingerprint agrees');
  expect(status).toBe('passed');
});

test('of an extended run too, a seed that the sweep never gave fails', async () => {
  const { store } = await extended({}, LONGER);
  const record = await store.read();
  const trials = record.trials.map((trial) => ({ ...trial, record: { ...trial.record, seed: '0123456789abcdef' } }));
  const read = async (): Promise<RunRecord> => ({ ...record, trials });
  const check = (await audited({ store: { ...store, read } }))['fresh-parameters'];
  expect(check.status).toBe('failed');
  expect(check.details[0]).toMatch(
    /^plain learningRate=0\.03: its seed is 0123456789abcdef, but the sweep gives [0-9a-f]{16} or [0-9a-f]{16}$/,
  );
});

test('a run that was extended after its test is said to be so, before it trains and by its audit', async () => {
  const { store, events } = await extended({}, LONGER);
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
  expect(notices[2]).toBe(
    'The test rows of this run have been read: what it chooses once extended may depend on their figures, and its audit fails test-after-selection. A new run keeps that check.',
  );
  const check = expectOnly(await audited({ store }), 'test-after-selection');
  expect(check.evidence).toMatch(
    /^\d{3}-\w+ was tested at 2026-01-02T03:04:05\.000Z, before the choice at 2026-01-02T04:04:05\.000Z: the run was extended after its test rows were read, at 2026-01-02T04:04:05\.000Z \(training\.epochs: 3 -> 5\), and chosen from anew$/,
  );
});

test('an untested run may be extended without a warning, and passes', async () => {
  const { files } = await runTiny({}, { test: false });
  const { store, events } = await runTiny(LONGER, {
    store: runStoreOver(files),
    resume: { extend: true },
    test: false,
  });
  expect(JSON.stringify(events)).not.toContain('test rows of this run');
  expect((await audited({ store }))['test-after-selection'].status).toBe('passed');
});

test('a split that the seed does not give fails, and so does a trial that predicted other rows', async () => {
  const check = expectOnly(await audited({ store: await withSweep({ splitHash: 'ef' }) }), 'one-split');
  expect(check.details[0]).toMatch(/^the recorded hash is ef, but the sweep's seed gives [0-9a-f]{64}$/);
  const short = {
    ...run.store,
    readValidationPredictions: async (folder: string) => {
      const values = await run.store.readValidationPredictions(folder);
      return folder === '000-plain' ? values.slice(2) : values;
    },
  };
  const checks = await audited({ store: short });
  expect(checks['one-split'].details).toEqual(['plain learningRate=0.03: it predicted 19 rows of 20']);
});

test('the rows of an audit are counted with commas', () => {
  expect([1, 2, 60000].map((count) => counted(count, 'row'))).toEqual(['1 row', '2 rows', '60,000 rows']);
});

test('of several folds, the one whose hash differs is named by its own', async () => {
  const { store } = await runTiny({ folds: 3 });
  const record = await store.read();
  const folds = record.sweep.folds!.map((fold, i) => (i === 2 ? { ...fold, splitHash: 'ef' } : fold));
  const changed = { ...store, read: async () => ({ ...record, sweep: { ...record.sweep, folds } }) };
  const check = expectOnly(await audited({ store: changed }), 'one-split');
  expect(check.details).toHaveLength(1);
  expect(check.details[0]).toContain('the recorded hash is ef, but');
});

test('rows in two parts are named by their numbers', async () => {
  const { features } = RING.train;
  const values = Float32Array.from(RING.test!.features.values);
  values.set(features.values.subarray(2 * 7, 2 * 8), 2 * 3);
  const data = { ...RING, test: { ...RING.test!, features: floatFeatures([2], values) } };
  const check = expectOnly(await audited({ data }), 'disjoint-rows');
  expect(check.details).toHaveLength(1);
  expect(check.details[0]).toMatch(/^(training|validation) row 7 = test row 3$/);
});

test('another order than the figures give fails', async () => {
  const record = await run.store.read();
  const leaderboard = [record.leaderboard![1], record.leaderboard![0], ...record.leaderboard!.slice(2)];
  const store = { ...run.store, read: async () => ({ ...record, leaderboard }) };
  const { ranking } = await audited({ store });
  expect(ranking.status).toBe('failed');
  expect(ranking.details.at(-1)).toMatch(/^test\.json is of .+, but .+ was chosen$/);
});

test('test rows that were read before the choice, or without a record of it, fail', async () => {
  const [{ trial }] = run.result.leaderboard;
  const early = { time: '2026-01-02T03:04:04.000Z', trial, command: 'peek' };
  const { testReads } = (await run.store.read()).sweep;
  const peeked = await audited({ store: await withSweep({ testReads: [early, ...testReads] }) });
  const check = expectOnly(peeked, 'test-after-selection');
  expect(check.evidence).toContain(
    'was tested at 2026-01-02T03:04:04.000Z, before the choice at 2026-01-02T03:04:05.000Z',
  );
  expect(check.details[0]).toBe(`2026-01-02T03:04:04.000Z ${trial}: peek`);
  const silent = await audited({ store: await withSweep({ testReads: [] }) });
  expect(expectOnly(silent, 'test-after-selection').evidence).toContain(
    'no reading of the test rows for it is recorded',
  );
  const older = await audited({ store: await withSweep({ selected: undefined }) });
  expect(older['test-after-selection'].status).toBe('not-checkable');
});

test('predictions that differ in one bit, and weights that are others, fail', async () => {
  const flipped = {
    ...run.store,
    readValidationPredictions: async (folder: string) => {
      const values = await run.store.readValidationPredictions(folder);
      if (folder === '002-normed') new Uint32Array(values.buffer)[9] ^= 1;
      return values;
    },
  };
  const check = expectOnly(await audited({ store: flipped }), 'evaluation-mode');
  expect(check.details[0]).toMatch(/^normed learningRate=0\.03: validation row 4, number 1: /);
  const swapped = { ...run.store, readModel: () => run.store.readModel('000-plain') };
  expect((await audited({ store: swapped }))['evaluation-mode'].status).toBe('failed');
});

test('without the data, or with others, what needs them is not checkable', async () => {
  for (const data of ['the files are gone', { ...RING, sha256: 'cd'.repeat(32) }]) {
    const checks = Object.values(await audited({ data }));
    expect(checks.map(({ status }) => status)).toEqual([
      'passed',
      'not-checkable',
      'not-checkable',
      'passed',
      'passed',
      'not-checkable',
    ]);
  }
  const fused = await audited({ profile: 'fused' });
  expect(fused['evaluation-mode']).toMatchObject({
    status: 'not-checkable',
    evidence: expect.stringContaining('profile strict'),
  });
});
