// sweep: many runs of one objective. In: a sampler of trials and a function that runs one. Out: an outcome for each, and
// their ranking. To add a sampler, write samplers/<name>.ts with an `ask`, its test, and an export line here.

export { type Cell, rankedCells } from './cells.ts';
export { leaderboard } from './leaderboard.ts';
export type { Sampler } from './sampler.ts';
export { gridSampler } from './samplers/grid.ts';
export { type Grid, type GridCell, gridCells } from './space.ts';
export { type Outcome, runSweep, type SweepOptions } from './sweep.ts';
