// The text of a CSV file as records, in pieces as it arrives: RFC 4180, with any one-character delimiter.
//
// Records without a quote, as almost all are, are cut at their delimiters; those with one go to csv-parse, several at a time. A line
// break inside quotes belongs to its cell, so the end of a record is found by counting quotes.

import { parse } from 'csv-parse/browser/esm/sync';
import { describe, HeddleError } from '../core/index.ts';
import { DELIMITER_EXPECTED, isDelimiter } from '../data/index.ts';

/** One record: its cells as they are written, without quotes around them, and the line it begins on, from 1. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Takes a text in pieces, and gives the records that are whole. */
export interface RecordReader {
  /** The records that end in this piece. */
  push(text: string): readonly CsvRecord[];
  /** The last record, where no line break follows it. */
  end(): readonly CsvRecord[];
}

/** Delimiters that are looked for where none is given; the first line has one of them most often. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Characters of a record at most: a quote that is never closed must not take the rest of a large file into memory. */
const LONGEST_RECORD = 1 << 20;

/**
 * A reader of records. Empty lines, and blanks with no delimiter among them, are left out.
 *
 * @param where the file's name; begins every error
 * @param given the delimiter; found in the first line where null
 * @throws HeddleError `option` for what is no delimiter; `format`, from its functions, with the line of a quote that is not closed or stands where none can.
 */
export function recordReader(where: string, given: string | null): RecordReader {
  if (given !== null && !isDelimiter(given)) {
    throw new HeddleError('option', {
      where: `${where}, delimiter`,
      expected: DELIMITER_EXPECTED,
      received: describe(given),
      hint: 'leave it out: it is found in the first line.',
    });
  }
  let delimiter = given;
  let rest = '';
  let line = 1;

  function cut(final: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let quoted: CsvRecord[] = [];
    const flush = (): void => {
      for (const record of quoted.length > 0 ? parseQuoted(where, quoted, delimiter!) : []) records.push(record);
      quoted = [];
    };
    const nextQuote = quoteFinder(rest);
    let at = 0;
    while (at < rest.length) {
      const { end, hasQuote } = endOf(rest, at, nextQuote);
      if (end < 0 && (!final || hasQuote === 'open')) {
        if (final) throw unclosed(where, line);
        if (rest.length - at > LONGEST_RECORD) throw tooLong(where, line, hasQuote);
        break;
      }
      const text = textOf(rest, at, end < 0 ? rest.length : end);
      if (text.length > LONGEST_RECORD) throw tooLong(where, line, hasQuote);
      const record = { cells: [text], line };
      at = end < 0 ? rest.length : end + 1;
      line += 1 + (hasQuote === 'no' ? 0 : text.split('\n').length - 1);
      if (text.trim() === '' && (delimiter === null || !text.includes(delimiter))) continue;
      delimiter ??= delimiterOf(text);
      if (hasQuote !== 'no') quoted.push(record);
      else {
        flush();
        records.push({ cells: text.split(delimiter), line: record.line });
      }
    }
    flush();
    rest = rest.slice(at);
    return records;
  }
  return {
    push(text) {
      rest += text;
      return cut(false);
    },
    end: () => cut(true),
  };
}

/** Says where the first quote from a place on is, -1 where there is none. The place may only grow, so no character is looked at twice. */
function quoteFinder(text: string): (from: number) => number {
  let next = text.indexOf('"');
  return (from) => {
    if (next >= 0 && next < from) next = text.indexOf('"', from);
    return next;
  };
}

/** Whether a record has quotes, and whether the last one is closed as far as it has arrived. */
type Quotes = 'no' | 'closed' | 'open';

/** Where the record from `at` on ends: at a line break outside quotes; -1 where that has not arrived. */
function endOf(
  text: string,
  at: number,
  nextQuote: (from: number) => number,
): { readonly end: number; readonly hasQuote: Quotes } {
  let from = at;
  let inside = false;
  let any = false;
  for (;;) {
    const quote = nextQuote(from);
    if (inside) {
      if (quote < 0) return { end: -1, hasQuote: 'open' };
      inside = false;
    } else {
      const end = text.indexOf('\n', from);
      if (quote < 0 || (end >= 0 && end < quote)) return { end, hasQuote: any ? 'closed' : 'no' };
      inside = true;
      any = true;
    }
    from = quote + 1;
  }
}

const textOf = (text: string, from: number, to: number): string =>
  text.slice(from, to > from && text[to - 1] === '\r' ? to - 1 : to);

function delimiterOf(header: string): string {
  const outside = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => outside.split(delimiter).length;
  return DELIMITERS.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

/** Records with quotes, each still one text. */
function parseQuoted(where: string, records: readonly CsvRecord[], delimiter: string): CsvRecord[] {
  const read = (texts: readonly string[]): string[][] =>
    parse(texts.join('\n'), { delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: false });
  try {
    const cells = read(records.map((record) => record.cells[0]));
    if (cells.length === records.length) return cells.map((row, i) => ({ cells: row, line: records[i].line }));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
  }
  // One of them is wrong: alone, each says which.
  return records.map(({ cells: [text], line }) => {
    try {
      const [cells, ...others] = read([text]);
      if (others.length === 0) return { cells, line };
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
    }
    throw new HeddleError('format', {
      where: `${where}:${line}`,
      expected: 'quotes around a whole cell, and two for each one inside it',
      received: 'a quote where none can be',
      hint: 'mend the line, such as "a ""quoted"" word".',
    });
  });
}

function unclosed(where: string, line: number): HeddleError {
  return new HeddleError('format', {
    where: `${where}:${line}`,
    expected: 'a quote at the end of every cell that begins with one',
    received: 'none to the end of the file',
    hint: 'close the quote, or double the quotes inside a cell.',
  });
}

function tooLong(where: string, line: number, quotes: Quotes): HeddleError {
  const open =
    'look for a quote that is not closed, which makes one record of all lines behind it; or leave such long cells out.';
  return new HeddleError('format', {
    where: `${where}:${line}`,
    expected: `a record of at most ${LONGEST_RECORD} characters`,
    received: quotes === 'open' ? 'a longer one, inside a quote' : 'a longer one',
    hint: quotes === 'open' ? open : 'leave such long cells out, or check that the file has line breaks.',
  });
}
