import type { Figures } from '../../index.ts';
import { countText } from '../format/number-text.ts';
import { type Column, table } from '../format/table.ts';
import type { ViewStyle } from './view.ts';

/** Classes up to which the whole matrix is shown; of more, the pairs that are taken for each other most. */
const MOST_CLASSES = 12;

/** Pairs shown where there are too many classes for a matrix. */
const MOST_PAIRS = 10;

/** Which classes are taken for which: a row for each true class, a column for each predicted one, under the same numbers. */
export function confusionLines(
  { confusion, perClass }: Pick<Figures, 'confusion' | 'perClass'>,
  style: ViewStyle,
): string[] {
  if (confusion === undefined || perClass === undefined) return [];
  const names = perClass.map(({ label }) => label);
  if (names.length > MOST_CLASSES) return pairLines(confusion, names, style);
  const numbers = names.map((_, c) => String(c + 1));
  const columns: Column[] = [
    { title: '#', align: 'right' },
    { title: 'true class', align: 'left' },
    ...numbers.map((title): Column => ({ title, align: 'right' })),
  ];
  const rows = confusion.map((row, t) => [
    numbers[t],
    names[t],
    ...row.map((count) => (count === 0 ? '.' : countText(count))),
  ]);
  return [
    '',
    '  How many rows of each true class were predicted as which',
    ...table(columns, rows, { indent: 2, title: style.colours.dim }),
  ];
}

function pairLines(
  confusion: readonly (readonly number[])[],
  names: readonly string[],
  { colours }: ViewStyle,
): string[] {
  const pairs = confusion
    .flatMap((row, t) => row.map((count, p) => ({ count, t, p })))
    .filter(({ count, t, p }) => count > 0 && t !== p)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_PAIRS);
  if (pairs.length === 0) return [];
  const columns: Column[] = [
    { title: 'true class', align: 'left' },
    { title: 'predicted', align: 'left' },
    { title: 'rows', align: 'right' },
  ];
  const rows = pairs.map(({ count, t, p }) => [names[t], names[p], countText(count)]);
  return ['', '  Taken for each other most', ...table(columns, rows, { indent: 2, title: colours.dim })];
}
