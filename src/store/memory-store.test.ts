import { describe, expect, test } from 'vitest';
import { exampleRun } from '../report/example-run.fixture.ts';
import { runStoreCases, writeRun } from '../testing/run-store-cases.ts';
import { memoryFiles, memoryStore } from './memory-store.ts';
import { runStoreOver } from './store-over.ts';

const run = exampleRun();
const text = async (files: ReturnType<typeof memoryFiles>, path: string): Promise<string> =>
  new TextDecoder().decode((await files.read(path)) ?? new Uint8Array());

describe('the memory store is a run store', () => {
  test.each(runStoreCases)('$name', ({ check }) => check(memoryStore('test'), run));
});

test('predictions are little-endian float32', async () => {
  const files = memoryFiles('test');
  const store = runStoreOver(files);
  await store.writeTestPredictions(Float32Array.of(1, -2.5));
  await store.writeValidationPredictions('000-model_1', Float32Array.of(0.5));
  expect(Array.from((await files.read('test-predictions.bin')) ?? [])).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
  expect(await files.read('trials/000-model_1/validation-predictions.bin')).toHaveLength(4);
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
  const { folder, epochs } = run.trials[0];
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
  await store.writeSweep(run.sweep);
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
  await store.writeSweep(run.sweep);
  expect((await store.read()).sweep).toEqual(run.sweep);
});
