// A loss that is not finite ends a training. Which layer was the first to leave the finite numbers is found by going back to where the
// epoch was begun, taking its steps again (the same bits, but of the profile fast) up to the one that failed, and looking at each layer's
// output in it.

import { HeddleError } from '../core/index.ts';
import type { NamedTensor } from '../model/index.ts';
import type { SessionState } from './checkpoint.ts';
import type { Session } from './session.ts';

const HINT = 'lower the learning rate, or clip gradients with clipNorm.';

/** A step of an epoch whose loss is not finite. */
export interface LostStep {
  /** From 0, as the step. */
  readonly epoch: number;
  readonly step: number;
  readonly loss: number;
  readonly rates: ArrayLike<number>;
  /** Where the epoch was begun, or resumed. */
  readonly begun: SessionState;
}

/** The error of a step whose loss is not finite. The session is left inside that step. */
export async function divergedStep(
  session: Session,
  { epoch, step, loss, rates, begun }: LostStep,
): Promise<HeddleError> {
  session.restore(begun);
  await session.beginEpoch(epoch, rates, begun);
  if (step > begun.step) await session.step(step - begun.step);
  return diverged(epoch, step + 1, 'a finite loss', loss, await session.firstNotFinite('next'));
}

/** The error of a validation loss that is not finite, after the last step of an epoch (from 0). */
export async function divergedValidation(session: Session, epoch: number, loss: number): Promise<HeddleError> {
  const place = await session.firstNotFinite('validation');
  return diverged(epoch, session.stepsPerEpoch, 'a finite validation loss', loss, place);
}

function diverged(epoch: number, step: number, expected: string, loss: number, place: string | null): HeddleError {
  const found =
    place === null
      ? 'every layer’s output is finite, their loss is not'
      : `the first output that is not finite is that of ${place}`;
  return new HeddleError('diverged', {
    where: `epoch ${epoch + 1}, step ${step}`,
    expected,
    received: `${loss}; ${found}`,
    hint: HINT,
  });
}

/**
 * A loss is looked at before its step: without validation rows only the weights tell that the last step went wrong.
 *
 * @param epoch from 1
 * @throws HeddleError `diverged` naming the first tensor that is not finite.
 */
export function checkFinite(tensors: readonly NamedTensor[], epoch: number): void {
  const bad = tensors.find(({ values }) => !values.every(Number.isFinite));
  if (bad === undefined) return;
  throw new HeddleError('diverged', {
    where: `epoch ${epoch}, ${bad.name}`,
    expected: 'finite weights after the last step',
    received: 'numbers that are not finite',
    hint: HINT,
  });
}
