// Cells as they arrive become columns. A column whose kind nobody declared is one of numbers if all its cells are, else one of
// categories; where neither fits, the cell that stands in the way is named.

import { describe, HeddleError } from '../core/index.ts';
import { type RawColumn, sortedCategories } from '../data/index.ts';
import { createGrowing } from './growing.ts';

/** What a column is read as; `auto` finds out whether it holds numbers or categories. */
export type ColumnKind = 'auto' | 'number' | 'category';

/** Where a cell stands, and what to do with one that is wrong: throw it, or note it and take the cell for missing. */
export interface CellContext {
  /** `sales.csv` */
  readonly where: string;
  readonly name: string;
  readonly report: (problem: HeddleError) => void;
}

/** Collects one column. */
export interface ColumnBuilder {
  /** Takes a cell without spaces around it; null where its value is missing. */
  add(cell: string | null, line: number): void;
  finish(): RawColumn;
}

/** Different texts up to which a column of them, or of numbers, may still turn out to be one of categories. */
const MOST_CATEGORIES = 100;

/** Different numbers after which a column is one of numbers for good. */
const MANY_NUMBERS = 1000;

/** The number that a decimal text holds; null where it holds none, not finite where float32 cannot hold it. */
export function numberOf(cell: string): number | null {
  const value = Number(cell);
  // Number takes hexadecimal, binary and octal texts too, all with a letter behind a zero, and the empty text.
  if (Number.isFinite(value)) return cell === '' || /^[+-]?0[xob]/i.test(cell) ? null : Math.fround(value);
  return /^[+-]?inf(inity)?$/i.test(cell) || !Number.isNaN(value) ? Number.POSITIVE_INFINITY : null;
}

/** Collects a column of numbers. */
export function numberBuilder(context: CellContext): ColumnBuilder {
  const values = createGrowing(Float32Array);
  return {
    add(cell, line) {
      values.push(cell === null ? Number.NaN : checkedNumber(context, cell, line));
    },
    finish: () => ({ name: context.name, kind: 'number', values: values.finish() }),
  };
}

/** The finite number of a cell; a problem is reported, and NaN given for it. */
function checkedNumber(context: CellContext, cell: string, line: number): number {
  const value = numberOf(cell);
  if (value !== null && Number.isFinite(value)) return value;
  context.report(
    cellError(context, line, {
      expected: value === null ? 'a number' : 'a finite number that float32 can hold',
      received: describe(cell),
      hint:
        value === null
          ? `mend the cell; if ${describe(cell)} means that there is no value, add it to missingTexts; if the column holds words, declare it: columns: { ${context.name}: category }.`
          : 'mend the cell, or leave it empty and say what stands for missing values.',
    }),
  );
  return Number.NaN;
}

/**
 * Collects a column of categories.
 *
 * @param most different texts at most
 * @param hint what to do where there are more
 */
export function categoryBuilder(context: CellContext, most: number, hint: string): ColumnBuilder {
  const codes = createGrowing(Int32Array);
  const places = new Map<string, number>();
  return {
    add(cell, line) {
      let code = cell === null ? -1 : places.get(cell);
      if (code === undefined) {
        code = places.size;
        if (code < most) places.set(ownText(cell!), code);
        else {
          const received = `${describe(cell)}, the ${most + 1}st`;
          context.report(cellError(context, line, { expected: `at most ${most} different values`, received, hint }));
          code = -1;
        }
      }
      codes.push(code);
    },
    finish() {
      const { categories, codes: sorted } = sortedCategories([...places.keys()], codes.finish());
      return { name: context.name, kind: 'category', categories, codes: sorted };
    },
  };
}

/** Collects a column and finds out what it is. */
export function autoBuilder(context: CellContext): ColumnBuilder {
  const numbers = createGrowing(Float32Array);
  const codes = createGrowing(Int32Array);
  const places = new Map<string, number>();
  /** The first cell that is no number. */
  let firstText: { readonly cell: string; readonly line: number } | null = null;
  let numeric = 0;
  let texts = 0;
  /** What it is for good, once that is sure. */
  let decided: 'number' | null = null;

  return {
    add(cell, line) {
      if (decided === 'number') {
        numbers.push(cell === null ? Number.NaN : checkedNumber(context, cell, line));
        return;
      }
      if (cell === null) {
        numbers.push(Number.NaN);
        codes.push(-1);
        return;
      }
      const value = numberOf(cell);
      if (value === null) {
        texts++;
        firstText ??= { cell, line };
      } else if (Number.isFinite(value)) numeric++;
      else checkedNumber(context, cell, line);
      numbers.push(value !== null && Number.isFinite(value) ? value : Number.NaN);
      let code = places.get(cell);
      if (code === undefined) {
        code = places.size;
        places.set(ownText(cell), code);
      }
      codes.push(code);
      if (places.size <= (firstText === null ? MANY_NUMBERS : MOST_CATEGORIES)) return;
      if (firstText === null) {
        decided = 'number';
        places.clear();
      } else if (numeric > texts) decided = 'number';
      else tooMany(line, cell);
      if (firstText !== null && decided === 'number') checkedNumber(context, firstText.cell, firstText.line);
    },
    finish() {
      const { name } = context;
      // A column without any value is one of numbers: there are no categories to tell.
      if (decided === 'number' || firstText === null) return { name, kind: 'number', values: numbers.finish() };
      if (numeric > 2 * texts) {
        checkedNumber(context, firstText.cell, firstText.line);
        return { name, kind: 'number', values: numbers.finish() };
      }
      const { categories, codes: sorted } = sortedCategories([...places.keys()], codes.finish());
      return { name, kind: 'category', categories, codes: sorted };
    },
  };

  function tooMany(line: number, cell: string): void {
    if (places.size > MOST_CATEGORIES + 1) return;
    const { name } = context;
    context.report(
      cellError(context, line, {
        expected: `numbers, or at most ${MOST_CATEGORIES} different categories`,
        received: `${describe(cell)}, the ${MOST_CATEGORIES + 1}st different text`,
        hint: `leave the column out: ignore: [${name}]; or declare it: columns: { ${name}: category }.`,
      }),
    );
  }
}

function cellError(
  { where, name }: CellContext,
  line: number,
  parts: { readonly expected: string; readonly received: string; readonly hint: string },
): HeddleError {
  return new HeddleError('data', { where: `${where}:${line}, column ${name}`, ...parts });
}

/** A text of its own: a part of a larger one would keep all of that in memory. */
const ownText = (text: string): string => text.split('').join('');
