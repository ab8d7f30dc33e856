import { expect, test } from 'vitest';
import { exampleCertainRun } from '../example-certainty.fixture.ts';
import { exampleInterruptedRun, exampleRun } from '../example-run.fixture.ts';
import { epochTicks, narrowLegend, valueAxis } from './chart.ts';
import {
  CLASSIFIER_CURVES,
  chartText,
  confusionChart,
  curveChart,
  effectChart,
  effectPaths,
  intervalChart,
  pagePalette,
  paperPalette,
  runCharts,
  shade,
} from './index.ts';

const run = exampleRun();

test('every chart is plain data, whatever its colours', () => {
  for (const palette of [pagePalette, paperPalette]) {
    for (const [id, make] of runCharts(run, palette)) {
      const chart = make();
      expect(chart.id).toBe(id);
      expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
    }
  }
});

/** What a series, or a line of it, looks like under the pointer. */
interface Emphasised {
  readonly silent?: boolean;
  readonly emphasis?: { readonly disabled?: boolean; readonly lineStyle?: { readonly color?: string } };
}

test('what stands out under the pointer names its colour, since ECharts takes away one that it cannot lighten', () => {
  for (const [id, make] of runCharts(run, pagePalette)) {
    const series = make().option['series'] as unknown as (Emphasised & { data: Emphasised[] })[];
    const drawn = series.filter(({ silent }) => silent !== true);
    for (const { emphasis } of drawn.flatMap((one) => (one.emphasis === undefined ? one.data : [one])))
      expect(emphasis?.disabled ?? emphasis?.lineStyle?.color?.startsWith('var('), id).toBe(true);
  }
});

test('a curve chart draws training and validation, and marks the kept epoch', () => {
  const trial = run.trials[0];
  const { option, description } = curveChart(trial, CLASSIFIER_CURVES[0], paperPalette);
  expect(option).toMatchObject({
    xAxis: { data: trial.epochs.map(({ epoch }) => String(epoch)) },
    series: [
      { name: 'training', data: trial.epochs.map((epoch) => expect.closeTo(epoch.trainLoss, 4)) },
      {
        name: 'validation',
        data: trial.epochs.map((epoch) => expect.closeTo(epoch.validationLoss ?? 0, 4)),
        markLine: {
          data: [{ xAxis: (trial.record.bestEpoch ?? 0) - 1 }],
          label: { formatter: `best: epoch ${trial.record.bestEpoch}` },
        },
      },
    ],
  });
  expect(description).toContain('training and validation; weights of epoch');
});

test('a trial without validation rows has a training curve alone', () => {
  const trial = run.trials[0];
  const epochs = trial.epochs.map(({ epoch, learningRate, trainLoss, seconds, samplesPerSecond }) => ({
    ...{ epoch, learningRate, trainLoss, seconds, samplesPerSecond },
    trainAccuracy: 0.5,
    trainMacroF1: 0.5,
  }));
  const { option } = curveChart({ ...trial, epochs }, CLASSIFIER_CURVES[0], paperPalette);
  expect((option['series'] as { name: string }[]).map(({ name }) => name)).toEqual(['training']);
});

test('the effect chart sorts numeric choices and has one point a trial', () => {
  const paths = effectPaths(run);
  expect(paths).toEqual(['optimizer.learningRate']);
  const { option } = effectChart(run, paths[0], 0, paperPalette);
  expect(option['xAxis']).toMatchObject({ data: ['0.000625', '0.00125', '0.0025', '0.005'] });
  const series = option['series'] as { name: string; data: number[][] }[];
  expect(series.map(({ name, data }) => [name, data.map(([choice]) => choice)])).toEqual(
    ['model_1', 'model_2', 'model_3'].map((name) => [name, [0, 1, 2, 3]]),
  );
});

test('candidates whose names begin alike are told apart in the chart of intervals, on a phone too', () => {
  const long = 'a model name that goes on and on, far beyond what a phone can show in one line of a chart';
  const certain = exampleCertainRun();
  const leaderboard = (certain.leaderboard ?? []).map((entry) => ({ ...entry, name: `${long} ${entry.name}` }));
  const { option, narrow } = intervalChart({ ...certain, leaderboard }, paperPalette);
  const wide = option['yAxis'] as { data: string[] };
  const phone = narrow?.['yAxis'] as { data: string[] };
  for (const { data } of [wide, phone]) {
    expect(new Set(data).size).toBe(12);
    expect(data[11]).toMatch(/^12\. a model name/);
  }
  expect(Math.max(...phone.data.map(({ length }) => length))).toBeLessThan(45);
});

test('a legend that breaks into lines on a phone has its room', () => {
  const names = ['a', 'quite-a-long-model-name', 'another-long-model-name'];
  expect(narrowLegend(['a', 'b'])).toEqual({ grid: { top: 58 } });
  expect(narrowLegend(names)).toEqual({ grid: { top: 88 } });
});

test('an axis of shares ends at 1 where they reach it, and an axis of losses wherever it likes', () => {
  expect(valueAxis(paperPalette, [1, 1])).toHaveProperty('max', 1);
  expect(valueAxis(paperPalette, [0.9, 0.8])).not.toHaveProperty('max');
  expect(valueAxis(paperPalette, [0.9, 1.2])).not.toHaveProperty('max');
});

test('the epochs that an axis names are evenly apart', () => {
  expect(epochTicks(1, 3)).toEqual([1, 2, 3]);
  expect(epochTicks(1, 15)).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(epochTicks(1, 23)).toEqual([5, 10, 15, 20]);
  expect(epochTicks(7, 12)).toEqual([7, 8, 9, 10, 11, 12]);
  expect(epochTicks(1, 1000)).toEqual([200, 400, 600, 800, 1000]);
});

test('trials without an epoch have no charts', () => {
  const interrupted = exampleInterruptedRun();
  const drawn = [...runCharts(interrupted, paperPalette).keys()].filter((id) => /^trial-.*-loss$/.test(id));
  expect(drawn).toEqual(interrupted.trials.slice(0, 6).map(({ folder }) => `trial-${folder}-loss`));
});

test('the cells of a confusion chart are shaded by their share of the row', () => {
  expect([shade(25, 100), shade(0, 0), shade(7, 7)]).toEqual([0.5, 0, 1]);
  const { option } = confusionChart(
    'c',
    't',
    [
      [3, 1],
      [0, 4],
    ],
    ['a', 'b'],
    paperPalette,
  );
  const [right, wrong] = option['series'] as { data: { value: number[] }[] }[];
  expect(right.data.map(({ value }) => value)).toEqual([
    [0, 0, Math.sqrt(0.75), 3],
    [1, 1, 1, 4],
  ]);
  expect(wrong.data.map(({ value }) => value)).toEqual([
    [1, 0, 0.5, 1],
    [0, 1, 0, 0],
  ]);
});

test('names in charts are cut to a length and show what acts unseen', () => {
  expect(chartText('abcdef', 4)).toBe('abc…');
  expect(chartText('a\0😀', 3)).toBe('a\ufffd😀');
});
