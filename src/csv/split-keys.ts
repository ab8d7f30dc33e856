// The column that a split goes by, as it is read: which rows belong together, or when each was.

import { describe, HeddleError } from '../core/index.ts';
import type { CellContext } from './column-builder.ts';
import { createGrowing } from './growing.ts';

/** Collects the column that a split goes by. */
export interface SplitKeys {
  add(cell: string | null, line: number): void;
  finish(): Int32Array | Float64Array;
}

/** Collects a column of groups: a number for each different text, in the order of their first rows. */
export function groupKeys(context: CellContext): SplitKeys {
  const groups = createGrowing(Int32Array);
  const places = new Map<string, number>();
  return {
    add(cell, line) {
      if (cell === null) return noKey(context, line);
      let group = places.get(cell);
      if (group === undefined) {
        group = places.size;
        places.set(cell.split('').join(''), group);
      }
      groups.push(group);
    },
    finish: () => groups.finish(),
  };
}

/**
 * Collects a column of times: numbers, or dates as ISO 8601 has them, which become milliseconds. One column holds one of the two, since
 * 2024 as a number is no year beside dates.
 */
export function timeKeys(context: CellContext): SplitKeys {
  const times = createGrowing(Float64Array);
  const wrong = (cell: string, line: number, expected: string, hint: string): HeddleError =>
    new HeddleError('data', {
      where: `${context.where}:${line}, column ${context.name}`,
      expected,
      received: describe(cell),
      hint,
    });
  let dates: boolean | null = null;
  return {
    add(cell, line) {
      if (cell === null) return noKey(context, line);
      const { time, isDate } = timeOf(cell);
      if (!Number.isFinite(time)) {
        const expected = 'a number, or a date such as 2026-01-31 or 2026-01-31T12:00:00Z, to split by';
        throw wrong(cell, line, expected, 'mend the cell, or split by another column.');
      }
      dates ??= isDate;
      if (dates !== isDate) {
        const expected = dates
          ? 'a date, as in the rows above, to split by'
          : 'a number, as in the rows above, to split by';
        throw wrong(
          cell,
          line,
          expected,
          'write all cells of the column as dates, such as 2026-01-31, or all as numbers.',
        );
      }
      times.push(time);
    },
    finish: () => times.finish(),
  };
}

/** A number as it is; a date in milliseconds, in UTC where it names no other zone; NaN for what is neither. */
function timeOf(cell: string): { readonly time: number; readonly isDate: boolean } {
  const [, date, clock, zone] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(cell) ?? [];
  if (date === undefined) return { time: Number(cell), isDate: false };
  // The platform moves 31 February on to March.
  const day = Date.parse(date);
  const isDay = !Number.isNaN(day) && new Date(day).toISOString().startsWith(date);
  const time = clock === undefined ? day : Date.parse(`${date}T${clock}${zone ?? 'Z'}`);
  return { time: isDay ? time : Number.NaN, isDate: true };
}

function noKey({ where, name }: CellContext, line: number): never {
  throw new HeddleError('data', {
    where: `${where}:${line}, column ${name}`,
    expected: 'a value to split by',
    received: 'none',
    hint: 'fill it in, or leave the row out.',
  });
}
