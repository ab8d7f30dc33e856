import { expect, test } from 'vitest';
import type { Json } from '../../core/index.ts';
import type { LeaderboardEntry, RunRecord, SelectionRecord } from '../../record/index.ts';
import { chartSvg } from '../draw-chart.ts';
import { exampleCertainRun } from '../example-certainty.fixture.ts';
import { exampleInterruptedRun, exampleRun } from '../example-run.fixture.ts';
import { chartName, epochTicks, narrowLegend, valueAxis } from './chart.ts';
import {
  CLASSIFIER_CURVES,
  chartText,
  confusionChart,
  curveChart,
  effectChart,
  effectPaths,
  intervalChart,
  modelLook,
  overlayChart,
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

test('names are cut where they tell least apart: in the middle of their longest word, or of themselves', () => {
  const name = '12. a_network_whose_name_ends_in_16 learningRate=0.02 batchSize=32';
  expect(chartName(name, 42)).toBe('12. a_n…_16 learningRate=0.02 batchSize=32');
  expect(chartName('a_network_of_two_layers rate=0.02', 20)).toBe('a_net…yers rate=0.02');
  expect(chartName('12. a model name that goes on and on learningRate=0.003', 30)).toBe(
    '12. a model nam…ningRate=0.003',
  );
  expect(chartName('short', 30)).toBe('short');
  for (const longest of [3, 10, 20, 30, 40]) expect(chartName(name, longest)).toHaveLength(longest);
});

test('models whose names begin alike have each their own place in the legend of an effect, which has its room', () => {
  const long = (name: string): string => `a_network_whose_name_ends_in_${name}`;
  const many = manyModels();
  const named = {
    ...many,
    trials: many.trials.map((trial) => ({
      ...trial,
      record: { ...trial.record, modelName: long(trial.record.modelName) },
    })),
    leaderboard: (many.leaderboard ?? []).map((entry) => ({ ...entry, modelName: long(entry.modelName) })),
  };
  const { option, narrow, height } = effectChart(named, 'optimizer.learningRate', 0, paperPalette);
  const names = (option['series'] as { name: string }[]).map(({ name }) => name);
  expect(new Set(names).size).toBe(6);
  const tops = [option, narrow].map((of) => (of as { grid: { top: number } }).grid.top);
  for (const top of tops) expect(height - top).toBeGreaterThan(200);
  expect(tops[1]).toBeGreaterThan(tops[0]);
});

/** The example with eight models, the last of which exploded, and as many cells as trials. */
function manyModels(): RunRecord {
  const trials = run.trials.slice(0, 8).map((trial, i) => ({
    ...trial,
    record: { ...trial.record, modelName: `model_${i}`, name: `model_${i}` },
    epochs: trial.epochs.map((epoch) => (i < 7 ? epoch : { ...epoch, validationLoss: 6.1e30 })),
  }));
  const leaderboard = trials.map(({ folder, record }, i) => {
    const entry = (run.leaderboard ?? []).find(({ trial }) => trial === folder) as LeaderboardEntry;
    return { ...entry, rank: i + 1, modelName: record.modelName, name: record.name, value: 0.9 - i / 100 };
  });
  return { ...run, trials, leaderboard };
}

test('the effect chart shows the best models and says how many there are', () => {
  const many = manyModels();
  const turned = (many.leaderboard ?? []).toReversed().map((entry, i) => ({ ...entry, rank: i + 1 }));
  const { option, description } = effectChart(
    { ...many, leaderboard: turned },
    'optimizer.learningRate',
    0,
    paperPalette,
  );
  expect((option['series'] as { name: string }[]).map(({ name }) => name)).toEqual(
    [2, 3, 4, 5, 6, 7].map((i) => `model_${i}`),
  );
  expect(option['title']).toMatchObject({ subtext: 'the best 6 of 8 models' });
  expect(description).toContain('(the best 6 of 8 models)');
});

test('the intervals shown are the best, and their chart says how many there are', () => {
  const certain = exampleCertainRun();
  const trials = Array.from({ length: 6 }, () => certain.selection?.trials ?? [])
    .flat()
    .slice(0, 70);
  const selection = { ...(certain.selection as SelectionRecord), trials };
  const { option } = intervalChart({ ...certain, selection }, paperPalette);
  expect(option['title']).toMatchObject({ subtext: 'the best 24 of 70 trials' });
});

test('beyond six models, colours come again with another dash', () => {
  const many = manyModels();
  const looks = many.trials.map(({ record }) => JSON.stringify(modelLook(many, record.modelName, paperPalette)));
  expect(new Set(looks).size).toBe(8);
  expect(modelLook(many, 'model_5', paperPalette).dash).toBe('solid');
  expect(modelLook(many, 'model_6', paperPalette)).toEqual({ colour: paperPalette.series[0], dash: [8, 3] });
  const series = overlayChart(many, CLASSIFIER_CURVES[1], paperPalette).option['series'] as {
    name: string;
    lineStyle: { type: Json };
  }[];
  expect(series.find(({ name }) => name === 'model_7')?.lineStyle.type).toEqual([8, 3]);
});

test('one exploding trial does not flatten the others: the axis ends where they do, and says who leaves it', () => {
  const { option, description } = overlayChart(manyModels(), CLASSIFIER_CURVES[0], paperPalette);
  const { min, max } = option['yAxis'] as { min: number; max: number };
  const values = run.trials
    .slice(0, 7)
    .flatMap(({ epochs }) => epochs.map(({ validationLoss }) => validationLoss ?? 0));
  expect(min).toBeLessThanOrEqual(Math.min(...values));
  expect(max).toBeGreaterThanOrEqual(Math.max(...values));
  expect(max).toBeLessThan(2 * Math.max(...values));
  expect(option['title']).toMatchObject({ subtext: '1 of 8 trials reach beyond this axis' });
  expect(description).toContain('1 of 8 trials reach beyond this axis');
  const sane = overlayChart(run, CLASSIFIER_CURVES[0], paperPalette).option;
  expect([sane['yAxis'], sane['title']]).toMatchObject([{ min: null, max: null }, { subtext: '' }]);
});

test('numbers beside an axis are short, also where a trial exploded alone', () => {
  const exploded = manyModels().trials[7];
  const svg = chartSvg(curveChart(exploded, CLASSIFIER_CURVES[0], paperPalette));
  expect(svg).not.toContain('e+');
  expect(svg).toMatch(/>\de30</);
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
