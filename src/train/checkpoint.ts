// A checkpoint: everything a training needs to go on exactly, so that what is resumed is the same run: bit for bit, but with the
// profile fast, which promises no bits. Random numbers are functions of seed, epoch and step, so they need no state of their own.

import { HeddleError, type Json, type Seed } from '../core/index.ts';
import type { NamedTensor } from '../model/index.ts';
import type { EpochRecord, StopReason } from '../record/index.ts';
import type { Listener } from './listener.ts';

/** Where a session stands between two steps. */
export interface SessionState {
  /** From 0; the epoch that the next step belongs to. */
  readonly epoch: number;
  /** Steps taken in that epoch. */
  readonly step: number;
  /** All parameters and running statistics in model order, then the optimizer's vectors. */
  readonly tensors: readonly NamedTensor[];
  /** What the epoch has counted so far: sums of losses and errors, confusion matrix, ranks. Empty before its first step. */
  readonly counters: readonly NamedTensor[];
}

/** The weights of the best epoch so far. */
export interface BestWeights {
  /** From 1. */
  readonly epoch: number;
  readonly value: number | null;
  readonly tensors: readonly NamedTensor[];
}

/** Why a training ends, in one sentence. */
export interface Stop {
  readonly reason: StopReason;
  readonly message: string;
}

/** A training between two steps: what {@link TrainOptions.resumeFrom} takes. */
export interface Checkpoint extends SessionState {
  readonly seed: Seed;
  /** Of the tensors before the first step. */
  readonly initialFingerprint: string;
  /** The epochs that ended, oldest first. */
  readonly history: readonly EpochRecord[];
  readonly best: BestWeights | null;
  /** What listeners remember, by their names. */
  readonly listeners: { readonly [name: string]: Json };
  /** Set when a listener has ended the training. */
  readonly stop: Stop | null;
  /** Time that the epoch has taken so far. */
  readonly milliseconds: number;
}

/** How checkpoints are taken and kept. */
export interface Checkpoints {
  /** Milliseconds between two inside an epoch; one is taken at the end of each epoch as well. */
  readonly every: number;
  /**
   * Keeps a checkpoint. Training goes on meanwhile and takes no other until this one is kept; a rejection ends the training.
   * The last one, at the end or when the signal came, is waited for.
   */
  save(checkpoint: Checkpoint): Promise<void>;
  /**
   * Whether the checkpoint's numbers are only lent: `save` is done with them when it returns its promise, and the training writes
   * over them. Default: each checkpoint has a copy of its own.
   */
  readonly lent?: boolean;
}

/** What listeners remember, by their names. */
export function statesOf(listeners: readonly Listener[]): { readonly [name: string]: Json } {
  return Object.fromEntries(
    listeners.flatMap((listener) => (listener.state === undefined ? [] : [[listener.name, listener.state()]])),
  );
}

/**
 * Gives each listener back what it remembered.
 *
 * @throws HeddleError `option` for a checkpoint of another training: another seed, or without a listener's memory.
 */
export function restoreListeners(listeners: readonly Listener[], checkpoint: Checkpoint): void {
  for (const { name, restore } of listeners) {
    if (restore === undefined) continue;
    if (!Object.hasOwn(checkpoint.listeners, name)) throw foreign(`what listener ${name} remembers`, 'nothing of it');
    restore(checkpoint.listeners[name]);
  }
}

/**
 * Checks that a checkpoint belongs to a training of this seed.
 *
 * @throws HeddleError `option` when it does not.
 */
export function checkSeed({ seed }: Checkpoint, expected: Seed): void {
  if (seed !== expected) throw foreign(`a checkpoint of seed ${expected}`, `one of seed ${seed}`);
}

function foreign(expected: string, received: string): HeddleError {
  const hint = 'resume with the options that the training was begun with.';
  return new HeddleError('option', { where: 'resumeFrom', expected, received, hint });
}
