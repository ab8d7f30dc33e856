import { expect, test } from 'vitest';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointKeeper } from './checkpoint-keeper.ts';

const CHECKPOINT = { epoch: 0, step: 1 } as Checkpoint;

test('inside an epoch checkpoints are `every` milliseconds apart, counted from the one before', async () => {
  let time = 0;
  const taken: number[] = [];
  const take = (): Checkpoint => {
    taken.push(time);
    return CHECKPOINT;
  };
  const keeper = checkpointKeeper({ every: 100, save: async () => undefined }, () => time);
  for (; time < 450; time += 30) {
    keeper.between(take);
    await keeper.idle();
  }
  expect(taken).toEqual([120, 240, 360]);
  // The end of an epoch counts as one of them.
  keeper.epochEnded(take);
  await keeper.idle();
  time += 90;
  keeper.between(take);
  expect(taken).toEqual([120, 240, 360, 450]);
  time += 10;
  keeper.between(take);
  expect(taken).toEqual([120, 240, 360, 450, 550]);
  await keeper.idle();
});

test('while one is being kept none is taken; then one is, for all that were due', async () => {
  let time = 0;
  let taken = 0;
  let kept = (): void => undefined;
  const save = (): Promise<void> =>
    new Promise((resolve) => {
      kept = resolve;
    });
  const take = (): Checkpoint => {
    taken++;
    return CHECKPOINT;
  };
  const keeper = checkpointKeeper({ every: 10, save }, () => time);
  for (time = 10; time < 100; time += 10) keeper.between(take);
  keeper.epochEnded(take);
  expect(taken).toBe(1);
  kept();
  await keeper.idle();
  keeper.between(take);
  expect(taken).toBe(2);
  kept();
  await keeper.idle();
  keeper.between(take);
  expect(taken).toBe(2);
});

test('what keeping one threw is thrown between the next steps', async () => {
  let time = 0;
  const full = new Error('disk full');
  const keeper = checkpointKeeper({ every: 10, save: () => Promise.reject(full) }, () => time);
  time = 10;
  keeper.between(() => CHECKPOINT);
  await keeper.idle();
  expect(() => keeper.between(() => CHECKPOINT)).toThrow(full);
});
