import type { LeaderboardEntry, Selection } from '../../index.ts';
import { metricText, parameterTitles, shortMetricText, valueText } from '../format/names.ts';
import { figureText, secondsFigure } from '../format/number-text.ts';
import { type Column, table } from '../format/table.ts';
import { cellLines } from './cell-table.ts';
import type { ViewStyle } from './view.ts';

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

/** A column of the leaderboard, and what stands in it. */
interface Field {
  readonly column: Column;
  readonly cell: (entry: LeaderboardEntry) => string;
}

function fieldsOf(
  entries: readonly LeaderboardEntry[],
  selection: Selection,
): { readonly named: Field[]; readonly measured: Field[] } {
  const paths = [...new Set(entries.flatMap((entry) => Object.keys(entry.parameters)))];
  const titles = parameterTitles(paths);
  const named: Field[] = [
    { column: right('#'), cell: (entry) => String(entry.rank) },
    { column: left('model'), cell: (entry) => entry.modelName },
    ...paths.map((path, i): Field => {
      const cell = (entry: LeaderboardEntry): string =>
        path in entry.parameters ? valueText(entry.parameters[path]) : '-';
      return { column: right(titles[i]), cell };
    }),
  ];
  const shown = new Set([selection.metric]);
  const beside = (metric: string, title: string, value: (entry: LeaderboardEntry) => number | null): Field[] => {
    const wanted = !shown.has(metric) && entries.some((entry) => value(entry) !== null);
    return wanted ? [{ column: right(title), cell: (entry) => figureText(value(entry)) }] : [];
  };
  const measured: Field[] = [
    { column: right(shortMetricText(selection.metric)), cell: (entry) => figureText(entry.value) },
    ...beside('validationAccuracy', 'accuracy', (entry) => entry.validationAccuracy),
    ...beside('validationLoss', 'loss', (entry) => entry.validationLoss),
    { column: right('best'), cell: (entry) => String(entry.bestEpoch ?? '-') },
    { column: right('epochs'), cell: (entry) => String(entry.epochsTrained) },
    { column: right('seconds'), cell: (entry) => secondsFigure(entry.seconds) },
  ];
  return { named, measured };
}

/** The leaderboard: the cells by their mean where they have several trials, else every trial with its parameters and its figures on the validation rows; a failed one with its reason. */
export function leaderboardLines(
  entries: readonly LeaderboardEntry[],
  selection: Selection,
  style: ViewStyle,
): string[] {
  if (entries.some((entry) => entry.cell !== undefined)) return cellLines(entries, selection, style);
  const { colours, columns } = style;
  const { named, measured } = fieldsOf(entries, selection);
  const rows = entries.map((entry) => {
    const names = named.map((field) => field.cell(entry));
    if (entry.status === 'finished') return [...names, ...measured.map((field) => field.cell(entry))];
    return [...names, entry.message === null ? entry.status : `${entry.status}: ${entry.message}`];
  });
  const dressed = (line: string, i: number): string => {
    if (entries[i].status === 'failed') return colours.red(line);
    return i === 0 && entries[i].status === 'finished' ? colours.bold(colours.green(line)) : line;
  };
  return [
    colours.bold(`Leaderboard, by ${metricText(selection.metric)} (best: the epoch whose weights were kept)`),
    ...table(
      [...named, ...measured].map((field) => field.column),
      rows,
      { indent: 2, columns, title: colours.dim, row: dressed },
    ),
  ];
}
