import type { Json } from '../../core/index.ts';
import type { RunRecord } from '../../record/index.ts';
import { chosenTrial, metricOf, rankedTrials } from '../run-facts.ts';
import {
  type Chart,
  chartFrame,
  chartNumber,
  chartText,
  epochTicks,
  noteHeight,
  type Palette,
  valueAxis,
} from './chart.ts';
import type { Curve } from './curve-chart.ts';
import { modelLook } from './model-look.ts';
import { beyondNote, drawnValue, saneRange } from './sane-range.ts';

/** The figure's name of a quantity's curves of all trials: `overlay-loss`. */
export function overlayId(curve: Curve): string {
  return `overlay-${curve.id}`;
}

/** Which rows a curve is measured on. */
export type Side = 'validation' | 'training';

/** The last epoch that any trial trained. */
export function lastEpoch(run: RunRecord): number {
  return Math.max(1, ...run.trials.map(({ epochs }) => epochs.at(-1)?.epoch ?? 1));
}

/**
 * One quantity by epoch, of all trials in one picture: colour and dash say the model, the chosen trial is drawn thick.
 *
 * @param options.shown folders of the trials to draw; all of them where absent
 * @param options.epochs the first and the last epoch to show; all of them where absent
 */
export function overlayChart(
  run: RunRecord,
  curve: Curve,
  palette: Palette,
  options: {
    readonly side?: Side;
    readonly shown?: ReadonlySet<string>;
    readonly epochs?: readonly [number, number];
  } = {},
): Chart {
  const { side = 'validation', shown } = options;
  const [from, to] = options.epochs ?? [1, lastEpoch(run)];
  const field = side === 'training' ? (curve.training ?? curve.validation) : curve.validation;
  const chosen = chosenTrial(run)?.folder;
  // The best come last, so that they lie on top.
  const trials = rankedTrials(run)
    .filter(({ folder, epochs }) => (shown?.has(folder) ?? true) && epochs.some((e) => metricOf(e, field) !== null))
    .reverse();
  // What lies outside is left out, so that the upright axis fits what is seen.
  const points = trials.map(({ epochs }) =>
    epochs.flatMap((epoch): (readonly [number, number])[] => {
      const value = metricOf(epoch, field);
      return value === null || epoch.epoch < from || epoch.epoch > to ? [] : [[epoch.epoch, value]];
    }),
  );
  const range = saneRange(points.map((line) => line.map(([, value]) => value)));
  const note = beyondNote(range, trials.length);
  const series = trials.map(({ folder, record, epochs }, t): Json => {
    const { colour, dash } = modelLook(run, record.modelName, palette);
    return {
      type: 'line',
      id: folder,
      name: chartText(record.name, 60),
      data: points[t].map(([epoch, value]): Json => [epoch, chartNumber(drawnValue(value, range))]),
      color: colour,
      symbol: 'circle',
      symbolSize: 6,
      showSymbol: epochs.length === 1 || (epochs.length <= 40 && trials.length <= 3),
      sampling: 'lttb',
      z: folder === chosen ? 4 : 2,
      lineStyle: {
        type: dash,
        width: folder === chosen ? 3.5 : 1.5,
        opacity: folder === chosen ? 1 : trials.length > 20 ? 0.45 : 0.75,
      },
      emphasis: {
        focus: 'series',
        lineStyle: { width: folder === chosen ? 5 : 3.5, opacity: 1, color: colour },
        itemStyle: { color: colour },
      },
      blur: { lineStyle: { opacity: 0.15 } },
    };
  });
  const frame = chartFrame(`${curve.title}, ${side}`, palette, note);
  return {
    id: overlayId(curve),
    description: `${curve.title} on the ${side} rows by epoch, ${trials.length} trials overlaid${
      chosen === undefined ? '' : '; the chosen one is drawn thick'
    }${note === '' ? '' : `; ${note}`}`,
    width: 400,
    height: 270,
    option: {
      ...frame,
      grid: { ...(frame['grid'] as object), top: 34 + noteHeight(note) },
      tooltip: { show: false },
      xAxis: {
        type: 'value',
        name: 'epoch',
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: { color: palette.muted, fontSize: 12 },
        min: from,
        max: Math.max(from + 1, to),
        minInterval: 1,
        splitLine: { show: false },
        axisLine: { onZero: false, lineStyle: { color: palette.muted } },
        axisTick: { show: false },
        axisLabel: { color: palette.muted, fontSize: 12, customValues: epochTicks(from, Math.max(from + 1, to)) },
      },
      // Both ends are named, so that those of a chart that stood here before are not kept.
      yAxis: { ...valueAxis(palette), min: range?.low ?? null, max: range?.high ?? null },
      series,
    },
  };
}
