// What a training knows beside the numbers of its session, and how it becomes a checkpoint and comes back from one.

import { HeddleError } from '../core/index.ts';
import { fingerprintOf, type NamedTensor } from '../model/index.ts';
import type { EpochRecord, Selection } from '../record/index.ts';
import { type Checkpoint, checkSeed, restoreListeners, type SessionState, type Stop, statesOf } from './checkpoint.ts';
import { type BestKeeper, keepBest } from './keep-best.ts';
import type { Session } from './session.ts';
import { copyTensors } from './session-state.ts';
import type { TrainOptions } from './train-options.ts';

/** Where a training stands. */
export interface Standing {
  readonly initialFingerprint: string;
  readonly history: EpochRecord[];
  readonly best: BestKeeper;
  /** Set when a listener ends the training. */
  stop: Stop | null;
  /** Where the epoch was begun, or resumed. */
  begun: SessionState;
  /** The arrays of `begun`, over which the next state is written; undefined while they are a caller's. */
  own: SessionState | undefined;
  /** When the epoch began: milliseconds of `now`, moved back by what a resumed epoch had taken before. */
  started: number;
}

/**
 * The beginning that the seed gives, or the one that a checkpoint says.
 *
 * @throws HeddleError `option` or `model` for a checkpoint of another training.
 */
export async function beginTraining(session: Session, options: TrainOptions): Promise<Standing> {
  const { resumeFrom: from, listeners = [], seed, epochs, now } = options;
  if (from === undefined) {
    await session.initialize();
    const begun = session.state('inside');
    const initialFingerprint = fingerprintOf(session.modelTensors(begun));
    const best = keepBest(selectionOf(options));
    return { initialFingerprint, history: [], best, stop: null, begun, own: begun, started: now() };
  }
  checkSeed(from, seed);
  if (from.epoch > epochs || (from.epoch === epochs && from.step > 0)) {
    throw new HeddleError('option', {
      where: 'epochs',
      expected: `at least the ${from.epoch} that the checkpoint has trained`,
      received: String(epochs),
      hint: 'resume with as many epochs as the training was begun with, or more.',
    });
  }
  session.restore(from);
  restoreListeners(listeners, from);
  return {
    initialFingerprint: from.initialFingerprint,
    history: [...from.history],
    best: keepBest(selectionOf(options), from.best),
    stop: from.stop,
    begun: from,
    own: undefined,
    started: now() - from.milliseconds,
  };
}

/** A training between two steps as a checkpoint. */
export function checkpointOf(
  standing: Standing,
  state: SessionState,
  { listeners = [], seed, now, checkpoints }: TrainOptions,
): Checkpoint {
  const { initialFingerprint, history, best, stop, started } = standing;
  const given = (tensors: readonly NamedTensor[]): readonly NamedTensor[] =>
    checkpoints?.lent === true ? tensors : copyTensors(tensors);
  return {
    ...state,
    tensors: state === standing.own ? given(state.tensors) : state.tensors,
    seed,
    initialFingerprint,
    history: [...history],
    best: best.tensors === null ? null : { epoch: best.epoch, value: best.value, tensors: given(best.tensors) },
    listeners: statesOf(listeners),
    stop,
    milliseconds: now() - started,
  };
}

/** The metric whose best epoch is kept; null keeps the last. */
function selectionOf({ keepBest: selection, validation }: TrainOptions): Selection | null {
  return selection ?? (validation === undefined ? null : { metric: 'validationLoss', direction: 'min' });
}
