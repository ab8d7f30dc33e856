import type {
  AuditRecord,
  EpochRecord,
  ExportRecord,
  LeaderboardEntry,
  RunRecord,
  RunTrial,
  SelectionRecord,
  SweepRecord,
  TestRead,
  TestRecord,
  TrialRecord,
} from '../record/index.ts';

/** A rendered report as files: two documents and the figures one of them links to. */
export interface ReportFiles {
  readonly html: string;
  readonly markdown: string;
  /** SVG documents by file name: `leaderboard.svg`. */
  readonly figures: Readonly<Record<string, string>>;
}

/** A checkpoint file of a trial. */
export interface CheckpointFile {
  /** As errors name it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * One run folder, wherever it is kept. What is written is described file by file in docs/formats.md.
 * `folder` is always a trial's folder name, such as `003-model_1`.
 * Every method rejects with HeddleError `file` when the place cannot be read or written.
 */
export interface RunStore {
  /** Where a person finds the run: a folder, or a name for one in memory. */
  readonly location: string;
  /**
   * Writes sweep.json. Readings of the test rows that the file already lists stay listed, also where it was deleted or torn since this
   * store wrote it.
   */
  writeSweep(sweep: SweepRecord): Promise<void>;
  writeTrial(folder: string, trial: TrialRecord): Promise<void>;
  /** Adds one line to metrics.jsonl; a torn line that a crash left behind is removed first. */
  appendEpoch(folder: string, epoch: EpochRecord): Promise<void>;
  /** Makes metrics.jsonl the lines of these epochs; a file that is, stays. */
  writeEpochs(folder: string, epochs: readonly EpochRecord[]): Promise<void>;
  writeModel(folder: string, safetensors: Uint8Array): Promise<void>;
  readModel(folder: string): Promise<Uint8Array>;
  /** Rows x classes probabilities, or rows x outputs values, in the split's row order. They are the caller's again when it resolves. */
  writeValidationPredictions(folder: string, probabilities: Float32Array): Promise<void>;
  /**
   * The numbers of validation-predictions.bin.
   *
   * @param count how many there must be; any number of them where absent
   * @throws HeddleError `file` when there is no such file, `format` when it holds another number, or no whole number of float32.
   */
  readValidationPredictions(folder: string, count?: number): Promise<Float32Array>;
  /** Writes checkpoint.safetensors; the one before it stays beside it. The bytes are the caller's again when it resolves. */
  writeCheckpoint(folder: string, safetensors: Uint8Array): Promise<void>;
  /** The checkpoints of a trial, the newest first. */
  readCheckpoints(folder: string): Promise<readonly CheckpointFile[]>;
  /** Removes the checkpoint before the newest: once a trial has ended it is of no use. */
  dropPreviousCheckpoint(folder: string): Promise<void>;
  /** The numbers are the caller's again when it resolves. */
  writeTestPredictions(probabilities: Float32Array): Promise<void>;
  /** The content of test-predictions.bin, or null where there is none. */
  readTestPredictions(): Promise<Uint8Array | null>;
  /** @param entries best trial first */
  writeLeaderboard(entries: readonly LeaderboardEntry[]): Promise<void>;
  writeTest(test: TestRecord): Promise<void>;
  writeSelection(selection: SelectionRecord): Promise<void>;
  writeAudit(audit: AuditRecord): Promise<void>;
  /**
   * Takes back what says that the sweep has selected and tested a trial, since it goes on with more to choose from: the files of it
   * are kept in the folder `before-extension-<n>`.
   */
  reopen(): Promise<void>;
  /**
   * Moves a trial that the sweep has no longer to what was kept last by `reopen`.
   *
   * @returns where it is in the run folder: `before-extension-1/trials/002-model_1`
   */
  setAside(folder: string): Promise<string>;
  /** The names of the folders of trials that were set aside: no other trial may have them. */
  foldersAside(): Promise<readonly string[]>;
  /** Appends to testReads of sweep.json. */
  addTestRead(read: TestRead): Promise<void>;
  /** Adds one line to exports.jsonl. */
  appendExport(record: ExportRecord): Promise<void>;
  writeReport(files: ReportFiles): Promise<void>;
  /**
   * sweep.json, checked.
   *
   * @throws HeddleError `file` when there is none, `format` when it is damaged or of a newer format version.
   */
  readSweep(): Promise<SweepRecord>;
  /** The names of the folders of trials. */
  trialFolders(): Promise<readonly string[]>;
  /**
   * One trial, checked; null for a folder that a crash left empty.
   *
   * @throws HeddleError `format` when a file of it is damaged, or lacks what another says is there.
   */
  readTrial(folder: string): Promise<RunTrial | null>;
  /**
   * Reads and checks the whole run, finished or not.
   *
   * @throws HeddleError `file` when there is no sweep.json, `format` when a file is damaged, or lacks what another says is there.
   */
  read(): Promise<RunRecord>;
}
