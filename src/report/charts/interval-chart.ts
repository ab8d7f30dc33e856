import type { Json } from '../../core/index.ts';
import type { Interval, RunRecord } from '../../record/index.ts';
import { capital, fixed, metricName } from '../format.ts';
import { standings } from '../run-facts.ts';
import {
  type Chart,
  categoryAxis,
  chartFrame,
  chartName,
  chartNumber,
  legendOf,
  noteHeight,
  type Palette,
  PHONE_WIDTH,
  valueAxis,
} from './chart.ts';
import { beyondNote, drawnValue, saneRange } from './sane-range.ts';

/** The figure's name of the intervals. */
export const INTERVALS = 'intervals';

/** Most candidates that are drawn, the best first. */
const MOST = 24;

/** Pixels of a candidate: its name and its interval. */
const ROW = 40;

/** One line of the chart. */
interface Candidate {
  /** Its place in the leaderboard, which tells apart names that are alike at first. */
  readonly rank: number;
  readonly name: string;
  readonly selection: Interval;
  readonly withinNoise: boolean | null;
}

/** Whether there is something to compare: two candidates with an interval. */
export function hasIntervals(run: RunRecord): boolean {
  return candidates(run).length > 1;
}

/** The selection metric of each trial (or cell) with its 95 % interval; those within noise of the winner in its colour. */
export function intervalChart(run: RunRecord, palette: Palette): Chart {
  const all = candidates(run);
  const shown = all.slice(0, MOST);
  const kind = run.selection?.cells === undefined ? 'trials' : 'cells';
  const range = saneRange(shown.map(({ selection: { low, value, high } }) => [low, value, high]));
  const note = [
    ...(all.length > MOST ? [`the best ${MOST} of ${all.length} ${kind}`] : []),
    ...(range === null ? [] : [beyondNote(range, shown.length, kind)]),
  ].join('; ');
  const number = (value: number): number => chartNumber(drawnValue(value, range));
  const metric = metricName(run.sweep.selection.metric);
  const groups = [
    { name: 'not told apart', colour: palette.series[0], symbol: 'circle', near: true },
    { name: 'told apart', colour: palette.muted, symbol: 'diamond', near: false },
  ].filter(({ near }) => shown.some((candidate) => isNear(candidate) === near));
  const series = groups.flatMap(({ name, colour, symbol, near }): Json[] => {
    const mine = shown
      .map((candidate, place) => ({ candidate, place }))
      .filter((entry) => isNear(entry.candidate) === near);
    return [
      {
        type: 'line',
        name,
        data: mine.map(({ candidate, place }): Json => [number(candidate.selection.value), place]),
        color: colour,
        symbol,
        symbolSize: 9,
        showSymbol: true,
        lineStyle: { width: 0 },
        emphasis: { disabled: true },
      },
      {
        type: 'line',
        // Two ends and a gap for each candidate.
        data: mine.flatMap(({ candidate: { selection }, place }): Json[] => [
          [number(selection.low), place],
          [number(selection.high), place],
          ['-', place],
        ]),
        color: colour,
        symbol: 'none',
        lineStyle: { width: 2 },
        silent: true,
        tooltip: { show: false },
        emphasis: { disabled: true },
      },
    ];
  });
  const namesOf = (longest: number): string[] => shown.map(({ rank, name }) => chartName(`${rank}. ${name}`, longest));
  const values = shown.flatMap(({ selection }) => [selection.value, selection.high]);
  const frame = chartFrame(`${capital(metric)}, 95 % interval`, palette, note);
  const axis = categoryAxis(namesOf(90), '', palette);
  return {
    id: INTERVALS,
    description: `${capital(metric)} of ${shown.length} candidates with 95 % intervals${note === '' ? '' : ` (${note})`}: ${shown
      .slice(0, 3)
      .map(({ name, selection: { value, low, high } }) => `${name} ${fixed(value)} (${fixed(low)} to ${fixed(high)})`)
      .join(', ')}${shown.length > 3 ? ' and so on' : ''}`,
    width: 620,
    height: 100 + noteHeight(note) + ROW * shown.length,
    option: {
      ...frame,
      tooltip: { show: false },
      legend: { ...legendOf(palette, note), data: groups.map(({ name }) => name) },
      xAxis: {
        ...valueAxis(palette, values, range),
        splitNumber: 3,
        axisLabel: { color: palette.muted, fontSize: 12, hideOverlap: true },
      },
      // A name stands above its interval, where it has the whole width.
      yAxis: {
        ...axis,
        inverse: true,
        axisLine: { show: false },
        axisLabel: {
          inside: true,
          align: 'left',
          verticalAlign: 'bottom',
          margin: 0,
          padding: [0, 0, 11, 0],
          color: palette.ink,
          fontSize: 12,
          interval: 0,
        },
      },
      series,
    },
    narrow: { yAxis: { data: namesOf(PHONE_WIDTH / 6.6) } },
  };
}

const isNear = ({ withinNoise }: Candidate): boolean => withinNoise !== false;

/** Cells where cells were ranked, else trials, the best first. */
function candidates(run: RunRecord): Candidate[] {
  const { selection } = run;
  if (selection === undefined) return [];
  if (selection.cells !== undefined)
    return selection.cells.map(({ cell, ...rest }, i) => ({ rank: i + 1, name: cell, ...rest }));
  const entries = new Map(standings(run).map((entry) => [entry.trial, entry]));
  return selection.trials.map(({ trial, ...rest }, i) => {
    const { rank = i + 1, name = trial } = entries.get(trial) ?? {};
    return { rank, name, ...rest };
  });
}
