// JSON lines: one value a line, only ever appended to. A program that dies while it appends leaves at most one torn
// line, the last, without a line end; every line before it is whole. So a reader forgives exactly that.

import { describe, HeddleError } from '../core/index.ts';

/** One value of a journal and the line it stands on, counted from 1. */
export interface JournalLine {
  readonly line: number;
  readonly value: unknown;
}

/**
 * A record as JSON text. JSON has no NaN and no infinity and would turn them into null without a word, so they are refused.
 *
 * @param indent spaces of indentation; 0 gives one line
 * @throws HeddleError `format` naming the field that is not a finite number.
 */
export function jsonText(where: string, record: unknown, indent: number): string {
  return JSON.stringify(
    record,
    (field, value) => {
      if (typeof value !== 'number' || Number.isFinite(value)) return value;
      throw new HeddleError('format', {
        where: `${where}, field ${field}`,
        expected: 'a finite number',
        received: String(value),
        hint: 'JSON cannot hold it: leave the field out, or write null where the record allows it.',
      });
    },
    indent,
  );
}

/** One line of a journal, line end included. */
export function formatLine(where: string, record: unknown): string {
  return `${jsonText(where, record, 0)}\n`;
}

/**
 * The values of a journal. A last line without a line end that is no JSON was torn by a crash and is left out.
 *
 * @param where the file, for errors
 * @throws HeddleError `format` naming the first whole line that is no JSON.
 * @example
 * parseLines('{"epoch":1}\n{"epo', 'metrics.jsonl'); // [{ line: 1, value: { epoch: 1 } }]
 */
export function parseLines(text: string, where: string): JournalLine[] {
  const lines = text.split('\n');
  const torn = lines.pop() as string;
  const values = lines.map((line, i) => ({ line: i + 1, value: parseLine(line, `${where}:${i + 1}`) }));
  if (torn !== '' && isJson(torn)) values.push({ line: values.length + 1, value: JSON.parse(torn) });
  return values;
}

/** A journal's bytes as a new line may be added to them: a last line without a line end gets one, or is dropped if torn. */
export function mendedJournal(bytes: Uint8Array): Uint8Array {
  const whole = bytes.subarray(0, bytes.lastIndexOf(LINE_END) + 1);
  const rest = bytes.subarray(whole.length);
  if (!isJson(new TextDecoder().decode(rest))) return whole;
  const mended = new Uint8Array(bytes.length + 1);
  mended.set(bytes);
  mended[bytes.length] = LINE_END;
  return mended;
}

const LINE_END = 0x0a;

function parseLine(line: string, where: string): unknown {
  if (isJson(line)) return JSON.parse(line);
  throw new HeddleError('format', {
    where,
    expected: 'one JSON value',
    received: describe(line),
    hint: 'only the last line may be torn: restore the file, or remove this line if its loss is acceptable.',
  });
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
