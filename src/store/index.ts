// store: where a run's facts are kept. In: records, weights and predictions, as training goes on. Out: a run folder
// whose files docs/formats.md describes, and the same facts read back and checked. To keep runs in another kind of
// place, implement the four functions of RunFiles and hand them to runStoreOver.

export { formatLine, type JournalLine, jsonText, mendedJournal, parseLines } from './journal.ts';
export { type MemoryFiles, memoryFiles, memoryStore } from './memory-store.ts';
export type { RunFiles } from './run-files.ts';
export type { CheckpointFile, ReportFiles, RunStore } from './run-store.ts';
export { plainName, safeName, trialFolder } from './safe-name.ts';
export { runStoreOver } from './store-over.ts';
