import { join } from 'node:path';
import { type Dataset, HeddleError, judgeRun, type RunRecord, type RunStore, standardKinds } from '../../index.ts';
import { commandLine } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { createOutput, type Output, type OutputOptions } from '../output.ts';
import { shownPath } from '../view/ending.ts';
import { loadForRun } from './load-for.ts';
import { locateRun } from './locate-run.ts';
import { noteIn } from './note-in.ts';
import { type Embed, writeReport } from './write-report.ts';

/** The options of `heddle report`. */
export interface ReportOptions extends OutputOptions {
  readonly out: string;
  readonly embed: Embed;
  readonly dataDir?: string;
}

/**
 * `heddle report`: writes the report of a run again: from its record, its model, and the test rows where they are found. A run of
 * before there was a selection.json gets it first, where its data are at hand.
 */
export async function reportCommand(run: string, options: ReportOptions): Promise<ExitCode> {
  const output = createOutput(options);
  const store = await locateRun(run, options.out);
  const notices: string[] = [];
  const before = await store.read();
  const isJudged = before.selection !== undefined || before.leaderboard === null;
  const dataset = before.test === null && isJudged ? null : await dataOf(before, options, output, notices);
  await noteIn(store, output, async (held) => {
    if (dataset !== null && before.test !== null) await noteReading(held, before);
    if (dataset !== null && !isJudged) notices.push(...(await judge(held, before, dataset)));
    const record = await held.read();
    notices.push(...(await writeReport({ store: held, record, embed: options.embed, dataset })));
  });
  const files = ['report.html', 'report.md'].map((file) => join(store.location, file));
  if (output.json) output.document({ runFolder: store.location, files, notices });
  else output.lines([...notices, ...files.map((file) => `wrote ${shownPath(file)}`)]);
  return EXIT.done;
}

/** The data of the run, or null with a notice where this machine lacks them or has others. */
async function dataOf(
  { sweep }: RunRecord,
  options: ReportOptions,
  output: Output,
  notices: string[],
): Promise<Dataset | null> {
  try {
    const dataset = await loadForRun(sweep, options, output);
    if (dataset.sha256 === sweep.dataset.sha256) return dataset;
    notices.push(
      `The report is written without test rows: the data set ${sweep.dataset.id} on this machine is not the one of the run (SHA-256 ${dataset.sha256}).`,
    );
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    notices.push(`The report is written without test rows: ${error.message}`);
  }
  return null;
}

/**
 * Test rows are read to be shown; that is written down like every other reading of them. The same command on the same trial shows
 * the same rows again, and is not a new reading.
 */
async function noteReading(store: RunStore, { sweep, test }: RunRecord): Promise<void> {
  const read = { time: new Date().toISOString(), trial: test?.trial ?? '', command: commandLine(process.argv) };
  const isKnown = sweep.testReads.some(({ trial, command }) => trial === read.trial && command === read.command);
  if (!isKnown) await store.addTestRead(read);
}

/** Writes how sure the choice is into a folder that does not say; answers in words what came of it. */
async function judge(store: RunStore, run: RunRecord, dataset: Dataset): Promise<string[]> {
  try {
    const selection = await judgeRun(store, run, dataset, standardKinds);
    if (selection === null) return [];
    await store.writeSelection(selection);
    return ['selection.json was missing: it was worked out from the predictions of the trials.'];
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    return [`The report does not say how sure the choice is: ${error.message}`];
  }
}
