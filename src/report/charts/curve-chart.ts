import type { Json } from '../../core/index.ts';
import type { RunTrial } from '../../record/index.ts';
import { metricOf } from '../run-facts.ts';
import {
  type Chart,
  categoryAxis,
  chartFrame,
  chartNumber,
  epochTicks,
  type Palette,
  SYMBOLS,
  valueAxis,
} from './chart.ts';

/** One quantity that training follows over the epochs: the fields of an epoch that hold it. */
export interface Curve {
  readonly id: string;
  readonly title: string;
  readonly training: string | null;
  readonly validation: string;
}

const LOSS: Curve = { id: 'loss', title: 'Loss', training: 'trainLoss', validation: 'validationLoss' };

/** What the curves of a classifier show. */
export const CLASSIFIER_CURVES: readonly Curve[] = [
  LOSS,
  { id: 'accuracy', title: 'Accuracy', training: 'trainAccuracy', validation: 'validationAccuracy' },
  { id: 'macro-f1', title: 'Macro-F1', training: 'trainMacroF1', validation: 'validationMacroF1' },
];

/** What the curves of a regression show. */
export const REGRESSION_CURVES: readonly Curve[] = [
  LOSS,
  { id: 'rmse', title: 'RMSE', training: 'trainRmse', validation: 'validationRmse' },
  { id: 'r2', title: 'R²', training: null, validation: 'validationR2' },
];

/** Above this many epochs single points are not drawn, and lines are thinned to the pixels there are. */
const MOST_POINTS = 40;

/** The figure's name: `trial-003-model_1-loss`. */
export function curveId(trial: RunTrial, curve: Curve): string {
  return `trial-${trial.folder}-${curve.id}`;
}

/** One quantity of a trial by epoch, for training and validation, with the epoch whose weights were kept marked. */
export function curveChart(trial: RunTrial, curve: Curve, palette: Palette): Chart {
  const { record, epochs } = trial;
  const drawn = [
    { name: 'training', field: curve.training, dash: 'dashed' },
    { name: 'validation', field: curve.validation, dash: 'solid' },
  ].filter(({ field }) => field !== null && epochs.some((epoch) => metricOf(epoch, field) !== null));
  const kept = epochs.findIndex((epoch) => epoch.epoch === record.bestEpoch);
  const series = drawn.map(({ name, field, dash }, i): Json => {
    const s = name === 'training' ? 0 : 1;
    return {
      type: 'line',
      name,
      data: epochs.map((epoch): Json => {
        const value = metricOf(epoch, field as string);
        return value === null ? null : chartNumber(value);
      }),
      color: palette.series[s],
      symbol: SYMBOLS[s],
      symbolSize: 7,
      showSymbol: epochs.length <= MOST_POINTS,
      showAllSymbol: true,
      sampling: 'lttb',
      lineStyle: { width: 2, type: dash },
      emphasis: { disabled: true },
      ...(i === drawn.length - 1 && kept >= 0
        ? { markLine: keptLine(kept, epochs.length, record.bestEpoch ?? 0, palette) }
        : {}),
    };
  });
  return {
    id: curveId(trial, curve),
    description: `${curve.title} of ${record.name} by epoch, ${drawn.map(({ name }) => name).join(' and ')}${
      kept >= 0 ? `; weights of epoch ${record.bestEpoch} kept` : ''
    }`,
    width: 400,
    height: 270,
    option: {
      ...chartFrame(curve.title, palette),
      legend: {
        right: 8,
        top: 3,
        padding: 0,
        itemGap: 14,
        itemWidth: 28,
        selectedMode: false,
        textStyle: { color: palette.ink, fontSize: 12 },
      },
      xAxis: {
        ...categoryAxis(
          epochs.map(({ epoch }) => String(epoch)),
          'epoch',
          palette,
        ),
        boundaryGap: epochs.length === 1,
        axisLabel: {
          color: palette.muted,
          fontSize: 12,
          // Places among the categories, from 0.
          customValues: epochTicks(1, epochs.at(-1)?.epoch ?? 1).map((epoch) => epoch - 1),
        },
      },
      yAxis: valueAxis(palette),
      series,
    },
  };
}

/** The upright line at the kept epoch, which is number `index` of `count` along the axis; near an end its label leans inwards. */
function keptLine(index: number, count: number, epoch: number, palette: Palette): Json {
  const place = count > 1 ? index / (count - 1) : 0.5;
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: [{ xAxis: index }],
    lineStyle: { color: palette.muted, type: 'solid', width: 1 },
    label: {
      formatter: `best: epoch ${epoch}`,
      color: palette.muted,
      fontSize: 12,
      distance: 4,
      align: place < 0.25 ? 'left' : place > 0.75 ? 'right' : 'center',
    },
  };
}
