import { expect, test } from 'vitest';
import type { EpochRecord } from '../../index.ts';
import { widthOf } from '../format/text-width.ts';
import { epochInColumns, epochInWords, epochTitles } from './epoch-line.ts';

const CLASSIFIER: EpochRecord = {
  epoch: 7,
  learningRate: 0.000625,
  trainLoss: 0.21344,
  trainAccuracy: 0.92134,
  trainMacroF1: 0.921,
  validationLoss: 0.30124,
  validationAccuracy: 0.89208,
  validationMacroF1: 0.8917,
  seconds: 1.94,
  samplesPerSecond: 25000,
};

const REGRESSION: EpochRecord = {
  epoch: 3,
  learningRate: 0.01,
  trainLoss: 1.21,
  trainRmse: 1.1,
  validationLoss: 1.44,
  validationRmse: 1.2,
  validationMae: 0.9,
  validationR2: 0.95,
  seconds: 0.021,
  samplesPerSecond: 190000,
};

test('an epoch in words says what each figure is', () => {
  expect(epochInWords({ label: 'model_3 learningRate=0.000625', epoch: CLASSIFIER, epochs: 15, best: true })).toBe(
    'model_3 learningRate=0.000625  epoch  7/15  train loss 0.2134 accuracy 0.9213  ' +
      'validation loss 0.3012 accuracy 0.8921 macro-F1 0.8917  1.9 s  best',
  );
});

test('a regression shows its errors instead', () => {
  expect(epochInWords({ label: 'mlp', epoch: REGRESSION, epochs: 30, best: false })).toBe(
    'mlp  epoch  3/30  train loss 1.2100 RMSE 1.1000  validation loss 1.4400 RMSE 1.2000 R2 0.9500  0.021 s',
  );
});

test('an epoch in columns stands under its titles and fits into 80 columns', () => {
  const line = { label: 'model_3 0.000625', epoch: CLASSIFIER, epochs: 15, best: true };
  expect([epochTitles(line), epochInColumns(line)]).toEqual([
    'trial             epoch  train loss     acc  val loss     acc  macro-F1      s *',
    'model_3 0.000625   7/15      0.2134  0.9213    0.3012  0.8921    0.8917    1.9 *',
  ]);
  expect(widthOf(epochInColumns(line))).toBeLessThanOrEqual(80);
});

test('figures that were not measured take no column', () => {
  const { validationLoss, validationAccuracy, validationMacroF1, ...training } = CLASSIFIER;
  expect(epochInWords({ label: 'a', epoch: training, epochs: 9, best: false })).toBe(
    'a  epoch 7/9  train loss 0.2134 accuracy 0.9213  1.9 s',
  );
});
