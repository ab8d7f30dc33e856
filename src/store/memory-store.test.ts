import { describe, expect, test } from 'vitest';
import { exampleRun } from '../report/example-run.fixture.ts';
import { runStoreCases, writeRun } from '../testing/run-store-cases.ts';
import { memoryFiles, memoryStore } from './memory-store.ts';
import { runStoreOver } from './store-over.ts';

const run = exampleRun();
const begun = { ...run.sweep, finished: null };
const text = async (files: ReturnType<typeof memoryFiles>, path: string): Promise<string> =>
  new TextDecoder().decode((await files.read(path)) ?? new Uint8Array());

describe('the memory store is a run store', () => {
  test.each(runStoreCases)('$name', ({ check }) => check(memoryStore('test'), run));
});

test('all files of a folder in memory are told, however they were written, and none that was removed', async () => {
  const files = memoryFiles('test');
  await files.append('b.jsonl', '{}\n');
  await files.writeKeeping('c/new', Uint8Array.of(1), 'c/old');
  await files.writeKeeping('c/new', Uint8Array.of(2), 'c/old');
  await files.write('a.json', '{}');
  const braces = [0x7b, 0x7d];
  expect(files.all()).toEqual([
    ['a.json', Uint8Array.from(braces)],
    ['b.jsonl', Uint8Array.from([...braces, 0x0a])],
    ['c/new', Uint8Array.of(2)],
    ['c/old', Uint8Array.of(1)],
  ]);
  await files.remove('c/old');
  expect(files.all().map(([path]) => path)).toEqual(['a.json', 'b.jsonl', 'c/new']);
});

test('predictions are little-endian float32', async () => {
  const files = memoryFiles('test');
  const store = runStoreOver(files);
  await store.writeTestPredictions(Float32Array.of(1, -2.5));
  await store.writeValidationPredictions('000-model_1', Float32Array.of(0.5));
  expect(Array.from((await files.read('test-predictions.bin')) ?? [])).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
  expect(await files.read('trials/000-model_1/validation-predictions.bin')).toHaveLength(4);
});

test('predictions of another number than they must be are refused by both numbers', async () => {
  const store = memoryStore('test');
  await store.writeValidationPredictions('000-model_1', Float32Array.of(0.5, 0.5));
  await expect(store.readValidationPredictions('000-model_1', 4)).rejects.toThrow(
    'test/trials/000-model_1/validation-predictions.bin: expected the predictions of the epoch whose weights were kept, 4 numbers, 4 bytes each, received 8 bytes. restore the file, or train the trial again.',
  );
  expect(await store.readValidationPredictions('000-model_1', 2)).toHaveLength(2);
});

test('sweep.json that was deleted or torn since it was written is written as it was; another process’s is not made up', async () => {
  const read = { time: '2026-01-02T03:04:05.000Z', trial: '000-model_1', command: 'heddle evaluate' };
  const files = memoryFiles('test');
  const store = runStoreOver(files);
  await store.writeSweep(begun);
  await store.addTestRead(read);
  await files.remove('sweep.json');
  await store.addTestRead({ ...read, command: 'heddle report' });
  await files.write('sweep.json', '{"formatVer');
  await store.writeSweep(begun);
  const { testReads } = await store.readSweep();
  expect(testReads.map(({ command }) => command)).toEqual([
    ...begun.testReads.map(({ command }) => command),
    ...['heddle evaluate', 'heddle report'],
  ]);
  await files.write('sweep.json', '{"formatVer');
  await expect(runStoreOver(files).addTestRead(read)).rejects.toMatchObject({ code: 'format' });
});

test('a report is two documents and a folder of figures', async () => {
  const files = memoryFiles('test');
  await runStoreOver(files).writeReport({ html: '<p>', markdown: '# r', figures: { 'a.svg': '<svg/>' } });
  expect(await text(files, 'report.html')).toBe('<p>');
  expect(await text(files, 'report.md')).toBe('# r');
  expect(await text(files, 'figures/a.svg')).toBe('<svg/>');
});

test('an epoch lost in a torn line does not hide the ones before or after it', async () => {
  const files = memoryFiles('test');
  const store = runStoreOver(files);
  await writeRun(store, run);
  const { folder, record, epochs } = run.trials[0];
  await store.writeTrial(folder, { ...record, status: 'interrupted' });
  const path = `trials/${folder}/metrics.jsonl`;
  const whole = await text(files, path);
  await files.write(path, whole.slice(0, -40));
  expect((await store.read()).trials[0].epochs).toEqual(epochs.slice(0, -1));
  await store.appendEpoch(folder, epochs[epochs.length - 1]);
  expect((await store.read()).trials[0].epochs).toEqual(epochs);
});

test('damage is named by file, line and field', async () => {
  const files = memoryFiles('run');
  const store = runStoreOver(files);
  await writeRun(store, run);
  const { folder } = run.trials[0];
  const metrics = `trials/${folder}/metrics.jsonl`;
  const good = await text(files, metrics);
  await files.write(metrics, good.replace('"trainLoss"', '"trainLess"'));
  await expect(store.read()).rejects.toThrow(
    `run/${metrics}:1, field trainLoss: expected a finite number, received nothing`,
  );
  await files.write(metrics, good.replace('\n', '}\n'));
  await expect(store.read()).rejects.toThrow(`run/${metrics}:1: expected one JSON value`);
  await files.write(metrics, good);
  await files.write('test.json', '{"formatVersion": 1,');
  await expect(store.read()).rejects.toThrow('run/test.json: expected JSON, received "{\\"formatVersion\\": 1,"');
});

test('an empty trial folder is passed over, but metrics without their trial are not', async () => {
  const files = memoryFiles('run');
  const store = runStoreOver(files);
  await store.writeSweep(begun);
  await files.write('trials/000-model_1/.trial.json.tmp', '{');
  expect((await store.read()).trials).toEqual([]);
  await store.appendEpoch('000-model_1', run.trials[0].epochs[0]);
  await expect(store.read()).rejects.toThrow(
    'run/trials/000-model_1/trial.json: expected the trial that metrics.jsonl beside it belongs to, received no such file. restore the file, or remove the trial folder.',
  );
});

test('a failed change of sweep.json does not stop the next', async () => {
  const store = memoryStore('run');
  const read = { time: run.sweep.started, trial: '000-model_1', command: 'x' };
  await expect(store.addTestRead(read)).rejects.toThrow(
    'run: expected a run folder, with sweep.json in it, received no sweep.json',
  );
  await store.writeSweep(begun);
  expect((await store.read()).sweep).toEqual(begun);
});

test('a finished trial that has lost epochs is refused, with both numbers', async () => {
  const files = memoryFiles('run');
  const store = runStoreOver(files);
  await writeRun(store, run);
  const { folder, epochs } = run.trials[0];
  const path = `trials/${folder}/metrics.jsonl`;
  const lines = (await text(files, path)).split('\n');
  const expected = `run/${path}: expected the ${epochs.length} epochs that trial.json beside it says were trained, received`;
  const hint = 'lines are lost: restore the file, or train again.';
  await files.write(path, `${lines.slice(0, 2).join('\n')}\n`);
  await expect(store.read()).rejects.toThrow(`${expected} 2 epochs. ${hint}`);
  await files.write(path, '');
  await expect(store.read()).rejects.toThrow(`${expected} no epochs, or no such file. ${hint}`);
});

test('a finished sweep without its leaderboard is refused', async () => {
  const store = memoryStore('run');
  await store.writeSweep(run.sweep);
  await expect(store.read()).rejects.toThrow(
    'run/leaderboard.json: expected the ranking of the trials, since sweep.json says that the sweep finished, ' +
      'received a run in which leaderboard.json is missing. restore the file, or train again.',
  );
});

test('a leaderboard and a test must name trials that are there', async () => {
  const store = memoryStore('run');
  await writeRun(store, run);
  const [entry] = run.leaderboard ?? [];
  const message = (file: string): string =>
    `run/${file}: expected trials that are in the folder trials, received the trial "099-gone", which is not there. ` +
    'restore the trial, or train again.';
  await store.writeLeaderboard([{ ...entry, trial: '099-gone' }]);
  await expect(store.read()).rejects.toThrow(message('leaderboard.json'));
  await store.writeLeaderboard(run.leaderboard ?? []);
  if (run.test !== null) await store.writeTest({ ...run.test, trial: '099-gone' });
  await expect(store.read()).rejects.toThrow(message('test.json'));
});
