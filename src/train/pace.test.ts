import { expect, test } from 'vitest';
import type { PaceMoment } from './pace.ts';
import { trainSmall } from './small-training.fixture.ts';

test('a pace is asked before every chunk, told where the training stands, and changes no number', async () => {
  const moments: PaceMoment[] = [];
  const first: number[] = [];
  const pace = {
    async next(moment: PaceMoment) {
      moments.push(moment);
      first.push(moment.tensors()[0].values[0]);
      return 1;
    },
  };
  const paced = await trainSmall({ pace, epochs: 2 });
  expect(moments.map(({ epoch, step, stepsPerEpoch }) => `${epoch}:${step}/${stepsPerEpoch}`)).toEqual([
    ...['1:0/5', '1:1/5', '1:2/5', '1:3/5', '1:4/5'],
    ...['2:0/5', '2:1/5', '2:2/5', '2:3/5', '2:4/5'],
  ]);
  expect(moments.map(({ loss }) => loss === null)).toEqual([
    true,
    false,
    false,
    false,
    false,
    true,
    ...Array(4).fill(false),
  ]);
  expect(moments[1].loss).toBeGreaterThan(0.5);
  expect(new Set(first).size).toBe(10); // every step has changed the first weight
  expect(paced).toEqual(await trainSmall({ epochs: 2 }));
});

test('a signal that comes while the pace holds the training ends it before the next step', async () => {
  const controller = new AbortController();
  let steps = 0;
  const pace = {
    async next() {
      if (steps++ === 7) controller.abort();
      return 1;
    },
  };
  const { stopReason, epochs, bestEpoch } = await trainSmall({ pace, signal: controller.signal });
  expect({ stopReason, epochs: epochs.length, bestEpoch, steps }).toEqual({
    stopReason: 'aborted',
    epochs: 1,
    bestEpoch: 1,
    steps: 8,
  });
});
