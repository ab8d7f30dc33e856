import { expect, test } from 'vitest';
import type { LayerSpec } from '../../index.ts';
import { layersText, metricText, parameterTitles, shortMetricText, shortTrialName } from './names.ts';

test('metrics are named in words', () => {
  expect(
    ['validationMacroF1', 'validationLoss', 'trainAccuracy', 'validationR2', 'validationRmse'].map(metricText),
  ).toEqual(['validation macro-F1', 'validation loss', 'train accuracy', 'validation R2', 'validation RMSE']);
  expect(shortMetricText('validationMacroF1')).toBe('macro-F1');
});

test('a parameter is titled by its last field unless two would be the same', () => {
  expect(parameterTitles(['optimizer.learningRate', 'layers.4.rate'])).toEqual(['learningRate', 'rate']);
  expect(parameterTitles(['layers.4.rate', 'layers.8.rate'])).toEqual(['layers.4.rate', 'layers.8.rate']);
});

test('a short name is the model and the values that tell its trials apart', () => {
  expect(
    shortTrialName({
      name: 'model_3 learningRate=0.000625 optimizer={"kind":"adam"}',
      modelName: 'model_3',
      parameters: { 'optimizer.learningRate': 0.000625, optimizer: { kind: 'adam' } },
    }),
  ).toBe('model_3 0.000625 {"kind":"adam"}');
  const cell = { cell: 'net rate=0.1', modelName: 'net', parameters: { 'layers.2.rate': 0.1 } };
  expect(shortTrialName({ ...cell, name: 'net rate=0.1 repeat=2 fold=4' })).toBe('net 0.1 r2 f4');
  expect(shortTrialName({ ...cell, name: 'net rate=0.1 refit' })).toBe('net 0.1 refit');
});

test('a network is written as its layers with their main options', () => {
  const layers: LayerSpec[] = [
    { kind: 'dense', units: 512 },
    { kind: 'batchNorm', momentum: 0.1 },
    { kind: 'dropout', rate: 0.2 },
  ];
  expect(layersText(layers)).toBe('dense 512, batchNorm, dropout 0.2');
});
