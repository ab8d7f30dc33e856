import type { Json } from '../../core/index.ts';
import type { RunRecord } from '../../record/index.ts';
import { capital, metricName, plain } from '../format.ts';
import { pathLabel, standings, variedPaths } from '../run-facts.ts';
import {
  type Chart,
  categoryAxis,
  chartFrame,
  chartName,
  chartNumber,
  chartText,
  LEGEND_LINE,
  legendLines,
  legendOf,
  narrowLegend,
  noteHeight,
  type Palette,
  PHONE_WIDTH,
  PLOT_TOP,
  SYMBOLS,
  valueAxis,
} from './chart.ts';
import { beyondNote, drawnValue, saneRange } from './sane-range.ts';

/** Most models that one chart tells apart, the best; the others stand in the leaderboard only. */
const MOST_MODELS = 6;

/** Pixels of the picture. */
const WIDTH = 620;

/** The figure's name for a varied path: `effect-0`. */
export function effectId(position: number): string {
  return `effect-${position}`;
}

/** The paths whose effect can be drawn: varied, with two values or more, by trials that have a result. */
export function effectPaths(run: RunRecord): readonly string[] {
  const ranked = standings(run).filter((entry) => entry.value !== null);
  return variedPaths(run).filter((path) => new Set(ranked.map((entry) => plain(entry.parameters[path]))).size > 1);
}

/** The selection metric against one varied option: one point a trial, one colour and symbol a model. */
export function effectChart(run: RunRecord, path: string, position: number, palette: Palette): Chart {
  const entries = standings(run).filter((entry) => entry.value !== null && Object.hasOwn(entry.parameters, path));
  const choices = [...new Map(entries.map((entry) => [plain(entry.parameters[path]), entry.parameters[path]]))]
    .sort(([, a], [, b]) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0))
    .map(([text]) => text);
  const all = [...new Set(run.trials.map((trial) => trial.record.modelName))];
  // Entries come the best first, and so do the models of them.
  const ranked = [...new Set(entries.map((entry) => entry.modelName))];
  const best = new Set(ranked.slice(0, MOST_MODELS));
  const models = all.filter((model) => best.has(model));
  const shown = entries.filter((entry) => best.has(entry.modelName));
  const range = saneRange(shown.map((entry) => [entry.value ?? 0]));
  const note = [
    ...(ranked.length > MOST_MODELS ? [`the best ${MOST_MODELS} of ${ranked.length} models`] : []),
    ...(range === null ? [] : [beyondNote(range, shown.length)]),
  ].join('; ');
  // A line joins a model's points only where each choice has one: with more, it would zigzag.
  const joined = variedPaths(run).length === 1 && shown.length <= models.length * choices.length;
  const label = pathLabel(path, variedPaths(run));
  const title = `${capital(metricName(run.sweep.selection.metric))} by ${label}`;
  const names = models.map((model) => chartName(model, 24));
  const series = models.map(
    (model, m): Json => ({
      type: 'line',
      name: names[m],
      data: shown
        .filter((entry) => entry.modelName === model)
        .map((entry) => [
          choices.indexOf(plain(entry.parameters[path])),
          chartNumber(drawnValue(entry.value ?? 0, range)),
        ])
        .sort(([a], [b]) => a - b),
      color: palette.series[m],
      symbol: SYMBOLS[m],
      symbolSize: 9,
      showSymbol: true,
      lineStyle: { width: joined ? 2 : 0, type: 'solid' },
      emphasis: { disabled: true },
    }),
  );
  const frame = chartFrame(title, palette, note);
  const top = PLOT_TOP + noteHeight(note);
  return {
    id: effectId(position),
    description: `${title}, for ${models.join(', ')}${note === '' ? '' : ` (${note})`}`,
    width: WIDTH,
    height: 300 + noteHeight(note) + LEGEND_LINE * (legendLines(names, PHONE_WIDTH) - 1),
    option: {
      ...frame,
      grid: { ...(frame['grid'] as object), top: top + LEGEND_LINE * (legendLines(names, WIDTH) - 1) },
      legend: legendOf(palette, note),
      xAxis: {
        ...categoryAxis(
          choices.map((choice) => chartText(choice, 16)),
          chartText(label),
          palette,
        ),
        boundaryGap: true,
      },
      yAxis: valueAxis(
        palette,
        shown.map(({ value }) => value ?? 0),
        range,
      ),
      series,
    },
    narrow: narrowLegend(names, top),
  };
}
