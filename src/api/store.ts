// Run folders, whatever keeps them.

export {
  formatLine,
  type JournalLine,
  jsonText,
  type MemoryFiles,
  memoryFiles,
  memoryStore,
  mendedJournal,
  parseLines,
  plainName,
  type ReportFiles,
  type RunFiles,
  type RunStore,
  runStoreOver,
  safeName,
  trialFolder,
} from '../store/index.ts';
