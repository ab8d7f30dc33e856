// TensorBoard files as a reader in Python sees them, written from the formats' specifications (test/readers/read-events.py).

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { confusionImage } from 'heddle/tensorboard';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventFiles, writeEventFiles } from '../src/cli/tensorboard/event-files.ts';
import { runTiny, type TinyRun } from '../src/experiment/tiny-run.fixture.ts';
import { pythonWith } from './python.fixture.ts';

const READER = fileURLToPath(new URL('readers/read-events.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heddle-tensorboard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface ReadEvent {
  readonly seconds: number;
  readonly step: number;
  readonly version: string | null;
  readonly values: readonly {
    readonly tag: string;
    readonly scalar?: number;
    readonly content?: unknown;
    readonly image?: number[];
  }[];
}

const python = await pythonWith('json');

function read(path: string): ReadEvent[] {
  const { status, stdout, stderr } = spawnSync(python as string, [READER, path], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as ReadEvent[];
}

/** The one event file in a folder. */
function fileIn(...parts: string[]): string {
  const names = readdirSync(join(folder, ...parts)).filter((name) => name.includes('tfevents'));
  expect(names).toHaveLength(1);
  return join(folder, ...parts, names[0]);
}

let run: TinyRun;
beforeAll(async () => {
  let seconds = 1_700_000_000;
  const live = eventFiles(join(folder, 'live'), () => ++seconds);
  run = await runTiny({}, { onEvent: live.onEvent });
  await live.written();
  await writeEventFiles(join(folder, 'later'), await run.store.read());
});

describe.skipIf(python === undefined)('read in Python', () => {
  test('a trial: version, hyper-parameters, every number of every epoch, the confusion matrix, the end', async () => {
    const { trials } = await run.store.read();
    for (const { folder: name, record, epochs } of trials) {
      const events = read(fileIn('live', name));
      expect(events[0].version).toBe('brain.Event:2');
      expect(events[0].seconds).toBeGreaterThan(1_700_000_000);
      const [start] = events[1].values;
      expect(start).toMatchObject({ tag: '_hparams_/session_start_info', plugin: 'hparams' });
      expect(start.content).toMatchObject({
        group: record.name,
        parameters: { model: record.modelName, optimizer: 'adam', batchSize: 10, ...record.parameters },
      });
      const scalars = events.filter(({ values }) => values[0]?.scalar !== undefined);
      expect(scalars.map(({ step }) => step)).toEqual(epochs.map(({ epoch }) => epoch));
      for (const [i, epoch] of epochs.entries()) {
        const numbers = Object.entries(epoch).filter(([tag, value]) => typeof value === 'number' && tag !== 'epoch');
        expect(numbers.length).toBeGreaterThanOrEqual(8);
        expect(Object.fromEntries(scalars[i].values.map(({ tag, scalar }) => [tag, scalar]))).toEqual(
          Object.fromEntries(numbers.map(([tag, value]) => [tag, Math.fround(value as number)])),
        );
      }
      const [image, end] = (events.at(-1) as ReadEvent).values;
      expect(image.tag).toBe('validationConfusion');
      expect(end).toMatchObject({ tag: '_hparams_/session_end_info', content: { status: 1 } });
      expect(events.at(-1)?.step).toBe(record.bestEpoch);
      const times = events.map(({ seconds }) => seconds);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  test('the sweep: which hyper-parameters and metrics there are', () => {
    const [version, experiment] = read(fileIn('live'));
    expect(version.version).toBe('brain.Event:2');
    expect(experiment.values[0].tag).toBe('_hparams_/experiment');
    expect(experiment.values[0].content).toMatchObject({
      experiment: 'tiny',
      parameters: expect.arrayContaining([
        { name: 'optimizer.learningRate', type: 3 },
        { name: 'model', type: 1 },
      ]),
      metrics: ['validationMacroF1', 'validationLoss', 'trainLoss'],
    });
  });

  test('a run that is over gives the same values as one that was watched', async () => {
    const { trials, sweep } = await run.store.read();
    for (const { folder: name } of trials) {
      const [live, later] = ['live', 'later'].map((where) => read(fileIn(where, name)));
      const valuesOf = (events: readonly ReadEvent[]): unknown =>
        events.map(({ step, values }) => ({ step, values: values.filter(({ tag }) => !tag.startsWith('_hparams_')) }));
      expect(valuesOf(later)).toEqual(valuesOf(live));
      expect(later[0].seconds).toBeGreaterThanOrEqual(Date.parse(sweep.started) / 1000);
    }
  });

  test('a byte that is changed is found by its checksum', async () => {
    const { trials } = await run.store.read();
    const bytes = readFileSync(fileIn('live', trials[0].folder));
    const path = join(folder, 'damaged');
    for (const at of [0, 9, 20, 60, bytes.length - 2]) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] ^= 4;
      writeFileSync(path, damaged);
      const { status, stderr } = spawnSync(python as string, [READER, path], { encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toMatch(/checksum|torn/);
    }
  });
});

test('the picture of a matrix of many classes stays small', () => {
  const many = Array.from({ length: 100 }, (_, t) => Array.from({ length: 100 }, (_, p) => (t === p ? 9 : 1)));
  const { width, height, png } = confusionImage(many, null);
  expect([width, height]).toEqual([616, 631]);
  expect(png.length).toBeLessThan(50_000);
});
