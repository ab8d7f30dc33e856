import type { EpochRecord } from '../../record/index.ts';
import type { Schedule } from '../schedule.ts';
import { epochOf } from '../small-training.fixture.ts';

/** A schedule's factor at each step of a training of `epochs` epochs of `stepsPerEpoch` steps. */
export function factorsOf(
  { definition, options }: Schedule,
  { epochs, stepsPerEpoch, losses = [] }: { epochs: number; stepsPerEpoch: number; losses?: readonly number[] },
): number[] {
  return Array.from({ length: epochs * stepsPerEpoch }, (_, step) => {
    const epoch = Math.floor(step / stepsPerEpoch);
    const history: EpochRecord[] = losses.slice(0, epoch).map((loss, i) => epochOf(i + 1, loss));
    return definition.factor({ step, epoch, stepsPerEpoch, totalSteps: epochs * stepsPerEpoch, history }, options);
  });
}
