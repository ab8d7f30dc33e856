import type { FigureIntervals, Figures, Interval } from '../../index.ts';
import { countText, figureText } from '../format/number-text.ts';
import { pairs, table } from '../format/table.ts';
import { rangeText } from './sureness-lines.ts';
import type { ViewStyle } from './view.ts';

/**
 * A network's figures on some rows: a line for each class, then the figures over all rows, with intervals where known.
 *
 * @param part which rows, before the name of each figure: `test`; empty for rows that need no word
 */
export function evaluationLines(
  figures: Figures,
  part: string,
  { colours, columns }: ViewStyle,
  beside: { readonly intervals?: FigureIntervals | null; readonly pairs?: readonly [string, string][] } = {},
): string[] {
  const { accuracy, macroF1, rmse, mae, r2 } = beside.intervals ?? {};
  const of = part === '' ? '' : `${part} `;
  const totals: [string, number | undefined, Interval?][] = [
    [`${of}accuracy`, figures.accuracy, accuracy],
    [`${of}macro-F1`, figures.macroF1, macroF1],
    [`${of}RMSE`, figures.rmse, rmse],
    [`${of}MAE`, figures.mae, mae],
    [`${of}R2`, figures.r2, r2],
    [`${of}loss`, figures.loss],
  ];
  const measured = totals.flatMap(([name, value, interval]): [string, string][] => {
    if (value === undefined) return [];
    const range = interval === undefined ? '' : `, ${rangeText(interval)}`;
    return [[name, `${colours.bold(figureText(value))}${range}`]];
  });
  return [...perClassTable(figures, colours), ...pairs([...measured, ...(beside.pairs ?? [])], columns)];
}

function perClassTable({ perClass }: Figures, colours: ViewStyle['colours']): string[] {
  if (perClass === undefined) return [];
  const numbers = ['precision', 'recall', 'F1', 'support'].map((title) => ({ title, align: 'right' }) as const);
  const rows = perClass.map((of) => [
    of.label,
    figureText(of.precision),
    figureText(of.recall),
    figureText(of.f1),
    countText(of.support),
  ]);
  return [...table([{ title: 'class', align: 'left' }, ...numbers], rows, { indent: 2, title: colours.dim }), ''];
}
