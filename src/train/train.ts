// The training loop. Everything it needs is planned and recorded by the session; everything that watches is a listener.
//
//   begin or resume; for each epoch: shuffle, step through the batches, validate, keep the best weights, tell the listeners

import { fingerprintOf } from '../model/index.ts';
import type { EpochRecord, TrainEvent } from '../record/index.ts';
import type { Stop } from './checkpoint.ts';
import { checkpointKeeper } from './checkpoint-keeper.ts';
import { checkFinite, divergedStep, divergedValidation } from './divergence.ts';
import { epochRecordOf } from './epoch-record.ts';
import type { Schedule } from './schedule.ts';
import { constant } from './schedules/index.ts';
import { openSession, type Session } from './session.ts';
import { beginTraining, checkpointOf, type Standing } from './standing.ts';
import type { TrainOptions, TrainResult } from './train-options.ts';

/** Milliseconds between two progress events, about; steps are taken in chunks that last as long, unless the pace says otherwise. */
const CHUNK_MILLISECONDS = 80;

/** What the steps of an epoch take. */
interface Epoch {
  /** From 0. */
  readonly epoch: number;
  readonly rates: Float64Array;
  readonly tell: (event: TrainEvent) => void;
  readonly between: () => void;
}

/**
 * Trains a network and gives back the weights of its best epoch, whatever ended the training.
 *
 * @throws HeddleError `diverged` naming epoch, step and layer when a loss is not finite; `option`, `shape`, `data`, `model` or
 * `engine` before the first step when something does not fit together; whatever keeping a checkpoint throws.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { epochs, listeners = [], signal, now } = options;
  const session = openSession(options);
  const keeper = checkpointKeeper(options.checkpoints, now);
  const tell = (event: TrainEvent): void => {
    for (const listener of listeners) listener.onEvent?.(event);
  };
  try {
    const standing = await beginTraining(session, options);
    const { history, best } = standing;
    let aborted: Stop | null = null;
    const { stepsPerEpoch } = session;
    const taken = standing.begun.epoch * stepsPerEpoch + standing.begun.step;
    tell({ type: 'train-started', epochs, stepsPerEpoch, ...(taken === 0 ? {} : { taken }) });

    for (let { epoch } = standing.begun; epoch < epochs && standing.stop === null && aborted === null; epoch++) {
      const rates = ratesOf(options, session, epoch, history);
      await session.beginEpoch(epoch, rates, standing.begun);
      const between = (): void => keeper.between(() => checkpointOf(standing, session.state('inside'), options));
      const steps = await stepThroughEpoch(session, options, standing, { epoch, rates, tell, between });
      const trained = now();
      const rows = Math.min(steps * options.batchSize, options.train.rows.length);
      const stepped = steps === session.stepsPerEpoch;
      const validation = stepped && options.validation !== undefined ? await session.validate(signal) : null;
      if (!stepped || (validation === null && options.validation !== undefined)) {
        standing.begun = session.state('inside', standing.own);
        aborted = { reason: 'aborted', message: `Stopped in epoch ${epoch + 1}` };
        break;
      }
      if (validation !== null && !Number.isFinite(validation.loss))
        throw await divergedValidation(session, epoch, validation.loss);
      const record = epochRecordOf(
        {
          epoch: epoch + 1,
          learningRate: rates[rates.length - 1],
          seconds: (now() - standing.started) / 1000,
          samplesPerSecond: rows / Math.max((trained - standing.started) / 1000, 1e-9),
        },
        session.trainCounts(rows),
        validation,
      );
      const begun = session.state('next', standing.own);
      history.push(record);
      const isBest = best.offer(record, () => session.modelTensors(begun));
      tell({ type: 'epoch', record: record, best: isBest });
      for (const listener of listeners) {
        const request = listener.afterEpoch?.(record);
        if (request !== undefined) standing.stop ??= { reason: 'early-stopping', message: request.message };
      }
      Object.assign(standing, { begun, own: begun, started: now() });
      if (signal?.aborted === true) aborted = { reason: 'aborted', message: `Stopped after epoch ${epoch + 1}` };
      // Where no epoch follows, `last` keeps it.
      else if (epoch + 1 < epochs && standing.stop === null)
        keeper.epochEnded(() => checkpointOf(standing, begun, options));
    }

    if (best.tensors === null || options.validation === undefined)
      checkFinite(best.tensors ?? session.tensors(), Math.max(history.length, 1));
    await keeper.last(() => checkpointOf(standing, standing.begun, options));
    const result = resultOf(options, session, standing, standing.stop ?? aborted);
    tell({ type: 'train-stopped', reason: result.stopReason, message: result.message, bestEpoch: result.bestEpoch });
    return result;
  } finally {
    await keeper.idle();
    session.close();
  }
}

function resultOf({ epochs }: TrainOptions, session: Session, standing: Standing, stop: Stop | null): TrainResult {
  const { best, history, initialFingerprint } = standing;
  const { reason, message } = stop ?? {
    reason: 'epochs' as const,
    message: epochs === 1 ? 'The one epoch was trained' : `All ${epochs} epochs trained`,
  };
  const tensors = best.tensors ?? session.tensors();
  const kept =
    best.tensors === null ? 'the weights of the last step were kept' : `the weights of epoch ${best.epoch} were kept`;
  return {
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

/** Takes the steps that an epoch still lacks, in chunks, telling of each; returns how many it has when the signal comes, or all. */
async function stepThroughEpoch(
  session: Session,
  { signal, now, pace = {} }: TrainOptions,
  { begun }: Standing,
  { epoch, rates, tell, between }: Epoch,
): Promise<number> {
  const { stepsPerEpoch } = session;
  const { milliseconds: wanted = CHUNK_MILLISECONDS } = pace;
  let done = begun.step;
  let chunk = 1;
  let loss: number | null = null;
  while (done < stepsPerEpoch) {
    const moment = { epoch: epoch + 1, step: done, stepsPerEpoch, loss, tensors: () => session.tensors() };
    const most = (await pace.next?.(moment)) ?? stepsPerEpoch;
    if (signal?.aborted === true) return done;
    between();
    const count = Math.min(chunk, most, stepsPerEpoch - done);
    const started = now();
    const losses = Array.from(await session.step(count));
    const lost = losses.findIndex((value) => !Number.isFinite(value));
    if (lost >= 0) throw await divergedStep(session, { epoch, step: done + lost, loss: losses[lost], rates, begun });
    done += count;
    loss = losses.reduce((sum, value) => sum + value, 0) / count;
    const milliseconds = Math.max(now() - started, 0.01);
    chunk = Math.max(1, Math.min(4 * count, Math.round((wanted / milliseconds) * count)));
    tell({ type: 'progress', epoch: epoch + 1, step: done, stepsPerEpoch });
  }
  return done;
}
