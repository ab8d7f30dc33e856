// Named columns inside the graph. They come as one matrix of float32: a number as it is, a category by its place among the
// categories, NaN where a value is missing.
//
//   numbers    Gather -> NaN becomes what stands for a missing value -> (x - offset) / divisor
//   category   Gather -> the same -> 1 where it equals a place, 0 elsewhere

import type { Json } from '../core/index.ts';
import type { ModelInput } from '../export/index.ts';
import { type GraphBuilder, integer } from './graph-builder.ts';

type Columns = (ModelInput & { readonly kind: 'table' })['columns'];
type Column = Columns[number];

/** What a program that feeds the graph must know of a column. */
export function namedColumn(column: Column): Json {
  return column.kind === 'number' ? { name: column.name } : { name: column.name, categories: [...column.categories] };
}

/** Adds the preprocessing of columns, and gives the name of the features. */
export function addColumns(graph: GraphBuilder, columns: Columns, x: string): string {
  const pieces: string[] = [];
  let first = 0;
  while (first < columns.length) {
    let end = first + 1;
    // Neighbouring numbers are one piece.
    while (columns[first].kind === 'number' && end < columns.length && columns[end].kind === 'number') end++;
    pieces.push(addPiece(graph, columns.slice(first, end), first, x));
    first = end;
  }
  return pieces.length === 1 ? pieces[0] : graph.node('Concat', 'encoded', pieces, { axis: integer(1) });
}

function addPiece(graph: GraphBuilder, columns: Columns, first: number, x: string): string {
  const name = `columns.${first}`;
  const constant = (part: string, values: readonly number[]): string =>
    graph.constant(`${name}.${part}`, Float32Array.from(values), [1, values.length]);
  const places = graph.integers(
    `${name}.places`,
    columns.map((_, i) => first + i),
  );
  let piece = graph.node('Gather', `${name}.raw`, [x, places], { axis: integer(1) });
  if (columns.some(({ missing }) => missing !== null)) {
    const isMissing = graph.node('IsNaN', `${name}.isMissing`, [piece]);
    piece = graph.node('Where', `${name}.filled`, [isMissing, constant('missing', columns.map(missingValue)), piece]);
  }
  const [column] = columns;
  if (column.kind === 'category') {
    const equal = graph.node('Equal', `${name}.equal`, [piece, constant('codes', [...column.categories.keys()])]);
    return graph.node('Cast', `${name}.oneHot`, [equal], { to: integer(1) });
  }
  const numbers = columns.filter((own) => own.kind === 'number');
  const moved = graph.node('Sub', `${name}.moved`, [
    piece,
    constant(
      'offset',
      numbers.map(({ offset }) => offset),
    ),
  ]);
  return graph.node('Div', `${name}.scaled`, [
    moved,
    constant(
      'divisor',
      numbers.map(({ divisor }) => divisor),
    ),
  ]);
}

/** What stands for a missing value; NaN stays NaN where nothing does. */
function missingValue(column: Column): number {
  if (column.missing === null) return Number.NaN;
  return column.kind === 'number' ? column.missing : column.categories.indexOf(column.missing);
}
