// Rows of a CSV file for a trained network, some at a time: however long the file is, only one batch is in memory.

import type { RawTable, TablePreprocessing } from '../data/index.ts';
import {
  type CsvSource,
  emptyFile,
  type ReadCsvOptions,
  type TableBuilder,
  tableBuilder,
  textsOf,
} from './read-csv.ts';
import { type CsvRecord, recordReader } from './records.ts';

/** Some rows that follow each other. */
export interface RowBatch {
  readonly raw: RawTable;
  /** How many rows came before them. */
  readonly first: number;
}

/**
 * Reads the columns that a network takes; others are left alone.
 *
 * @param options.rows rows of a batch; 4096 unless given
 * @param options.labelled whether the rows have the target too, to be evaluated
 * @throws HeddleError `format` or `data` for what is wrong in the file, with line and column; a column that is not there is told
 *   before the first batch.
 */
export async function* rowBatches(
  source: CsvSource,
  preprocessing: TablePreprocessing,
  options: { readonly rows?: number; readonly delimiter?: string | null; readonly labelled?: boolean } = {},
): AsyncGenerator<RowBatch> {
  const { rows = 4096, delimiter = null, labelled = false } = options;
  const { columns, missingTexts, target } = preprocessing;
  const reading: ReadCsvOptions = {
    target: labelled ? target.name : null,
    targetKind: target.kind === 'class' ? 'category' : 'number',
    kinds: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])),
    only: columns.map(({ name }) => name),
    missingTexts,
  };
  const thrown = (problem: Error): never => {
    throw problem;
  };
  const reader = recordReader(source.name, delimiter);
  let header: CsvRecord | null = null;
  let batch: TableBuilder | null = null;
  let first = 0;
  let waiting = 0;
  const pieces = async function* (): AsyncGenerator<readonly CsvRecord[]> {
    for await (const text of textsOf(source)) yield reader.push(text);
    yield reader.end();
  };
  for await (const records of pieces()) {
    for (const record of records) {
      if (header === null) {
        header = record;
        batch = tableBuilder(source.name, header, reading, thrown);
        continue;
      }
      batch ??= tableBuilder(source.name, header, reading, thrown);
      batch.add(record);
      if (++waiting < rows) continue;
      yield { raw: batch.finish(), first };
      first += waiting;
      waiting = 0;
      batch = null;
    }
  }
  if (header === null) throw emptyFile(source.name);
  // A file of names alone is an error of the builder's.
  if (waiting > 0 || first === 0) yield { raw: batch!.finish(), first };
}
