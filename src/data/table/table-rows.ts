// The rows of a table and how they become features: plain values, which a worker can be sent.

import type { ColumnFit } from './fit-column.ts';
import type { RawTable } from './raw-table.ts';

/** How the columns of a table become features; everything has a default. */
export interface TableFit {
  /** How columns of numbers are scaled; `standardize` unless given. */
  readonly scaling?: ColumnFit['scaling'];
  /** What stands for missing values: an error (`refuse`, unless given), median or a category of its own (`fill`), or the row is left out (`drop`). A column may have its own. */
  readonly missing?: 'refuse' | 'fill' | 'drop';
  /** What a category that no training row has becomes; an error (`refuse`) unless given. */
  readonly unseen?: ColumnFit['unseen'];
  /** How a target of numbers is scaled for training, `standardize` unless given; answers and errors are in its own unit. */
  readonly targetScaling?: ColumnFit['scaling'];
  /** Single columns, by name. */
  readonly columns?: { readonly [name: string]: Partial<ColumnFit> };
}

/** Raw rows that have been joined and held back: what everything else about a data set of a table is made of. */
export interface TableRows {
  /** The data set's. */
  readonly id: string;
  /** Rows to train and validate on; it has a target. */
  readonly train: RawTable;
  /** 1 for each of them that was given to validate; null where none was. */
  readonly validates: Uint8Array | null;
  readonly test: RawTable | null;
  readonly fit: TableFit;
  /** Texts that count as missing, for the preprocessing. */
  readonly missingTexts: readonly string[];
}
