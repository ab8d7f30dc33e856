// Cells as they arrive become columns. A column whose kind nobody declared is one of numbers if all its cells are, else one of
// categories; where neither fits, the cell that stands in the way is named.

import { describe, HeddleError } from '../core/index.ts';
import {
  DECIMAL_COMMA_HINT,
  hasDecimalComma,
  isDate,
  MOST_CATEGORIES,
  type RawColumn,
  sortedCategories,
} from '../data/index.ts';
import { createGrowing } from './growing.ts';
import { createPrecisionWatch } from './precision-watch.ts';

/** What a column is read as; `auto` finds out whether it holds numbers or categories. */
export type ColumnKind = 'auto' | 'number' | 'category';

/** Where a cell stands, and what to do with one that is wrong: throw it, or note it and take the cell for missing. */
export interface CellContext {
  /** `sales.csv` */
  readonly where: string;
  readonly name: string;
  readonly report: ReportProblem;
  /** Is told of two different numbers that float32 takes for one. */
  readonly equal?: (first: number, second: number) => void;
}

/** What is wrong in a file: a word among numbers, a number that float32 cannot hold, too many different texts, or a line of other length. */
export interface ProblemNote {
  readonly kind: 'word' | 'notFinite' | 'tooMany' | 'cells';
  /** Null for what is wrong with a whole line. */
  readonly column: string | null;
  readonly line: number;
  /** What stands there. */
  readonly cell: string;
  /** Cells that this one problem stands for. */
  readonly count: number;
}

/** Takes a problem, and the same as plain facts; it may throw it. */
export type ReportProblem = (problem: HeddleError, note: ProblemNote) => void;

/** Collects one column. */
export interface ColumnBuilder {
  /** Takes a cell without spaces around it; null where its value is missing. */
  add(cell: string | null, line: number): void;
  finish(): RawColumn;
}

/** Words among numbers that are told one by one; the last of them stands for all others. */
const WORDS_NAMED = 5;

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
  const numbers = createNumbers(context);
  return {
    add(cell, line) {
      numbers.push(cell === null ? Number.NaN : checkedNumber(context, cell, line), cell);
    },
    finish: numbers.finish,
  };
}

/** Collects the numbers of a column, and tells of those that became equal. */
function createNumbers({ name, equal }: CellContext) {
  const values = createGrowing(Float32Array);
  const watch = createPrecisionWatch();
  return {
    /** Takes a number, or NaN for none, and the text that it comes from. */
    push(value: number, cell: string | null): void {
      values.push(value);
      if (watch.watching && !Number.isNaN(value)) watch.see(Number(cell));
    },
    /** Lets go of them. */
    clear(): void {
      values.finish();
    },
    finish(): RawColumn {
      const pair = watch.equal();
      if (pair !== null) equal?.(...pair);
      return { name, kind: 'number', values: values.finish() };
    },
  };
}

/** The finite number of a cell; a problem is reported, for `count` cells like it, and NaN given for it. */
function checkedNumber(context: CellContext, cell: string, line: number, count: number = 1): number {
  const value = numberOf(cell);
  if (value !== null && Number.isFinite(value)) return value;
  const kind = value === null ? 'word' : 'notFinite';
  context.report(
    cellError(context, line, {
      expected: value === null ? 'a number' : 'a finite number that float32 can hold',
      received: describe(cell),
      hint: value === null ? wordHint(context, cell) : INFINITE_HINT,
    }),
    { kind, column: context.name, line, cell, count },
  );
  return Number.NaN;
}

const INFINITE_HINT = 'mend the cell, or leave it empty and say what stands for missing values.';

const wordHint = ({ name }: CellContext, cell: string): string =>
  hasDecimalComma(cell)
    ? DECIMAL_COMMA_HINT
    : `mend the cell; if ${describe(cell)} means that there is no value, add it to missingTexts; if the column holds words, declare it: columns: { ${name}: category }.`;

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
          context.report(cellError(context, line, { expected: `at most ${most} different values`, received, hint }), {
            kind: 'tooMany',
            column: context.name,
            line,
            cell: cell!,
            count: 1,
          });
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
  const numbers = createNumbers(context);
  const codes = createGrowing(Int32Array);
  const places = new Map<string, number>();
  /** The first cells that are no numbers. */
  const words: { readonly cell: string; readonly line: number }[] = [];
  let numeric = 0;
  let texts = 0;
  /** What it is for good, once that is sure; `text` for one that is neither, where that is not thrown. */
  let decided: 'number' | 'text' | null = null;

  return {
    add(cell, line) {
      if (decided === 'number') {
        numbers.push(cell === null ? Number.NaN : checkedNumber(context, cell, line), cell);
        return;
      }
      if (decided === 'text') {
        codes.push(cell === null ? -1 : 0);
        return;
      }
      if (cell === null) {
        numbers.push(Number.NaN, null);
        codes.push(-1);
        return;
      }
      const value = numberOf(cell);
      if (value === null) {
        texts++;
        if (words.length < WORDS_NAMED) words.push({ cell: ownText(cell), line });
      } else if (Number.isFinite(value)) numeric++;
      else checkedNumber(context, cell, line);
      numbers.push(value !== null && Number.isFinite(value) ? value : Number.NaN, cell);
      let code = places.get(cell);
      if (code === undefined) {
        code = places.size;
        places.set(ownText(cell), code);
      }
      codes.push(code);
      if (places.size <= (texts === 0 ? MANY_NUMBERS : MOST_CATEGORIES)) return;
      if (texts === 0 || numeric > texts) {
        decided = 'number';
        places.clear();
        reportWords();
      } else tooMany(line, cell);
    },
    finish() {
      const { name } = context;
      if (decided === 'text') return { name, kind: 'category', categories: ['...'], codes: codes.finish() };
      // A column without any value is one of numbers: there are no categories to tell.
      if (decided === 'number' || texts === 0) return numbers.finish();
      const isOfCommas = words.every(({ cell }) => hasDecimalComma(cell)) && [...places.keys()].every(isNumberOrComma);
      if (numeric > 2 * texts || isOfCommas) {
        reportWords();
        return numbers.finish();
      }
      const { categories, codes: sorted } = sortedCategories([...places.keys()], codes.finish());
      return { name, kind: 'category', categories, codes: sorted };
    },
  };

  /** The first words among numbers; the last one named stands for all others. */
  function reportWords(): void {
    for (const [i, { cell, line }] of words.entries())
      checkedNumber(context, cell, line, i < words.length - 1 ? 1 : texts - i);
  }

  function tooMany(line: number, cell: string): void {
    decided = 'text';
    places.clear();
    numbers.clear();
    const { name } = context;
    context.report(
      cellError(context, line, {
        expected: `numbers, or at most ${MOST_CATEGORIES} different categories`,
        received: `${describe(cell)}, the ${MOST_CATEGORIES + 1}st different text`,
        hint: textHint(name, cell),
      }),
      { kind: 'tooMany', column: name, line, cell, count: 1 },
    );
  }
}

const isNumberOrComma = (cell: string): boolean => hasDecimalComma(cell) || numberOf(cell) !== null;

function textHint(name: string, cell: string): string {
  if (hasDecimalComma(cell)) return DECIMAL_COMMA_HINT;
  if (isDate(cell))
    return `a date is no feature: leave it out, ignore: [${name}]; or split by it, split: { time: ${name} }.`;
  return `leave the column out: ignore: [${name}]; or declare it: columns: { ${name}: category }.`;
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
