import type { CellFigures, LeaderboardEntry, Selection } from '../../index.ts';
import { metricText, parameterTitles, shortMetricText, valueText } from '../format/names.ts';
import { figureText, quantityText, secondsFigure } from '../format/number-text.ts';
import { type Column, table } from '../format/table.ts';
import { wrapWords } from '../format/text-width.ts';
import { printable } from '../output.ts';
import type { ViewStyle } from './view.ts';

/** A cell and its trials, best first; the refit is not among them. */
export interface BoardCell {
  readonly figures: CellFigures;
  readonly entries: readonly LeaderboardEntry[];
}

/** The cells of a leaderboard, best first; none where every cell is one trial. */
export function cellsOf(entries: readonly LeaderboardEntry[]): BoardCell[] {
  const cells = new Map<number, BoardCell & { readonly entries: LeaderboardEntry[] }>();
  for (const entry of entries) {
    if (entry.cell === undefined || entry.refit === true) continue;
    const cell = cells.get(entry.cell.rank) ?? { figures: entry.cell, entries: [] };
    cell.entries.push(entry);
    cells.set(entry.cell.rank, cell);
  }
  return [...cells.values()].sort((a, b) => a.figures.rank - b.figures.rank);
}

/** `0.8898 +- 0.0012`: the mean of a cell and, where it has two trials or more, their standard deviation. */
export function meanText({ mean, deviation }: CellFigures): string {
  return deviation === null ? figureText(mean) : `${figureText(mean)} ± ${figureText(deviation)}`;
}

/** What the trials of a cell are: `3 repeats`, `5 folds`, `2 repeats of 5 folds`. */
export function membersText({ entries }: BoardCell): string {
  const repeats = new Set(entries.map((entry) => entry.repeat)).size;
  const folds = new Set(entries.map((entry) => entry.fold ?? null)).size;
  if (entries[0].fold === null || entries[0].fold === undefined) return quantityText(repeats, 'repeat');
  return repeats === 1
    ? quantityText(folds, 'fold')
    : `${quantityText(repeats, 'repeat')} of ${quantityText(folds, 'fold')}`;
}

/** The cells ranked by their mean, with standard deviation and range; below, what became of trials that did not finish. */
export function cellLines(
  entries: readonly LeaderboardEntry[],
  selection: Selection,
  { colours, columns: room }: ViewStyle,
): string[] {
  const cells = cellsOf(entries);
  const paths = [...new Set(entries.flatMap((entry) => Object.keys(entry.parameters)))];
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns: Column[] = [
    right('#'),
    { title: 'model', align: 'left' },
    ...parameterTitles(paths).map(right),
    right(shortMetricText(selection.metric)),
    right('deviation'),
    right('lowest'),
    right('highest'),
    right('trials'),
    right('seconds'),
  ];
  const rows = cells.map(({ figures, entries: [...members] }) => {
    const [{ modelName, parameters }] = members;
    const values = members.filter(isFinished).map((entry) => entry.value!);
    const { rank, trials, finished, mean, deviation } = figures;
    return [
      String(rank),
      modelName,
      ...paths.map((path) => (path in parameters ? valueText(parameters[path]) : '-')),
      figureText(mean),
      figureText(deviation),
      figureText(values.length === 0 ? null : Math.min(...values)),
      figureText(values.length === 0 ? null : Math.max(...values)),
      finished === trials ? String(trials) : `${finished} of ${trials}`,
      secondsFigure(members.reduce((sum, entry) => sum + entry.seconds, 0)),
    ];
  });
  const dressed = (line: string, i: number): string => {
    const { finished, trials } = cells[i].figures;
    if (finished < trials) return colours.red(line);
    return i === 0 ? colours.bold(colours.green(line)) : line;
  };
  const unfinished = entries.filter((entry) => !isFinished(entry) && entry.refit !== true);
  const each = cells.length === 0 ? '' : `, each trained as ${membersText(cells[0])}`;
  return [
    colours.bold(`Leaderboard of cells, by mean ${metricText(selection.metric)}${each}`),
    ...table(columns, rows, { indent: 2, title: colours.dim, row: dressed }),
    ...unfinished.flatMap(({ name, status, message }) =>
      wrapWords(printable(`${name}: ${status}${message === null ? '' : `: ${message}`}`), room - 2).map((line) =>
        colours.red(`  ${line}`),
      ),
    ),
  ];
}

const isFinished = ({ status, value }: LeaderboardEntry): boolean => status === 'finished' && value !== null;
