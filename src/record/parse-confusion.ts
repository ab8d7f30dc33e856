import { type Check, type FieldChecks, fields, formatError, listOf, number, shown, text, whole } from './check.ts';
import type { ClassFigures } from './confusion.ts';

const rowsOfCounts = listOf(listOf(whole));

/** A square matrix of whole numbers from 0 on. */
export const confusionMatrix: Check = (value, place) => {
  rowsOfCounts(value, place);
  const rows = value as number[][];
  const uneven = rows.findIndex((row) => row.length !== rows.length);
  if (uneven < 0) return;
  const field = `${place.field}[${uneven}]`;
  throw formatError({ file: place.file, field }, `${rows.length} counts, one for each class`, shown(rows[uneven]));
};

const CLASS_FIGURES: FieldChecks<ClassFigures> = {
  label: text,
  precision: number,
  recall: number,
  f1: number,
  support: whole,
};

/** The figures of one class. */
export const classFigures: Check = fields(CLASS_FIGURES);
