// heddle/csv: tables out of CSV files, in Node and in browsers. In: the bytes of a file in pieces. Out: a raw table, or a data set
// that learns its preprocessing from the rows that train. What needs csv-parse is here; the tables themselves are in data/table,
// and what works on them is exported here too.

export {
  type ColumnFit,
  DEFAULT_MISSING_TEXTS,
  encodeFeatures,
  encodeTable,
  preparedOn,
  preparedWith,
  type RawColumn,
  type RawTable,
  type Scaling,
  type TableFit,
  type TableParts,
  type TableRows,
  tableDataset,
} from '../data/index.ts';

export type { ColumnKind, ProblemNote, ReportProblem } from './column-builder.ts';
export { type CsvDatasetOptions, type CsvParts, csvDataset, holdOutKind } from './csv-dataset.ts';
export { type NotedCsv, type NotedFile, notedCsv } from './noted-csv.ts';
export { type CsvSource, type ReadCsvOptions, readCsv } from './read-csv.ts';
export { readNoting } from './read-noting.ts';
export { type RowBatch, rowBatches } from './row-batches.ts';
