// Asking for trials, running them, ranking them.

export {
  type Grid,
  type GridCell,
  gridCells,
  gridSampler,
  leaderboard,
  type Outcome,
  runSweep,
  type Sampler,
  type SweepOptions,
} from '../sweep/index.ts';
