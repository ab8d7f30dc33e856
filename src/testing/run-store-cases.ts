// What every run store must do, whatever it keeps files in: cases to run over an empty store each. A case throws when
// the store fails it; call them from any test runner.

import { canonicalJson, HeddleError } from '../core/index.ts';
import type { AuditRecord, RunRecord, SelectionRecord, SweepRecord, TrialRecord } from '../record/index.ts';
import type { RunStore } from '../store/index.ts';

/** One thing a run store must do. */
export interface RunStoreCase {
  /** A sentence: what holds. */
  readonly name: string;
  /**
   * @param store empty, used by this case alone
   * @param run a finished run with two trials or more
   */
  check(store: RunStore, run: RunRecord): Promise<void>;
}

/** Writes a whole run, as an experiment does: the sweep first, the leaderboard and test last. */
export async function writeRun(store: RunStore, run: RunRecord): Promise<void> {
  await store.writeSweep(run.sweep);
  for (const { folder, record, epochs } of run.trials) {
    await store.writeTrial(folder, record);
    for (const epoch of epochs) await store.appendEpoch(folder, epoch);
  }
  if (run.leaderboard !== null) await store.writeLeaderboard(run.leaderboard);
  if (run.test !== null) await store.writeTest(run.test);
  if (run.selection !== undefined) await store.writeSelection(run.selection);
  if (run.audit !== undefined) await store.writeAudit(run.audit);
}

/** The run's sweep.json before the sweep has ended: a finished one must have its leaderboard. */
const begun = ({ sweep }: RunRecord): SweepRecord => ({ ...sweep, finished: null });

/** trial.json before the trial has ended: a finished one must have its epochs. */
const running = (record: TrialRecord): TrialRecord => ({ ...record, status: 'running' });

function same(what: string, found: unknown, wanted: unknown): void {
  const [a, b] = [canonicalJson(found), canonicalJson(wanted)];
  if (a === b) return;
  let at = 0;
  while (a[at] === b[at]) at++;
  throw new Error(`${what} differs at character ${at}: ${a.slice(at, at + 60)} instead of ${b.slice(at, at + 60)}`);
}

async function refused(what: string, attempt: () => Promise<unknown>, code: string, part: string): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof HeddleError && error.code === code && error.message.includes(part)) return;
    throw error;
  }
  throw new Error(`${what} was not refused`);
}

/** The cases. */
export const runStoreCases: readonly RunStoreCase[] = [
  {
    name: 'a run that was written is read back equal',
    async check(store, run) {
      await writeRun(store, run);
      same('the run', await store.read(), run);
    },
  },
  {
    name: 'a run is readable from its first file on',
    async check(store, run) {
      const sweep = begun(run);
      await store.writeSweep(sweep);
      same('the run', await store.read(), { sweep, trials: [], leaderboard: null, test: null });
      const { folder, record } = run.trials[0];
      await store.writeTrial(folder, running(record));
      const { trials } = await store.read();
      same('the trials', trials, [{ folder, record: running(record), epochs: [] }]);
    },
  },
  {
    name: 'a finished trial without all its epochs is refused by name',
    async check(store, run) {
      const { folder, record, epochs } = run.trials[0];
      await store.writeSweep(begun(run));
      await store.writeTrial(folder, record);
      const file = `trials/${folder}/metrics.jsonl: expected the ${record.epochsTrained} epochs`;
      await refused('no epochs', () => store.read(), 'format', file);
      for (const epoch of epochs.slice(1)) await store.appendEpoch(folder, epoch);
      await refused('fewer epochs', () => store.read(), 'format', file);
    },
  },
  {
    name: 'a finished sweep without its leaderboard is refused by name',
    async check(store, run) {
      await store.writeSweep({ ...run.sweep, finished: run.sweep.started });
      await refused('reading', () => store.read(), 'format', 'leaderboard.json is missing');
    },
  },
  {
    name: 'trials are read in the order of their index, however they were written',
    async check(store, run) {
      await store.writeSweep(begun(run));
      for (const { folder, record } of [...run.trials].reverse()) await store.writeTrial(folder, running(record));
      const { trials } = await store.read();
      const order = trials.map((trial) => trial.record.index);
      same('the order', order, [...run.trials.keys()]);
    },
  },
  {
    name: 'a file written again holds only the new content',
    async check(store, run) {
      await writeRun(store, run);
      const { folder, record } = run.trials[0];
      await store.writeTrial(folder, { ...record, message: null });
      const { trials } = await store.read();
      same('the message', trials[0].record.message, null);
    },
  },
  {
    name: 'readings of the test rows are appended in order, even when several are added at once',
    async check(store, run) {
      await store.writeSweep({ ...begun(run), testReads: [] });
      const reads = [1, 2, 3].map((n) => ({
        time: run.sweep.started,
        trial: run.trials[0].folder,
        command: `read ${n}`,
      }));
      await Promise.all(reads.map((read) => store.addTestRead(read)));
      same('testReads', (await store.read()).sweep.testReads, reads);
    },
  },
  {
    name: 'writing the sweep again keeps the readings of the test rows that it does not list',
    async check(store, run) {
      const read = { time: run.sweep.started, trial: run.trials[0].folder, command: 'an earlier reading' };
      await store.writeSweep({ ...begun(run), testReads: [] });
      await store.addTestRead(read);
      const later = { ...read, command: 'a later reading' };
      await store.writeSweep({ ...begun(run), testReads: [later] });
      same('testReads', (await store.read()).sweep.testReads, [read, later]);
    },
  },
  {
    name: 'a model comes back byte for byte, and is its own copy',
    async check(store, run) {
      const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
      await store.writeModel(run.trials[0].folder, bytes);
      const before = Array.from(bytes);
      bytes.fill(0);
      same('the model', Array.from(await store.readModel(run.trials[0].folder)), before);
    },
  },
  {
    name: 'how sure the choice is, and what an audit found, are read back',
    async check(store, run) {
      const interval = { value: 0.5, low: 0.25, high: 0.75 };
      const compared = { selection: interval, behind: null, withinNoise: null };
      const selection: SelectionRecord = {
        formatVersion: 1,
        ...run.sweep.selection,
        seed: run.sweep.seed,
        resamples: 2000,
        level: 0.95,
        trials: [{ trial: run.trials[0].folder, rows: 4, ...compared, accuracy: interval }],
        optimism: { candidates: 2, value: 0.5, expected: 0.25, optimism: 0.25 },
        test: null,
      };
      const check = { id: 'one-split', claim: 'All trials share one split', status: 'passed' } as const;
      const audit: AuditRecord = {
        formatVersion: 1,
        time: run.sweep.started,
        checks: [{ ...check, evidence: 'the hash is the same.', details: [] }],
      };
      const whole = { ...run, selection, audit };
      await writeRun(store, whole);
      same('the run', await store.read(), whole);
    },
  },
  {
    name: 'a selection is taken back, and a trial set aside, into one folder; no trace of either stays',
    async check(store, run) {
      await writeRun(store, run);
      const [{ folder, record }, ...others] = run.trials;
      await store.writeSweep(begun(run));
      await store.reopen();
      same('the folders aside', await store.foldersAside(), []);
      same('the place', await store.setAside(folder), `before-extension-1/trials/${folder}`);
      same('the folders aside', await store.foldersAside(), [folder]);
      const { trials, leaderboard, test } = await store.read();
      same('the run', { trials, leaderboard, test }, { trials: others, leaderboard: null, test: null });
      await store.writeTrial('099-next', { ...running(record), index: 99 });
      await store.writeLeaderboard([]);
      await store.reopen();
      same('the second place', await store.setAside('099-next'), 'before-extension-2/trials/099-next');
      same('the folders aside', await store.foldersAside(), [folder, '099-next']);
    },
  },
  {
    name: 'validation predictions come back bit for bit',
    async check(store, run) {
      const { folder } = run.trials[0];
      const values = Float32Array.of(0.1, -0, 1e-45, 3.4028234663852886e38);
      await store.writeValidationPredictions(folder, values);
      const read = await store.readValidationPredictions(folder);
      same('the bits', Array.from(new Uint32Array(read.buffer)), Array.from(new Uint32Array(values.buffer)));
      const other = run.trials[1].folder;
      const file = `trials/${other}/validation-predictions.bin`;
      await refused('a missing file', () => store.readValidationPredictions(other), 'file', file);
    },
  },
  {
    name: 'a model that was never written is refused by name',
    check: (store, run) =>
      refused(
        'the model',
        () => store.readModel(run.trials[0].folder),
        'file',
        `trials/${run.trials[0].folder}/model.safetensors`,
      ),
  },
  {
    name: 'a place without a sweep is no run',
    async check(store, run) {
      await refused('reading', () => store.read(), 'file', 'a run folder, with sweep.json in it');
      const read = { time: run.sweep.started, trial: run.trials[0].folder, command: 'x' };
      await refused('a test read', () => store.addTestRead(read), 'file', 'a run folder, with sweep.json in it');
    },
  },
  {
    name: 'a folder name that leads out of the run is refused',
    async check(store, run) {
      for (const folder of ['..', '../000-model', 'a/b', 'a\\b', '.hidden', '', 'a\u0000b']) {
        await refused(
          JSON.stringify(folder),
          () => store.writeTrial(folder, run.trials[0].record),
          'file',
          'a plain name',
        );
        await refused(JSON.stringify(folder), () => store.readModel(folder), 'file', 'a plain name');
      }
      const figures = { '../x.svg': '<svg/>' };
      await refused('the figure', () => store.writeReport({ html: '', markdown: '', figures }), 'file', 'a plain name');
    },
  },
  {
    name: 'a number that JSON cannot hold is refused, naming its field',
    async check(store, run) {
      const { folder, epochs } = run.trials[0];
      const bad = { ...epochs[0], trainLoss: Number.NaN };
      await refused('NaN', () => store.appendEpoch(folder, bad), 'format', 'field trainLoss: expected a finite number');
    },
  },
];
