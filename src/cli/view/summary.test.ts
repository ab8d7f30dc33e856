import { expect, test } from 'vitest';
import { exampleRegressionRun, exampleRun, exampleRunWithFailures } from '../../report/example-run.fixture.ts';
import { createColours } from '../format/colours.ts';
import { widthOf } from '../format/text-width.ts';
import { summaryLines, trainedSummary } from './summary.ts';
import { bannerLines } from './sweep-lines.ts';

const style = { colours: createColours(false), columns: Number.POSITIVE_INFINITY };

test('a finished run shows its leaderboard, the chosen trial with its epochs, and the independent test', () => {
  const lines = summaryLines(exampleRun(), style);
  expect(lines.slice(0, 4)).toEqual([
    'Leaderboard, by validation macro-F1 (best: the epoch whose weights were kept)',
    '   #  model    learningRate  macro-F1  accuracy    loss  best  epochs  seconds',
    '   1  model_1         0.005    0.9004    0.9007  0.3013    10      13     15.8',
    '   2  model_3       0.00125    0.8940    0.8943  0.3079    10      12     14.6',
  ]);
  expect(lines.slice(14, 26)).toEqual([
    '',
    'Chosen: model_1 learningRate=0.005',
    '  why             highest validation macro-F1 of 12 trials: 0.9004; next is model_3 learningRate=0.00125 with 0.8940',
    '  model           model_1: flatten, dense 512, batchNorm, relu, dropout 0.2, dense 10, softmax',
    '  parameters      408,074',
    '  learning rate   0.005 (adam)',
    '  dropout         0.2',
    '  batch size      1,024',
    '  epochs trained  13 of 15',
    '  weights kept    of epoch 10',
    '  ended           Early stopping at epoch 13, weights of epoch 10 kept',
    '',
  ]);
  expect(lines[26]).toBe('  epoch  train loss  accuracy  macro-F1  val loss  accuracy  macro-F1  seconds');
  expect(lines[36]).toBe('   * 10      0.3514    0.9239    0.9235    0.3013    0.9007    0.9004      1.3');
  expect(lines.slice(41, 45)).toEqual([
    'Independent test: model_1 learningRate=0.005',
    '  10,000 rows that neither training nor the choice has seen',
    '  class        precision  recall      F1  support',
    '  T-shirt/top     0.8053  0.8480  0.8261    1,000',
  ]);
  expect(lines.slice(-3)).toEqual(['  test accuracy  0.8833', '  test macro-F1  0.8831', '  test loss      0.3389']);
});

test('everything fits into 80 columns', () => {
  for (const line of summaryLines(exampleRun(), { ...style, columns: 80 }))
    expect(widthOf(line)).toBeLessThanOrEqual(80);
});

test('failed trials come last with their reasons, and do not count in the choice', () => {
  const lines = summaryLines(exampleRunWithFailures(), style);
  expect(lines[12]).toBe(
    '  11  model_1        0.0025  failed: epoch 1, step 17: expected a finite loss, received NaN. Lower the learning rate.',
  );
  expect(lines.find((line) => line.startsWith('  why'))).toContain('of 10 trials');
});

test('where every trial failed none is chosen, and that is said', () => {
  const run = exampleRunWithFailures();
  const failed = run.leaderboard!.filter((entry) => entry.status === 'failed');
  const lines = summaryLines({ ...run, leaderboard: failed, test: null }, style);
  expect(lines.at(-1)).toBe('No trial finished, so none was chosen.');
});

test('a regression shows errors and R2 where a classifier shows classes', () => {
  const lines = summaryLines(exampleRegressionRun(), style);
  expect(lines[0]).toBe('Leaderboard, by validation loss (best: the epoch whose weights were kept)');
  expect(lines[1]).toBe('  #  model    learningRate    loss  best  epochs  seconds');
  expect(lines).toContain('  epoch  train loss    RMSE  val loss    RMSE     MAE       R2  seconds');
  expect(lines.slice(-4)).toEqual([
    '  test RMSE  1.0490',
    '  test MAE   0.8400',
    '  test R2    0.9560',
    '  test loss  1.1000',
  ]);
});

test('a notice is a banner over the whole width, wrapped between words', () => {
  expect(bannerLines('This run uses synthetic data.', { ...style, columns: 20 })).toEqual([
    '='.repeat(20),
    'This run uses',
    'synthetic data.',
    '='.repeat(20),
    '',
  ]);
});

test('a trial that was trained alone shows no leaderboard and no choice', () => {
  const lines = trainedSummary(exampleRun(), style);
  expect(lines.slice(0, 3)).toEqual([
    'Trained: model_1 learningRate=0.005',
    '  validation macro-F1  0.9004',
    '  model                model_1: flatten, dense 512, batchNorm, relu, dropout 0.2, dense 10, softmax',
  ]);
  expect(lines.join('\n')).not.toMatch(/Leaderboard|Chosen|only trial/);
});

test('escape sequences in names from a run folder are not printed', () => {
  const run = exampleRun();
  const evil = 'x\u001b[2Jy';
  const trials = run.trials.map((trial) => ({ ...trial, record: { ...trial.record, name: evil, modelName: evil } }));
  const leaderboard = run.leaderboard!.map((entry) => ({ ...entry, name: evil, modelName: evil }));
  const test = { ...run.test!, name: evil, perClass: run.test!.perClass!.map((of) => ({ ...of, label: evil })) };
  const hostile = { ...run, trials, leaderboard, test };
  expect([...summaryLines(hostile, style), ...trainedSummary(hostile, style)].join('\n')).not.toContain('\u001b');
});
