import type { Json } from '../core/index.ts';
import type { EpochRecord, TrainEvent } from '../record/index.ts';

/** What a listener may ask for after an epoch. */
export interface StopRequest {
  /** One sentence, shown to the user and kept in the record. */
  readonly message: string;
}

/**
 * Something that watches a training, and may end it. What it remembers goes through state and restore, and begins anew with the event
 * `train-started` of a training that begins, so that one listener may watch several, one after the other.
 */
export interface Listener {
  readonly name: string;
  /** Called with everything that happens, in order. */
  onEvent?(event: TrainEvent): void;
  /** Called after each epoch; a returned request ends the training. */
  afterEpoch?(record: EpochRecord): StopRequest | undefined;
  /** Everything it remembers, as plain data. */
  state?(): Json;
  restore?(state: Json): void;
}
