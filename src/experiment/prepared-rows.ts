// The training table as each split's trials take it. Where preprocessing is fitted, every split has its own, fitted on its
// training rows; else all splits share one table.

import { type Dataset, preparedOn } from '../data/index.ts';
import type { Memory } from '../kernels/kernels.ts';
import { placeTable } from '../train/index.ts';
import type { SplitRows } from './split.ts';
import type { TrialRows } from './train-trial.ts';

/** Tables in an engine's memory, each prepared once. */
export interface PreparedRows {
  /** The rows of a split, ready to train on. */
  on(split: SplitRows): TrialRows;
  release(): void;
}

/** Prepares tables as they are asked for. */
export function preparedRows(dataset: Dataset, memory: Memory): PreparedRows {
  const tables = new Map<string, Omit<TrialRows, 'split'>>();
  return {
    on(split) {
      const key = dataset.raw === undefined ? '' : split.hash;
      let rows = tables.get(key);
      if (rows === undefined) {
        const { train, preprocessing } = preparedOn(dataset, split.train);
        rows = { placed: placeTable(memory, train), preprocessing };
        tables.set(key, rows);
      }
      return { ...rows, split };
    },
    release() {
      for (const { placed } of tables.values()) placed.release();
    },
  };
}
