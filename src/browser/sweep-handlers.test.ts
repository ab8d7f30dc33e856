import { expect, test } from 'vitest';
import { RING, TINY } from '../experiment/tiny-run.fixture.ts';
import { sentDataset } from './sent-dataset.ts';
import { sweepHandlers } from './sweep-handlers.ts';

test('a sweep on a page gives the files that docs/formats.md names, the checkpoint of each trial among them', async () => {
  let milliseconds = 0;
  const handlers = sweepHandlers({
    version: '0.0.0',
    breathe: async () => undefined,
    now: () => ++milliseconds,
    clock: () => '2026-01-02T03:04:05.000Z',
    tell: () => undefined,
  });
  const { files } = await handlers.sweep({
    ...{ profile: 'strict', threads: 1, shared: false, ports: [], spec: TINY, dataset: sentDataset(RING), test: true },
    ...{ command: 'test', started: '2026-01-02T03:04:05.000Z', runtime: 'test', cores: 1 },
  });
  const trials = ['000-plain', '001-plain', '002-normed', '003-normed'];
  const ofTrial = ['checkpoint.safetensors', 'metrics.jsonl', 'model.safetensors', 'trial.json'];
  expect(files.map(([path]) => path)).toEqual([
    ...['leaderboard.json', 'selection.json', 'sweep.json', 'test-predictions.bin', 'test.json'],
    ...trials.flatMap((trial) => [...ofTrial, 'validation-predictions.bin'].map((file) => `trials/${trial}/${file}`)),
  ]);
  expect(files.filter(([, content]) => content.length === 0)).toEqual([]);
});
