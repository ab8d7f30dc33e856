// sweep-file: sweeps written as YAML. In: a file's text and name. Out: a resolved sweep, or errors that name
// file, line and column. The fields themselves are read in src/experiment.

export { parseOverride } from './parse-override.ts';
export { type PlacedSweep, parseSweepFile, readSweepFile } from './parse-sweep-file.ts';
