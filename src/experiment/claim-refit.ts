import type { RunStore } from '../store/index.ts';
import { type BegunRun, goingOn, isEnded, isEqual } from './begin-run.ts';
import { isSameRefit } from './refit.ts';
import type { RunningTrial } from './train-trial.ts';

/** The refit of a run that has trained all its other trials. */
export interface ClaimedRefit {
  /** Null where the sweep has none. */
  readonly refit: RunningTrial | null;
  /** Where other refits are now, which the run held: of another cell, other trials or other epochs. */
  readonly aside: readonly string[];
}

/**
 * The planned refit as the run holds it, or at a place of its own. Any other refit that the run holds was chosen before the sweep was what
 * it is now: it is moved to what was selected then.
 *
 * @param planned null where nothing can be refitted
 */
export async function claimRefit(
  planned: RunningTrial | null,
  { heldRefits, placed }: BegunRun,
  store: RunStore,
): Promise<ClaimedRefit> {
  const same = planned === null ? undefined : heldRefits.find((trial) => isSameRefit(planned, trial));
  const others = heldRefits.filter((trial) => trial !== same);
  // A leaderboard that names a trial is taken back before the trial goes.
  if (others.length > 0) await store.reopen();
  const aside: string[] = [];
  for (const { folder } of others) aside.push(await store.setAside(folder));
  if (planned === null) return { refit: null, aside };
  if (same === undefined) return { refit: placed(planned), aside };
  const refit = goingOn(planned, same);
  if (isEnded(refit) && !isEqual(refit.record, same.record)) await store.writeTrial(refit.folder, refit.record);
  return { refit, aside };
}
