// Charts are plain data: an ECharts option with a size and a description. `chartSvg` of heddle/report draws them.

import type { Json, Table } from 'heddle';
import { type Chart, paperPalette } from 'heddle/report';

type Points = readonly (readonly [x: number, y: number])[];

/** The points that were learned from, and the network's curve through them. */
export function curveChart({ features, targets }: Table, grid: Float32Array, curve: Float32Array): Chart {
  const seen = pointsOf(features.values, numbersOf(targets));
  const [blue, orange] = paperPalette.series;
  return {
    id: 'noisy-sine',
    description: `${seen.length} noisy points of a sine, and the curve that a network learned from them`,
    width: 640,
    height: 400,
    option: {
      ...frame('A noisy sine', 'x', 'y'),
      series: [dots('noisy points', seen, blue), line('network', pointsOf(grid, curve), orange)],
    },
  };
}

/** Predictions against true values: on the line where both agree. */
export function agreementChart({ targets }: Table, predictions: Float32Array): Chart {
  const truth = numbersOf(targets);
  const ends = [Math.min(...truth), Math.max(...truth)];
  const [blue, orange] = paperPalette.series;
  return {
    id: 'friedman1',
    description: `Predictions of a network for ${truth.length} held-out rows of Friedman #1, against the noisy values`,
    width: 480,
    height: 480,
    option: {
      ...frame('Friedman #1, held-out rows', 'value with noise', 'prediction'),
      series: [dots('rows', pointsOf(truth, predictions), blue), line('equal', pointsOf(ends, ends), orange)],
    },
  };
}

function numbersOf(targets: Table['targets']): Float32Array {
  if (targets.kind === 'values') return targets.values;
  throw new TypeError('these charts show numbers, not classes');
}

const pointsOf = (x: ArrayLike<number>, y: ArrayLike<number>): Points =>
  Array.from(x, (value, i) => [value, y[i]] as const);

const frame = (title: string, x: string, y: string): { readonly [name: string]: Json } => ({
  animation: false,
  backgroundColor: paperPalette.surface,
  textStyle: { color: paperPalette.ink },
  title: { text: title, left: 0, top: 0, textStyle: { fontSize: 14 } },
  legend: { top: 0, right: 0, icon: 'circle' },
  grid: { left: 50, right: 20, top: 50, bottom: 50 },
  xAxis: { ...axis(x, 30), axisLine: { onZero: false } },
  yAxis: { ...axis(y, 34), axisLine: { onZero: false } },
});

const axis = (name: string, nameGap: number): { readonly [name: string]: Json } => ({
  type: 'value',
  name,
  nameLocation: 'middle',
  nameGap,
  splitLine: { lineStyle: { color: paperPalette.grid } },
});

/** A series of symbols alone: a line chart whose line has no width. */
const dots = (name: string, data: Points, color: string): Json => ({
  ...{ name, type: 'line', data, color, symbol: 'circle', symbolSize: 4, showAllSymbol: true },
  lineStyle: { width: 0 },
  itemStyle: { opacity: 0.45 },
});

const line = (name: string, data: Points, color: string): Json => ({
  ...{ name, type: 'line', data, color, showSymbol: false, z: 3 },
  lineStyle: { width: 2.5 },
});
