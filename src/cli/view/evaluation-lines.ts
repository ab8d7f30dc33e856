import type { FigureIntervals, Interval, TestRecord } from '../../index.ts';
import { countText, figureText } from '../format/number-text.ts';
import { pairs, table } from '../format/table.ts';
import { rangeText } from './sureness-lines.ts';
import type { ViewStyle } from './view.ts';

/** A trial's figures on one part of the data: a line for each class, then the figures over all rows, with intervals where known. */
export function evaluationLines(
  figures: TestRecord,
  part: string,
  { colours }: ViewStyle,
  beside: { readonly intervals?: FigureIntervals | null; readonly pairs?: readonly [string, string][] } = {},
): string[] {
  const { accuracy, macroF1, rmse, mae, r2 } = beside.intervals ?? {};
  const totals: [string, number | undefined, Interval?][] = [
    [`${part} accuracy`, figures.accuracy, accuracy],
    [`${part} macro-F1`, figures.macroF1, macroF1],
    [`${part} RMSE`, figures.rmse, rmse],
    [`${part} MAE`, figures.mae, mae],
    [`${part} R2`, figures.r2, r2],
    [`${part} loss`, figures.loss],
  ];
  const measured = totals.flatMap(([name, value, interval]): [string, string][] => {
    if (value === undefined) return [];
    const range = interval === undefined ? '' : `, ${rangeText(interval)}`;
    return [[name, `${colours.bold(figureText(value))}${range}`]];
  });
  return [...perClassTable(figures, colours), ...pairs([...measured, ...(beside.pairs ?? [])])];
}

function perClassTable({ perClass }: TestRecord, colours: ViewStyle['colours']): string[] {
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
