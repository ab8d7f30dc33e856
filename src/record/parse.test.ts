import { expect, test } from 'vitest';
import { exampleRegressionRun, exampleRun } from '../report/example-run.fixture.ts';
import {
  parseAuditRecord,
  parseEpochRecord,
  parseLeaderboard,
  parseSelectionRecord,
  parseSweepRecord,
  parseTestRecord,
  parseTrialRecord,
} from './index.ts';

const run = exampleRun();
const regression = exampleRegressionRun();
const hint = 'the file is damaged or was not written by Heddle: restore it, or train again.';

/** A copy of a record with the value at a path of fields replaced, or taken out when there is none. */
function changed(record: object, path: string, ...value: unknown[]): unknown {
  const copy = JSON.parse(JSON.stringify(record));
  const names = path.split('.');
  const last = names.pop() as string;
  const owner = names.reduce((object, name) => object[name], copy);
  if (value.length === 0) delete owner[last];
  else owner[last] = value[0];
  return copy;
}

test('good records pass as they are', () => {
  for (const { sweep, trials, leaderboard, test: tested } of [run, regression]) {
    expect(parseSweepRecord(sweep, 'sweep.json')).toBe(sweep);
    for (const { record, epochs } of trials) {
      expect(parseTrialRecord(record, 'trial.json')).toBe(record);
      for (const epoch of epochs) expect(parseEpochRecord(epoch, 'metrics.jsonl:1')).toBe(epoch);
    }
    expect(parseLeaderboard(leaderboard, 'leaderboard.json')).toBe(leaderboard);
    expect(parseTestRecord(tested, 'test.json')).toBe(tested);
  }
});

test('facts that a later writer added are left alone', () => {
  expect(() => parseSweepRecord({ ...run.sweep, weather: 'rain' }, 'sweep.json')).not.toThrow();
});

test('a newer format is refused, saying which', () => {
  const message = (file: string): string =>
    `${file}, field formatVersion: expected format version 1, received format version 2. it was written by a newer Heddle: update Heddle to read it.`;
  expect(() => parseSweepRecord({ formatVersion: 2 }, 'sweep.json')).toThrow(message('sweep.json'));
  expect(() => parseTrialRecord({ formatVersion: 2 }, 'trial.json')).toThrow(message('trial.json'));
  expect(() => parseTestRecord({ formatVersion: 2 }, 'test.json')).toThrow(message('test.json'));
  expect(() => parseTestRecord({ formatVersion: '1' }, 'test.json')).toThrow(
    `test.json, field formatVersion: expected format version 1, received "1". ${hint}`,
  );
});

test('every field that is missing is named', () => {
  for (const name of Object.keys(run.sweep)) {
    expect(() => parseSweepRecord(changed(run.sweep, name), 'f')).toThrow(`f, field ${name}: expected`);
  }
  const { record, epochs } = run.trials[0];
  for (const name of Object.keys(record)) {
    expect(() => parseTrialRecord(changed(record, name), 'f')).toThrow(`f, field ${name}: expected`);
  }
  for (const name of ['epoch', 'learningRate', 'trainLoss', 'trainMacroF1', 'seconds', 'samplesPerSecond']) {
    expect(() => parseEpochRecord(changed(epochs[0], name), 'f')).toThrow(`f, field ${name}: expected`);
  }
  for (const name of Object.keys(run.leaderboard?.[0] ?? {})) {
    expect(() => parseLeaderboard([changed(run.leaderboard?.[0] ?? {}, name)], 'f')).toThrow(
      `f, field [0].${name}: expected`,
    );
  }
});

test.each([
  ['dataset.classNames', 7, 'a list, received 7'],
  ['dataset.classNames', ['a', 7], 'a text, received 7'],
  ['dataset.featureShape', [28, 0], 'a whole number from 1 on, received 0'],
  ['dataset.trainRows', -1, 'a whole number from 0 on, received -1'],
  ['duplicates', null, 'an object with named fields, received null'],
  ['selection.direction', 'up', 'one of max, min, received "up"'],
  ['begunBy', 'report', 'one of sweep, train, received "report"'],
  ['seed', '1', 'a seed of 16 hexadecimal digits, received "1"'],
  ['started', 'yesterday', 'a time such as 2026-11-22T16:15:00.000Z, received "yesterday"'],
  ['threads', 1.5, 'a whole number from 1 on, received 1.5'],
  ['environment.cores', '2', 'a whole number from 1 on, received "2"'],
  ['testReads', [{}], 'a time such as'],
])('sweep.json with %s = %j is refused', (path, value, message) => {
  expect(() => parseSweepRecord(changed(run.sweep, path, value), 'sweep.json')).toThrow(message);
  expect(() => parseSweepRecord(changed(run.sweep, path, value), 'sweep.json')).toThrow(`sweep.json, field ${path}`);
});

test('an error says file, field, what was expected, what came, and what to do', () => {
  const { record } = run.trials[0];
  expect(() => parseTrialRecord(changed(record, 'model.layers', [{ units: 3 }]), 'trial.json')).toThrow(
    `trial.json, field model.layers[0].kind: expected a text, received nothing. ${hint}`,
  );
  expect(() => parseTrialRecord(changed(record, 'status', 'done'), 'trial.json')).toThrow(
    'trial.json, field status: expected one of waiting, running, finished, failed, interrupted, received "done"',
  );
  expect(() => parseLeaderboard({}, 'leaderboard.json')).toThrow('leaderboard.json: expected a list, received {}');
});

test("an epoch line must be a classifier's or a regression's", () => {
  const common = { epoch: 1, learningRate: 0.1, trainLoss: 1, seconds: 1, samplesPerSecond: 1 };
  expect(() => parseEpochRecord(common, 'metrics.jsonl:4')).toThrow(
    'metrics.jsonl:4: expected a field trainAccuracy (classes) or trainRmse (numbers), received only "epoch, learningRate, trainLoss, seconds, samplesPerSecond"',
  );
  expect(() => parseEpochRecord(null, 'metrics.jsonl:4')).toThrow(
    'metrics.jsonl:4: expected an object with named fields, received null',
  );
  expect(() => parseEpochRecord({ ...common, trainRmse: null }, 'm:1')).toThrow(
    'm:1, field trainRmse: expected a finite number, received null',
  );
});

test('a confusion matrix must be square and hold counts', () => {
  const { test: tested } = run;
  expect(() => parseTestRecord({ ...tested, confusion: [[1, 2], [3]] }, 'test.json')).toThrow(
    'test.json, field confusion[1]: expected 2 counts, one for each class, received [3]',
  );
  expect(() => parseTestRecord({ ...tested, confusion: [[0.5]] }, 'test.json')).toThrow(
    'test.json, field confusion[0][0]: expected a whole number from 0 on, received 0.5',
  );
});

test('what repeats and folds add is checked where it is there', () => {
  const [entry] = run.leaderboard ?? [];
  const cell = { rank: 1, name: 'net', trials: 3, finished: 3, mean: 0.5, deviation: null };
  expect(() => parseLeaderboard([{ ...entry, cell, repeat: 2, fold: null, refit: true }], 'f')).not.toThrow();
  expect(() => parseLeaderboard([{ ...entry, cell: { ...cell, mean: 'high' } }], 'f')).toThrow(
    'f, field [0].cell.mean: expected a finite number, received "high"',
  );
  expect(() => parseLeaderboard([{ ...entry, refit: 1 }], 'f')).toThrow(
    'f, field [0].refit: expected true or false, received 1',
  );
  expect(() => parseSweepRecord({ ...run.sweep, folds: [{ trainRows: 4 }] }, 'f')).toThrow(
    'f, field folds[0].validationRows: expected a whole number from 0 on, received nothing',
  );
  expect(() => parseTrialRecord({ ...run.trials[0].record, refitOf: [7] }, 'f')).toThrow(
    'f, field refitOf[0]: expected a text, received 7',
  );
});

test('selection.json and audit.json are refused with the field that is wrong', () => {
  const interval = { value: 0.5, low: 0.25, high: 0.75 };
  const trial = { trial: '000-net', rows: 4, selection: interval, behind: null, withinNoise: null, macroF1: interval };
  const common = { formatVersion: 1, metric: 'validationMacroF1', direction: 'max', seed: '0000000000000001' };
  const selection = { ...common, resamples: 2000, level: 0.95, trials: [trial], optimism: null, test: null };
  expect(parseSelectionRecord(selection, 'f')).toBe(selection);
  expect(() => parseSelectionRecord(changed(selection, 'trials', [{ ...trial, behind: 1 }]), 'f')).toThrow(
    'f, field trials[0].behind: expected an object with named fields, received 1',
  );
  expect(() => parseSelectionRecord({ ...selection, formatVersion: 2 }, 'f')).toThrow('format version 2');
  const check = { id: 'x', claim: 'It holds', status: 'passed', evidence: 'seen.', details: [] };
  const audit = { formatVersion: 1, time: '2026-11-22T16:15:00.000Z', checks: [check] };
  expect(parseAuditRecord(audit, 'f')).toBe(audit);
  expect(() => parseAuditRecord({ ...audit, checks: [{ ...check, status: 'good' }] }, 'f')).toThrow(
    'f, field checks[0].status: expected one of passed, failed, not-checkable, received "good"',
  );
});
