import type { Shape } from '../core/index.ts';
import type { Dataset } from '../data/index.ts';
import type { SplitTable } from './split.ts';

/** What a plan needs to know of a data set. */
export interface DatasetFacts {
  readonly featureShape: Shape;
  readonly trainRows: number;
  /** Null where targets are numbers. */
  readonly classNames: readonly string[] | null;
  /** Numbers in one row's target; 1 for classes. */
  readonly targetSize: number;
  /** What a split may go by, where it is known: groups, times, rows given to validate. */
  readonly table?: SplitTable;
}

/** The facts of a loaded data set. */
export function factsOf({ train }: Dataset): DatasetFacts {
  const { features, ...table } = train;
  const { targets } = train;
  return {
    table,
    featureShape: features.shape,
    trainRows: train.rows,
    classNames: targets.kind === 'classes' ? targets.classNames : null,
    targetSize: targets.kind === 'classes' ? 1 : targets.size,
  };
}
