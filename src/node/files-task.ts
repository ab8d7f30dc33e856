import type { SplitSpec } from '../experiment/index.ts';

/** What a sweep says of its rows beside where they are. */
export interface FilesTask {
  /** What the loss is for; found in the data where absent. */
  readonly targets?: 'classes' | 'values';
  /** Whether targets of numbers are shares from 0 to 1, which are not scaled. */
  readonly shares?: boolean;
  /** How training rows are split; held-back test rows are drawn alike. */
  readonly split?: SplitSpec;
}
