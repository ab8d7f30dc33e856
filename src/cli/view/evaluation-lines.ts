import type { TestRecord } from '../../index.ts';
import { countText, figureText } from '../format/number-text.ts';
import { pairs, table } from '../format/table.ts';
import type { ViewStyle } from './view.ts';

/** A trial's figures on one part of the data: a line for each class, then the figures over all rows. */
export function evaluationLines(figures: TestRecord, part: string, { colours }: ViewStyle): string[] {
  const totals: [string, number | undefined][] = [
    [`${part} accuracy`, figures.accuracy],
    [`${part} macro-F1`, figures.macroF1],
    [`${part} RMSE`, figures.rmse],
    [`${part} MAE`, figures.mae],
    [`${part} R2`, figures.r2],
    [`${part} loss`, figures.loss],
  ];
  const measured = totals.flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, colours.bold(figureText(value))]],
  );
  return [...perClassTable(figures, colours), ...pairs(measured)];
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
