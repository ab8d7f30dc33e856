// The training loop. Everything it needs is planned and recorded by the session; everything that watches is a listener.
//
//   initialise; for each epoch: shuffle, step through the batches, validate, keep the best weights, tell the listeners

import { HeddleError } from '../core/index.ts';
import { fingerprintOf, type NamedTensor } from '../model/index.ts';
import type { EpochRecord, Selection, StopReason, TrainEvent } from '../record/index.ts';
import { epochRecordOf } from './epoch-record.ts';
import { keepBest } from './keep-best.ts';
import type { Schedule } from './schedule.ts';
import { constant } from './schedules/index.ts';
import { openSession, type Session } from './session.ts';
import type { TrainOptions, TrainResult } from './train-options.ts';

/** Milliseconds between two progress events, about; steps are taken in chunks that last as long, unless the pace says otherwise. */
const CHUNK_MILLISECONDS = 80;

/**
 * Trains a network and gives back the weights of its best epoch, whatever ended the training.
 *
 * @throws HeddleError `diverged` naming epoch and step when a loss is not finite; `option`, `shape`, `data`, `model` or
 * `engine` before the first step when something does not fit together.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { epochs, listeners = [], signal, now } = options;
  const session = openSession(options);
  const tell = (event: TrainEvent): void => {
    for (const listener of listeners) listener.onEvent?.(event);
  };
  try {
    await session.initialize();
    const initialFingerprint = fingerprintOf(session.tensors());
    const best = keepBest(selectionOf(options));
    const history: EpochRecord[] = [];
    let stop: { reason: StopReason; message: string } | undefined;
    tell({ type: 'train-started', epochs, stepsPerEpoch: session.stepsPerEpoch });

    for (let epoch = 0; epoch < epochs && stop === undefined; epoch++) {
      const started = now();
      const rates = ratesOf(options, session, epoch, history);
      await session.beginEpoch(epoch, rates);
      const steps = await stepThroughEpoch(session, options, epoch, tell);
      const trained = now();
      if (steps < session.stepsPerEpoch) {
        stop = { reason: 'aborted', message: `Stopped in epoch ${epoch + 1}` };
        break;
      }
      const rows = Math.min(steps * options.batchSize, options.train.rows.length);
      const validation = options.validation === undefined ? null : await session.validate();
      if (validation !== null && !Number.isFinite(validation.loss))
        throw diverged(epoch + 1, steps, validation.loss, 'validation ');
      const record = epochRecordOf(
        {
          epoch: epoch + 1,
          learningRate: rates[rates.length - 1],
          seconds: (now() - started) / 1000,
          samplesPerSecond: rows / Math.max((trained - started) / 1000, 1e-9),
        },
        session.trainCounts(rows),
        validation,
      );
      history.push(record);
      const isBest = best.offer(record, () => session.tensors());
      tell({ type: 'epoch', record: record, best: isBest });
      for (const listener of listeners) {
        const request = listener.afterEpoch?.(record);
        if (request !== undefined) stop ??= { reason: 'early-stopping', message: request.message };
      }
      if (signal?.aborted === true) stop ??= { reason: 'aborted', message: `Stopped after epoch ${epoch + 1}` };
    }

    if (best.tensors === null || options.validation === undefined)
      checkFinite(best.tensors ?? session.tensors(), Math.max(history.length, 1));
    const { reason, message } = stop ?? {
      reason: 'epochs' as const,
      message: epochs === 1 ? 'The one epoch was trained' : `All ${epochs} epochs trained`,
    };
    const tensors = best.tensors ?? session.tensors();
    const kept =
      best.tensors === null ? 'the weights of the last step were kept' : `the weights of epoch ${best.epoch} were kept`;
    const result: TrainResult = {
      epochs: history,
      bestEpoch: best.epoch,
      bestValue: best.value,
      stopReason: reason,
      message: `${message}; ${kept}`,
      tensors,
      initialFingerprint,
      fingerprint: fingerprintOf(tensors),
      lastFingerprint: fingerprintOf(session.tensors('optimizer')),
      memoryBytes: session.memoryBytes,
    };
    tell({ type: 'train-stopped', reason, message: result.message, bestEpoch: result.bestEpoch });
    return result;
  } finally {
    session.close();
  }
}

/** A loss is looked at before its step: without validation rows only the weights tell that the last step went wrong. */
function checkFinite(tensors: readonly NamedTensor[], epoch: number): void {
  const bad = tensors.find(({ values }) => !values.every(Number.isFinite));
  if (bad === undefined) return;
  throw new HeddleError('diverged', {
    where: `epoch ${epoch}, ${bad.name}`,
    expected: 'finite weights after the last step',
    received: 'numbers that are not finite',
    hint: 'lower the learning rate, or clip gradients with clipNorm.',
  });
}

/** The metric whose best epoch is kept; null keeps the last. */
function selectionOf({ keepBest: selection, validation }: TrainOptions): Selection | null {
  return selection ?? (validation === undefined ? null : { metric: 'validationLoss', direction: 'min' });
}

/** The learning rate of each step of an epoch. */
function ratesOf(
  options: TrainOptions,
  { stepsPerEpoch }: Session,
  epoch: number,
  history: readonly EpochRecord[],
): Float64Array {
  const { definition, options: given }: Schedule = options.schedule ?? constant();
  const { learningRate } = options.optimizer.options;
  const totalSteps = options.epochs * stepsPerEpoch;
  return Float64Array.from({ length: stepsPerEpoch }, (_, i) => {
    const moment = { step: epoch * stepsPerEpoch + i, epoch, stepsPerEpoch, totalSteps, history };
    return learningRate * definition.factor(moment, given);
  });
}

/** Takes an epoch's steps in chunks, telling of each; returns how many were taken before the signal, if it came. */
async function stepThroughEpoch(
  session: Session,
  { signal, now, pace = {} }: TrainOptions,
  epoch: number,
  tell: (event: TrainEvent) => void,
): Promise<number> {
  const { stepsPerEpoch } = session;
  const { milliseconds: wanted = CHUNK_MILLISECONDS } = pace;
  let done = 0;
  let chunk = 1;
  let loss: number | null = null;
  while (done < stepsPerEpoch) {
    const moment = { epoch: epoch + 1, step: done, stepsPerEpoch, loss, tensors: () => session.tensors() };
    const most = (await pace.next?.(moment)) ?? stepsPerEpoch;
    if (signal?.aborted === true) return done;
    const count = Math.min(chunk, most, stepsPerEpoch - done);
    const started = now();
    const losses = await session.step(count);
    for (let i = 0; i < count; i++) {
      if (!Number.isFinite(losses[i])) throw diverged(epoch + 1, done + i + 1, losses[i]);
    }
    done += count;
    loss = Array.from(losses).reduce((sum, value) => sum + value, 0) / count;
    const milliseconds = Math.max(now() - started, 0.01);
    chunk = Math.max(1, Math.min(4 * count, Math.round((wanted / milliseconds) * count)));
    tell({ type: 'progress', epoch: epoch + 1, step: done, stepsPerEpoch });
  }
  return done;
}

function diverged(epoch: number, step: number, loss: number, kind = ''): HeddleError {
  return new HeddleError('diverged', {
    where: `epoch ${epoch}, step ${step}`,
    expected: `a finite ${kind}loss`,
    received: String(loss),
    hint: 'lower the learning rate, or clip gradients with clipNorm.',
  });
}
