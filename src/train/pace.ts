import type { NamedTensor } from '../model/index.ts';

/** Where a training stands between two steps. */
export interface PaceMoment {
  /** From 1. */
  readonly epoch: number;
  /** Steps taken in this epoch. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Mean loss of the steps taken last; null before the first of an epoch. */
  readonly loss: number | null;
  /** A copy of all parameters and running statistics as they are now. */
  tensors(): NamedTensor[];
}

/** How a training takes its steps: how many at once, and what happens in between. It changes no number of the result. */
export interface Pace {
  /** About how long the steps that are taken at once last; one step at least. Between them the signal is looked at. Default: 80. */
  readonly milliseconds?: number;
  /** Awaited before steps are taken; answers how many may be taken at once, at most. */
  next?(moment: PaceMoment): Promise<number>;
}
