import { expect, test } from 'vitest';
import { specOf } from '../core/index.ts';
import { crossEntropy, lossKinds } from '../model/index.ts';
import { adam, cosine, optimizerKinds, scheduleKinds } from '../train/index.ts';
import { fromSpec } from './from-spec.ts';

test('losses, optimizers and schedules come back from their specs as they were', () => {
  const loss = crossEntropy({ labelSmoothing: 0.1, classWeights: [1, 2] });
  expect(specOf(loss)).toEqual({ kind: 'crossEntropy', labelSmoothing: 0.1, classWeights: [1, 2] });
  expect(fromSpec('loss', specOf(loss), lossKinds)).toEqual(loss);
  const optimizer = adam({ learningRate: 0.02, weightDecay: 0.001 });
  expect(fromSpec('optimizer', specOf(optimizer), optimizerKinds)).toEqual(optimizer);
  const schedule = cosine();
  expect(fromSpec('schedule', specOf(schedule), scheduleKinds)).toEqual(schedule);
});

test('a kind of one’s own is refused', () => {
  expect(() => fromSpec('loss', { kind: 'crossEntrop' }, lossKinds)).toThrow(
    'loss: expected a loss that Heddle\'s worker knows, received "crossEntrop". did you mean crossEntropy? ' +
      "Kinds of your own train with fit() of 'heddle', on the page's thread.",
  );
});
