import type { Json } from '../../core/index.ts';
import type { LeaderboardEntry, RunRecord } from '../../record/index.ts';
import { capital, fixed, metricName, plain } from '../format.ts';
import { chosenTrial, pathLabel, standings, variedPaths } from '../run-facts.ts';
import {
  type Chart,
  chartFrame,
  chartName,
  chartNumber,
  chartText,
  noteHeight,
  type Palette,
  PHONE_WIDTH,
  valueAxis,
} from './chart.ts';
import { modelLook } from './model-look.ts';
import { beyondNote, type SaneRange, saneRange } from './sane-range.ts';

/** The figure's name of the parallel coordinates. */
export const PARALLEL = 'parallel';

/** Values beyond this many stand on a scale of numbers; up to it, each has a place of its own. */
const MOST_CHOICES = 12;

/** Pixels beside the first axis and the last, whose numbers stand to its right. */
const MARGINS = { left: 8, right: 72 };

/** One upright axis: what a trial was given, or what came out. */
interface Axis {
  readonly title: string;
  readonly values: readonly (number | string)[];
  readonly choices: readonly string[] | null;
  /** From where to where it goes, if not as its values do. */
  readonly range?: SaneRange | null;
}

/** Whether there is something to lay side by side: two trials with a result that differ in the model or in an option. */
export function hasParallel(run: RunRecord): boolean {
  const entries = standings(run).filter((entry) => entry.value !== null);
  return entries.length > 1 && inputs(run, entries).length > 0;
}

/** Each trial as one line through its model, its options and the metric that ranks it. */
export function parallelChart(run: RunRecord, palette: Palette): Chart {
  const entries = standings(run).filter((entry) => entry.value !== null);
  const metric = metricName(run.sweep.selection.metric);
  // The metrics that rank are all of the validation rows; an axis has no room to say so.
  const title = metric.replace(/^validation /, '');
  const range = saneRange(entries.map((entry) => [entry.value ?? 0]));
  // Beyond its end a line would leave the picture: it ends there.
  const ended = (value: number): number => (range === null ? value : Math.min(range.high, Math.max(range.low, value)));
  const result: Axis = {
    title,
    values: entries.map((entry) => chartNumber(ended(entry.value ?? 0))),
    choices: null,
    range,
  };
  const note = beyondNote(range, entries.length);
  const axes = [...inputs(run, entries), result];
  const chosen = chosenTrial(run)?.folder;
  const place = (axis: Axis, i: number): number =>
    axis.choices === null ? (axis.values[i] as number) : axis.choices.indexOf(String(axis.values[i]));
  const data = entries.map((entry, i): Json => {
    const { colour: color, dash } = modelLook(run, entry.modelName, palette);
    const isChosen = entry.trial === chosen;
    return {
      name: chartText(entry.name, 60),
      value: axes.map((axis) => place(axis, i)),
      lineStyle: { color, type: dash, width: isChosen ? 4 : 1.5, opacity: isChosen ? 1 : 0.6 },
      emphasis: { lineStyle: { color, width: isChosen ? 5.5 : 4, opacity: 1 } },
    };
  });
  const { tooltip, ...frame } = chartFrame('Each trial through its options', palette, note);
  const texts = (axis: Axis, width: number): { [name: string]: Json } => {
    // Names and choices of an axis end where the next begins.
    const letters = Math.max(3, Math.floor(((width - MARGINS.left - MARGINS.right) / (axes.length - 1) - 8) / 6.6));
    return {
      name: chartText(axis.title, letters),
      ...(axis.choices === null ? {} : { data: axis.choices.map((choice) => chartName(choice, letters - 1)) }),
    };
  };
  return {
    id: PARALLEL,
    description: `Parallel coordinates of ${entries.length} trials: ${axes.map((axis) => axis.title).join(', ')}. ${capital(
      metric,
    )} goes from ${extremes(result)}`,
    width: 620,
    height: 320,
    option: {
      ...frame,
      tooltip: { ...(tooltip as { [name: string]: Json }), trigger: 'item' },
      parallel: { ...MARGINS, top: 62 + noteHeight(note), bottom: 16 },
      parallelAxis: axes.map(
        (axis, dim): Json => ({
          dim,
          nameLocation: 'end',
          nameTextStyle: {
            color: palette.ink,
            fontSize: 12,
            fontWeight: 600,
            ...(dim === 0 ? { align: 'left' } : {}),
          },
          ...(axis.choices === null
            ? { ...valueAxis(palette, axis.values as readonly number[], axis.range) }
            : { type: 'category' }),
          ...texts(axis, 620),
          splitLine: { show: false },
          axisLine: { lineStyle: { color: palette.muted, width: 1 } },
          axisTick: { show: false },
          axisLabel: {
            color: palette.ink,
            fontSize: 12,
            margin: 6,
            backgroundColor: palette.surface,
            padding: [1, 3],
            borderRadius: 2,
          },
          areaSelectStyle: { width: 16, borderColor: palette.muted, color: palette.grid, opacity: 0.5 },
        }),
      ),
      series: [
        {
          type: 'parallel',
          smooth: 0.15,
          inactiveOpacity: 0.06,
          data,
        },
      ],
    },
    narrow: { parallelAxis: axes.map((axis) => texts(axis, PHONE_WIDTH + 30)) },
  };
}

function inputs(run: RunRecord, entries: readonly LeaderboardEntry[]): Axis[] {
  const paths = variedPaths(run);
  const model = axisOf(
    'model',
    entries.map((entry) => entry.modelName),
  );
  const options = paths.map((path) =>
    axisOf(
      pathLabel(path, paths),
      entries.map((entry) => entry.parameters[path] ?? null),
    ),
  );
  return [model, ...options].filter((axis): axis is Axis => axis !== null);
}

/** An axis of some values, or null where they are all the same. */
function axisOf(title: string, values: readonly Json[]): Axis | null {
  const distinct = [...new Map(values.map((value) => [plain(value), value])).values()];
  if (distinct.length < 2) return null;
  const numbers = distinct.every((value) => typeof value === 'number');
  if (numbers && distinct.length > MOST_CHOICES) return { title, values: values as readonly number[], choices: null };
  const ordered = numbers ? [...distinct].sort((a, b) => (a as number) - (b as number)) : distinct;
  return { title, values: values.map(plain), choices: ordered.map(plain) };
}

function extremes({ values }: Axis): string {
  const numbers = values as readonly number[];
  return `${fixed(Math.min(...numbers))} to ${fixed(Math.max(...numbers))}`;
}
