import type { ProcessSpec } from './peer-process.ts';

/** Something that trains model_3: Heddle or a peer, in one setting. */
export interface Contender {
  /** Short and stable: a key in the results. */
  readonly id: string;
  /** What a reader sees: `PyTorch, stock layers`. */
  readonly name: string;
  /** Threads, libraries and switches, in words. */
  readonly setting: string;
  /** Of Heddle itself. */
  readonly own?: boolean;
  /** One training, or several side by side whose epochs count together. */
  readonly processes: readonly ProcessSpec[];
  /** Steps of a measured round; the epoch's seconds are extrapolated from them. Default: the whole epoch. */
  readonly steps?: number;
  /** Rounds that are measured, at most; default: as many as asked for. */
  readonly rounds?: number;
}

/** A contender that cannot run here, and why. */
export interface Absent {
  readonly name: string;
  readonly why: string;
}

/** What one round of a training says. */
export interface EpochAnswer {
  /** Seconds of the training steps. */
  readonly seconds: number;
  readonly steps: number;
  readonly validationSeconds: number | null;
  /** Mean loss of the epoch's training steps. */
  readonly trainLoss: number;
  readonly validationAccuracy: number | null;
  readonly peakMegabytes: number;
}
