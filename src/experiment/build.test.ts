import { expect, test } from 'vitest';
import { buildLoss, buildOptimizer, buildSchedule } from './build.ts';
import { standardKinds } from './standard-kinds.ts';

test('a kind that is not there is refused with the nearest', () => {
  expect(() => buildLoss({ kind: 'crossEntropi' }, standardKinds)).toThrow(
    'loss: expected a kind of loss, received "crossEntropi". did you mean crossEntropy?',
  );
  expect(() => buildOptimizer({ kind: 'toString' }, standardKinds)).toThrow(
    'optimizer: expected a kind of optimizer, received "toString". ',
  );
  expect(() => buildSchedule({ kind: 'konstant' }, standardKinds)).toThrow('did you mean constant?');
});

test('options that a spec leaves out have their defaults', () => {
  expect(buildOptimizer({ kind: 'adam', learningRate: 0.5 }, standardKinds).options).toMatchObject({
    learningRate: 0.5,
    beta1: 0.9,
  });
});
