import type { LeaderboardEntry, RunTrial, Selection } from '../record/index.ts';

/**
 * The trials of a sweep, best first by their value of the selection metric; equal values keep the order of the sweep.
 * Trials that did not finish come last, whatever they had reached, in the order of the sweep.
 */
export function leaderboard(trials: readonly RunTrial[], selection: Selection): LeaderboardEntry[] {
  const sign = selection.direction === 'max' ? -1 : 1;
  const finished = trials.filter(isRanked).sort((a, b) => sign * (a.record.bestValue! - b.record.bestValue!));
  const others = trials.filter((trial) => !isRanked(trial));
  return [...finished, ...others].map(({ folder, record, epochs }, place) => {
    const best = epochs.find((epoch) => epoch.epoch === record.bestEpoch);
    return {
      rank: place + 1,
      trial: folder,
      name: record.name,
      modelName: record.modelName,
      parameters: record.parameters,
      status: record.status,
      value: record.bestValue,
      bestEpoch: record.bestEpoch,
      epochsTrained: record.epochsTrained,
      validationLoss: best?.validationLoss ?? null,
      validationAccuracy: best !== undefined && 'validationAccuracy' in best ? (best.validationAccuracy ?? null) : null,
      seconds: record.seconds,
      message: record.message,
    };
  });
}

const isRanked = ({ record }: RunTrial): boolean => record.status === 'finished' && record.bestValue !== null;
