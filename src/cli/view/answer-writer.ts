// Answers as they come: a line each, as an aligned table, CSV or JSON. Nothing is kept, and nothing is written before the first
// answer, so that an error that comes before it stands alone.

import { once } from 'node:events';
import type { ExplainedError } from '../explain-error.ts';
import { padEnd, widthOf } from '../format/text-width.ts';
import { jsonOf, printable } from '../output.ts';

/** How answers are written. */
export type AnswerFormat = 'table' | 'csv' | 'json';

/** The answer to one row. */
export interface AnswerRow {
  readonly file: string;
  /** The row's number in its file, from 1, or what a picture is called. */
  readonly row: string;
  /** A probability for each class, or the predicted values. */
  readonly values: Float32Array;
}

/** Writes answers to a stream, and waits where it is slow. */
export interface AnswerWriter {
  row(row: AnswerRow): Promise<void>;
  end(): Promise<void>;
  /** Of JSON: an error instead of further answers, as the whole document or as the last of its list. */
  fail(error: ExplainedError['document']): Promise<void>;
}

/**
 * A writer of answers. A program that reads CSV gets every name as it is; a terminal gets it without what would steer it.
 *
 * @param classNames in the order of the values; null for predicted numbers
 * @param several whether the rows are of more than one file, so that it is written beside each
 * @param placeWidth of a table: columns for what says which row it is
 */
export function answerWriter(
  format: AnswerFormat,
  classNames: readonly string[] | null,
  several: boolean,
  stream: NodeJS.WritableStream,
  placeWidth = 12,
): AnswerWriter {
  let count = 0;
  const isTerminal = 'isTTY' in stream && stream.isTTY === true;
  const cell = (text: string): string => quoted(isTerminal ? printable(text) : text);
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  const width = Math.max(10, ...(classNames ?? []).map((name) => widthOf(printable(name))));
  const cells = ({ file, row, values }: AnswerRow): string[] => {
    const place = several ? [file, row] : [row];
    if (classNames === null) return [...place, ...Array.from(values, String)];
    const best = bestOf(values);
    return [...place, classNames[best], ...Array.from(values, String)];
  };
  const element = (value: object): string => `${count === 0 ? '' : ','}\n  ${jsonOf(value)}`;
  const lines: { readonly [Format in AnswerFormat]: (row: AnswerRow) => string } = {
    csv: (row) => `${cells(row).map(cell).join(',')}\n`,
    json: ({ file, row, values }) => {
      const answer =
        classNames === null
          ? { values: Array.from(values) }
          : {
              prediction: classNames[bestOf(values)],
              probabilities: Object.fromEntries(classNames.map((name, c) => [name, values[c]])),
            };
      return element({ file, row, ...answer });
    },
    table: ({ file, row, values }) => {
      const place = several ? `${printable(file)}:${row}` : printable(row);
      if (classNames === null)
        return `  ${padEnd(place, placeWidth)}  ${Array.from(values, (value) => value.toPrecision(6)).join('  ')}\n`;
      const best = bestOf(values);
      return `  ${padEnd(place, placeWidth)}  ${padEnd(printable(classNames[best]), width)}  ${values[best].toFixed(4)}\n`;
    },
  };
  const place = several ? ['file', 'row'] : ['row'];
  const head: { readonly [Format in AnswerFormat]: string } = {
    csv: `${[...place, 'prediction', ...(classNames ?? [])].map(cell).join(',')}\n`,
    json: '[',
    table: `  ${'row'.padEnd(placeWidth)}  ${'prediction'.padEnd(width)}${classNames === null ? '' : '  probability'}\n`,
  };
  return {
    async row(row) {
      await write(`${count === 0 ? head[format] : ''}${lines[format](row)}`);
      count++;
    },
    async end() {
      if (count === 0) await write(head[format]);
      if (format === 'json') await write('\n]\n');
    },
    async fail(error) {
      if (format !== 'json') return;
      await write(count === 0 ? `${jsonOf({ error }, 2)}\n` : `${element({ error })}\n]\n`);
    },
  };
}

function bestOf(values: Float32Array): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if (values[c] > values[best]) best = c;
  return best;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
