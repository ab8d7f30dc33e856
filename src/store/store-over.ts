import { describe, HeddleError, littleEndianBytes, littleEndianFloats } from '../core/index.ts';
import {
  type AuditRecord,
  type EpochRecord,
  type LeaderboardEntry,
  parseAuditRecord,
  parseEpochRecord,
  parseLeaderboard,
  parseSelectionRecord,
  parseSweepRecord,
  parseTestRecord,
  parseTrialRecord,
  type RunRecord,
  type RunTrial,
  type SelectionRecord,
  type SweepRecord,
  type TestRead,
  type TestRecord,
  type TrialRecord,
} from '../record/index.ts';
import { checkEpochs, checkRun } from './check-run.ts';
import { formatLine, jsonText, parseLines } from './journal.ts';
import type { RunFiles } from './run-files.ts';
import { NAMES } from './run-names.ts';
import type { CheckpointFile, ReportFiles, RunStore } from './run-store.ts';
import { plainName } from './safe-name.ts';

/**
 * A run store over any place that keeps files: all that is known of names and formats is here, all that is known of
 * disks or memory is in `files`.
 *
 * @example
 * const store = runStoreOver(memoryFiles('first try'));
 */
export function runStoreOver(files: RunFiles): RunStore {
  // sweep.json is read, changed and written back; one change at a time, so that none is lost.
  let sweepChange: Promise<void> = Promise.resolve();
  let lastSweep: SweepRecord | null = null;
  const changeSweep = (change: (now: SweepRecord | null) => SweepRecord): Promise<void> => {
    const next = sweepChange.then(async () => {
      const changed = change(await currentSweep(files, lastSweep));
      await writeJson(files, NAMES.sweep, changed);
      lastSweep = changed;
    });
    sweepChange = next.catch(() => undefined); // the caller gets the error; the next change starts afresh
    return next;
  };

  const inTrial = (folder: string, name: string): string =>
    `${NAMES.trials}/${plainName(`${files.location}, trial folder`, folder)}/${name}`;

  return {
    location: files.location,
    writeSweep: (sweep) =>
      changeSweep((now) => ({ ...sweep, testReads: union(now?.testReads ?? [], sweep.testReads) })),
    writeTrial: async (folder, trial) => writeJson(files, inTrial(folder, NAMES.trial), trial),
    appendEpoch: async (folder, epoch) => {
      const path = inTrial(folder, NAMES.metrics);
      await files.append(path, formatLine(`${files.location}/${path}`, epoch));
    },
    writeEpochs: async (folder, epochs) => {
      const path = inTrial(folder, NAMES.metrics);
      const wanted = epochs.map((epoch) => formatLine(`${files.location}/${path}`, epoch)).join('');
      const held = await files.read(path);
      if (held === null || new TextDecoder().decode(held) !== wanted) await files.write(path, wanted);
    },
    writeModel: async (folder, safetensors) => files.write(inTrial(folder, NAMES.model), safetensors),
    readModel: async (folder) => {
      const path = inTrial(folder, NAMES.model);
      const bytes = await files.read(path);
      if (bytes !== null) return bytes;
      throw new HeddleError('file', {
        where: `${files.location}/${path}`,
        expected: 'the weights that the trial kept',
        received: 'no such file',
        hint: 'the trial has not finished an epoch, or its model was removed: train it again.',
      });
    },
    writeValidationPredictions: async (folder, probabilities) =>
      files.write(inTrial(folder, NAMES.validationPredictions), littleEndianBytes(probabilities)),
    readValidationPredictions: async (folder, count) => {
      const path = inTrial(folder, NAMES.validationPredictions);
      return numbersOf(`${files.location}/${path}`, await files.read(path), count);
    },
    writeCheckpoint: async (folder, safetensors) =>
      files.writeKeeping(inTrial(folder, NAMES.checkpoint), safetensors, inTrial(folder, NAMES.previousCheckpoint)),
    readCheckpoints: async (folder) => {
      const paths = [inTrial(folder, NAMES.checkpoint), inTrial(folder, NAMES.previousCheckpoint)];
      const found: CheckpointFile[] = [];
      for (const path of paths) {
        const bytes = await files.read(path);
        if (bytes !== null) found.push({ name: `${files.location}/${path}`, bytes });
      }
      return found;
    },
    dropPreviousCheckpoint: async (folder) => files.remove(inTrial(folder, NAMES.previousCheckpoint)),
    writeTestPredictions: (probabilities) => files.write(NAMES.testPredictions, littleEndianBytes(probabilities)),
    readTestPredictions: () => files.read(NAMES.testPredictions),
    writeLeaderboard: (entries) => writeJson(files, NAMES.leaderboard, entries),
    writeTest: (test) => writeJson(files, NAMES.test, test),
    writeSelection: (selection) => writeJson(files, NAMES.selection, selection),
    writeAudit: (audit) => writeJson(files, NAMES.audit, audit),
    reopen: () => reopen(files),
    setAside: async (folder) => {
      const from = `${NAMES.trials}/${plainName(`${files.location}, trial folder`, folder)}`;
      const to = `${beforeExtension(Math.max(1, await timesReopened(files)))}/${from}`;
      await files.move(from, to);
      return to;
    },
    foldersAside: () => foldersAside(files),
    addTestRead: (read) =>
      changeSweep((now) => {
        if (now === null) throw notARun(files.location);
        return { ...now, testReads: [...now.testReads, read] };
      }),
    appendExport: (record) => files.append(NAMES.exports, formatLine(`${files.location}/${NAMES.exports}`, record)),
    writeReport: (report) => writeReport(files, report),
    readSweep: async () => {
      const sweep = await readSweep(files);
      if (sweep === null) throw notARun(files.location);
      return sweep;
    },
    trialFolders: () => files.folders(NAMES.trials),
    readTrial: async (folder) => readTrial(files, plainName(`${files.location}, trial folder`, folder)),
    read: () => readRun(files),
  };
}

/** sweep.json as it stands; where it was deleted or torn since this store wrote it, as it was written. */
async function currentSweep(files: RunFiles, last: SweepRecord | null): Promise<SweepRecord | null> {
  try {
    return (await readSweep(files)) ?? last;
  } catch (error) {
    if (last !== null && error instanceof HeddleError && error.code === 'format') return last;
    throw error;
  }
}

/** `held`, then what `given` has beyond it: a writer with an old copy of the list cannot shorten it. */
function union(held: readonly TestRead[], given: readonly TestRead[]): TestRead[] {
  const key = (read: TestRead): string => JSON.stringify([read.time, read.trial, read.command]);
  const known = new Set(held.map(key));
  return [...held, ...given.filter((read) => !known.has(key(read)))];
}

/** Little-endian float32 as numbers: `count` of them, where that is known. */
function numbersOf(where: string, bytes: Uint8Array | null, count: number | undefined): Float32Array {
  if (bytes === null || bytes.length % 4 !== 0 || (count !== undefined && bytes.length !== 4 * count)) {
    const many = count === undefined ? '' : `${count} numbers, `;
    throw new HeddleError(bytes === null ? 'file' : 'format', {
      where,
      expected: `the predictions of the epoch whose weights were kept, ${many}4 bytes each`,
      received: bytes === null ? 'no such file' : `${bytes.length} bytes`,
      hint: 'restore the file, or train the trial again.',
    });
  }
  return littleEndianFloats(bytes);
}

/** What says that a selection was made; leaderboard.json goes last, since it says so to readers. */
const SELECTED = [NAMES.test, NAMES.testPredictions, NAMES.selection, NAMES.audit, NAMES.leaderboard];

/** Copies all of it before anything is removed, so that whoever is stopped here can begin again. */
async function reopen(files: RunFiles): Promise<void> {
  const times = await timesReopened(files);
  if (times === 0 || !(await isAside(files, beforeExtension(times)))) {
    const folder = beforeExtension(times + 1);
    for (const name of SELECTED) {
      const held = await files.read(name);
      if (held !== null) await files.write(`${folder}/${name}`, held);
    }
  }
  for (const name of SELECTED) await files.remove(name);
}

/** Whether all that is left of a selection has been copied to a folder: then it is being taken back, and was not made anew. */
async function isAside(files: RunFiles, folder: string): Promise<boolean> {
  for (const name of SELECTED) {
    const held = await files.read(name);
    if (held !== null && !sameBytes(held, await files.read(`${folder}/${name}`))) return false;
  }
  return true;
}

const sameBytes = (a: Uint8Array, b: Uint8Array | null): boolean =>
  b !== null && a.length === b.length && a.every((byte, i) => byte === b[i]);

const beforeExtension = (count: number): string => `before-extension-${count}`;

/** How often a selection was taken back. */
async function timesReopened(files: RunFiles): Promise<number> {
  let count = 0;
  while ((await files.read(`${beforeExtension(count + 1)}/${NAMES.leaderboard}`)) !== null) count++;
  return count;
}

async function foldersAside(files: RunFiles): Promise<string[]> {
  // Where nothing had been selected yet, the first folder has trials alone.
  const last = Math.max(1, await timesReopened(files));
  const folders: string[] = [];
  for (let count = 1; count <= last; count++)
    folders.push(...(await files.folders(`${beforeExtension(count)}/${NAMES.trials}`)));
  return folders;
}

/** Figures first, so that a report never links to one that is not there yet. */
async function writeReport(files: RunFiles, report: ReportFiles): Promise<void> {
  for (const [name, svg] of Object.entries(report.figures)) {
    await files.write(`${NAMES.figures}/${plainName(`${files.location}, figure`, name)}`, svg);
  }
  await files.write(NAMES.markdown, report.markdown);
  await files.write(NAMES.html, report.html);
}

async function readRun(files: RunFiles): Promise<RunRecord> {
  const sweep = await readSweep(files);
  if (sweep === null) throw notARun(files.location);
  const trials: RunTrial[] = [];
  for (const folder of await files.folders(NAMES.trials)) {
    const trial = await readTrial(files, folder);
    if (trial !== null) trials.push(trial);
  }
  trials.sort((a, b) => a.record.index - b.record.index || (a.folder < b.folder ? -1 : 1));
  const selection = await readJson<SelectionRecord>(files, NAMES.selection, parseSelectionRecord);
  const audit = await readJson<AuditRecord>(files, NAMES.audit, parseAuditRecord);
  const run: RunRecord = {
    sweep,
    trials,
    leaderboard: await readJson<readonly LeaderboardEntry[]>(files, NAMES.leaderboard, parseLeaderboard),
    test: await readJson<TestRecord>(files, NAMES.test, parseTestRecord),
    ...(selection === null ? {} : { selection }),
    ...(audit === null ? {} : { audit }),
  };
  checkRun(files.location, run);
  return run;
}

/** One trial, or null for a folder that a crash left empty. */
async function readTrial(files: RunFiles, folder: string): Promise<RunTrial | null> {
  const path = `${NAMES.trials}/${folder}`;
  const record = await readJson<TrialRecord>(files, `${path}/${NAMES.trial}`, parseTrialRecord);
  const metrics = await files.read(`${path}/${NAMES.metrics}`);
  if (record === null && metrics === null) return null;
  if (record === null) {
    throw new HeddleError('format', {
      where: `${files.location}/${path}/${NAMES.trial}`,
      expected: `the trial that ${NAMES.metrics} beside it belongs to`,
      received: 'no such file',
      hint: 'restore the file, or remove the trial folder.',
    });
  }
  const where = `${files.location}/${path}/${NAMES.metrics}`;
  const lines = metrics === null ? [] : parseLines(new TextDecoder().decode(metrics), where);
  const epochs: EpochRecord[] = lines.map(({ line, value }) => parseEpochRecord(value, `${where}:${line}`));
  const trial = { folder, record, epochs };
  checkEpochs(files.location, trial);
  return trial;
}

const readSweep = (files: RunFiles): Promise<SweepRecord | null> => readJson(files, NAMES.sweep, parseSweepRecord);

async function writeJson(files: RunFiles, path: string, record: unknown): Promise<void> {
  await files.write(path, `${jsonText(`${files.location}/${path}`, record, 2)}\n`);
}

async function readJson<Record>(
  files: RunFiles,
  path: string,
  parse: (value: unknown, where: string) => Record,
): Promise<Record | null> {
  const bytes = await files.read(path);
  if (bytes === null) return null;
  const where = `${files.location}/${path}`;
  const text = new TextDecoder().decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new HeddleError('format', {
      where,
      expected: 'JSON',
      received: describe(text),
      hint: 'the file is damaged or was not written by Heddle: restore it, or train again.',
      cause,
    });
  }
  return parse(value, where);
}

function notARun(location: string): HeddleError {
  return new HeddleError('file', {
    where: location,
    expected: `a run folder, with ${NAMES.sweep} in it`,
    received: `no ${NAMES.sweep}`,
    hint: 'give the folder that a sweep made; `heddle runs` lists them.',
  });
}
