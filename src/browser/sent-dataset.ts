// A data set on its way to a worker. Methods cannot be sent: those of a table's raw rows are made there anew.

import { HeddleError } from '../core/index.ts';
import { type Dataset, rawRowsOf, type TableRows } from '../data/index.ts';

/** A data set as plain values. */
export interface SentDataset extends Omit<Dataset, 'raw'> {
  /** What `raw` is made of; null where there is none. */
  readonly rows: TableRows | null;
}

/**
 * A data set as it is sent.
 *
 * @throws HeddleError `option` for raw rows that are no table's: what fits them cannot be sent.
 */
export function sentDataset({ raw, ...plain }: Dataset): SentDataset {
  if (raw !== undefined && raw.table === undefined) {
    throw new HeddleError('option', {
      where: `dataset ${plain.id}`,
      expected: 'raw rows of a table, as csvDataset and tableDataset give them',
      received: 'raw rows with methods of their own, which cannot be sent to a worker',
      hint: 'prepare them on the rows that train, with preparedOn, and leave raw out.',
    });
  }
  return { ...plain, rows: raw?.table ?? null };
}

/** The data set that was sent. */
export function receivedDataset({ rows, ...plain }: SentDataset): Dataset {
  return rows === null ? plain : { ...plain, raw: rawRowsOf(rows) };
}
