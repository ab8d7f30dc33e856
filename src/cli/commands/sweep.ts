// From a command line to a finished run: sweep file -> data -> plan -> engine -> run folder -> training -> report.
// Whatever can be wrong is found before the first step: nothing is written until the engine has started.

import { basename, join } from 'node:path';
import {
  createWasmMemory,
  type Dataset,
  type ErrorCode,
  type ExperimentPlan,
  type ExperimentResult,
  type ExperimentSpec,
  factsOf,
  HeddleError,
  type Profile,
  planExperiment,
  runExperiment,
  selectTrial,
  standardKinds,
} from '../../index.ts';
import {
  createDiskStore,
  createEngine,
  type Engine,
  type HeldRun,
  holdRun,
  removeEmptyRun,
  runTime,
} from '../../node/index.ts';
import type { PlacedSweep } from '../../sweep-file/index.ts';
import { collectGarbage } from '../collect-garbage.ts';
import { commandLine, environmentRecord } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { interruptible } from '../interruption.ts';
import { checkMemory } from '../memory-check.ts';
import { createOutput, type Output } from '../output.ts';
import type { EventFiles } from '../tensorboard/event-files.ts';
import { endedLines } from '../view/ending.ts';
import { planDocument, planLines } from '../view/plan-lines.ts';
import { bannerLines } from '../view/sweep-lines.ts';
import { styleOf, viewFor } from '../view/view-for.ts';
import { writeAudit } from './audit.ts';
import { profileCommand } from './profile-kernels.ts';
import { resumeCommand } from './resume-command.ts';
import { sweepSource } from './sweep-source.ts';
import { type Shares, sharesOf, type TrainingOptions } from './training-options.ts';
import { type ReportedDataset, writeReport } from './write-report.ts';

/** `heddle sweep`: trains every trial, chooses the best, tests it, writes the report. */
export async function sweepCommand(sweep: string | undefined, options: TrainingOptions): Promise<ExitCode> {
  return run(sweep, options, { name: 'sweep', narrowed: (plan) => plan.spec, test: true });
}

/** `heddle train`: the same for one trial of a sweep. Nothing was chosen, so the test rows stay unread until `heddle evaluate`. */
export async function trainCommand(
  sweep: string | undefined,
  options: TrainingOptions & { readonly trial?: string },
): Promise<ExitCode> {
  const { trial, jobs } = options;
  if (jobs !== undefined) throw oneAtATime(jobs);
  if (trial === undefined && (sweep !== undefined || options.resume === undefined)) throw withoutTrial();
  const narrowed = (plan: ExperimentPlan): ExperimentSpec =>
    trial === undefined ? plan.spec : selectTrial(plan, trial);
  return run(sweep, options, { name: 'train', narrowed, test: false });
}

function withoutTrial(): HeddleError {
  const parts = { expected: 'the model, or the whole name of the trial', received: 'nothing' };
  return new HeddleError('usage', { where: '--trial', ...parts, hint: '--dry-run lists the trials of a sweep.' });
}

function oneAtATime(jobs: number): HeddleError {
  const hint = 'leave it out; --threads says how many threads the trial has.';
  const parts = { expected: 'options of one trial', received: String(jobs), hint };
  return new HeddleError('usage', { where: '--jobs', ...parts });
}

/** What sets the two commands apart. */
interface Command {
  readonly name: 'sweep' | 'train';
  readonly narrowed: (plan: ExperimentPlan) => ExperimentSpec;
  /** Whether the selected trial is tested. */
  readonly test: boolean;
}

/** What the command line asks for. */
interface Request {
  readonly options: TrainingOptions;
  readonly command: Command;
  readonly output: Output;
}

/** A run that is trained and audited. It holds no rows but the test set's: what was trained in is free again. */
interface Trained {
  readonly held: HeldRun;
  readonly result: ExperimentResult;
  readonly dataset: ReportedDataset;
  /** What an interruption ends the program with. */
  readonly exitCode: ExitCode;
}

async function run(sweep: string | undefined, options: TrainingOptions, command: Command): Promise<ExitCode> {
  const request = { options, command, output: createOutput(options) };
  const trained = await trainedRun(sweep, request);
  if (typeof trained === 'number') return trained;
  const { held } = trained;
  try {
    await collectGarbage(); // the engine's memory
    return await sayingHowToGoOn(held.store.location, request, () => ended(trained, request));
  } finally {
    await held.release();
  }
}

/** Everything but the report; what the program ends with where nothing is to be trained. */
async function trainedRun(sweep: string | undefined, request: Request): Promise<Trained | ExitCode> {
  const { options, command, output } = request;
  const memory = createWasmMemory({ shared: true });
  const { sweep: asked, dataset, resumed } = await sweepSource(sweep, options, output, command.name, memory);
  const plan = planFor(asked, dataset, command.narrowed);
  const shares = sharesOf(options, plan.trials.length);
  if (options.dryRun === true) return showPlan(plan, shares, dataset, output);
  if (options.profileKernels === true)
    return profileCommand({ spec: plan.spec, trial: plan.trials[0].name, dataset }, options, shares, output);

  await collectGarbage(); // what unpacking the data left
  checkMemory(plan, dataset, shares, process.availableMemory());
  const profile = options.profile ?? (resumed?.record.profile.used as Profile | undefined);
  const engine = await createEngine({ profile, memory, ...shares });
  try {
    const { location } = resumed?.store ?? (await createDiskStore(options.out, plan.spec.name, runTime(new Date())));
    const events = await eventsFor(options.tensorboard, location);
    const training = { ...request, spec: plan.spec, dataset, engine, events };
    return await sayingHowToGoOn(location, request, () => trainedIn(location, training));
  } finally {
    await engine.close();
  }
}

/** Does what may leave a run behind; where it fails, a run that was begun is gone on with by the command that is printed. */
async function sayingHowToGoOn<Result>(
  location: string,
  request: Request,
  body: () => Promise<Result>,
): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    const begun = !(await removeEmptyRun(location));
    if (begun && error instanceof HeddleError && LEAVING.includes(error.code)) {
      const { output, options, command } = request;
      const toGoOn = resumeCommand(location, options, command.name);
      output.lines([styleOf(output).colours.yellow(`To go on: ${toGoOn}`)]);
    }
    throw error;
  }
}

/** Errors after which a run can go on where it was left. */
const LEAVING: readonly ErrorCode[] = ['file', 'worker', 'format', 'checksum'];

/** Trains in a run folder, and audits what came of it. The folder stays held. */
async function trainedIn(location: string, whole: Omit<Training, 'held'>): Promise<Trained> {
  const held = await holdRun(location);
  try {
    const { dataset, engine, events } = whole;
    const { result, exitCode } = await train({ ...whole, held });
    await events?.written();
    if (!result.interrupted) await writeAudit({ store: held.store, data: dataset, engine });
    const { sha256, test, raw } = dataset;
    return { held, result, dataset: { sha256, test, raw }, exitCode };
  } catch (error) {
    await held.release();
    throw error;
  }
}

function planFor(
  { spec: whole, where }: PlacedSweep,
  dataset: Dataset,
  narrowed: (plan: ExperimentPlan) => ExperimentSpec,
): ExperimentPlan {
  const plan = planExperiment(whole, factsOf(dataset), standardKinds, where);
  const spec = narrowed(plan);
  return spec === plan.spec ? plan : planExperiment(spec, factsOf(dataset), standardKinds, where);
}

function showPlan(plan: ExperimentPlan, shares: Shares, dataset: Dataset, output: Output): ExitCode {
  const style = styleOf(output);
  if (output.json) output.document(planDocument(plan, shares));
  else {
    const banner = dataset.notice === null ? [] : bannerLines(dataset.notice, style);
    output.lines([...banner, ...planLines(plan, shares, style)]);
  }
  return EXIT.done;
}

/** What training takes. */
interface Training extends Request {
  readonly spec: ExperimentSpec;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly held: HeldRun;
  /** Files for TensorBoard; null where they were not asked for. */
  readonly events: EventFiles | null;
}

/** `--tensorboard` alone writes into the run folder, with a folder into one of the run's name in that. */
async function eventsFor(asked: string | true | undefined, runFolder: string): Promise<EventFiles | null> {
  if (asked === undefined) return null;
  const { eventFiles } = await import('../tensorboard/event-files.ts');
  const folder = asked === true ? join(runFolder, 'tensorboard') : join(asked, basename(runFolder));
  return eventFiles(folder, () => Date.now() / 1000);
}

async function train(training: Training): Promise<Pick<Trained, 'result' | 'exitCode'>> {
  const { spec, dataset, engine, held, output, options, command, events } = training;
  const { store } = held;
  const view = viewFor(output);
  const style = styleOf(output);
  const yellow = (line: string): string => style.colours.yellow(line);
  const toGoOn = `To go on: ${resumeCommand(store.location, options, command.name)}`;
  const interruption = interruptible(
    () => view.note([yellow('Stopping. Press Ctrl+C again to end at once.')]),
    () => {
      view.note([yellow('Interrupted: two seconds are over, the last checkpoints count.'), yellow(toGoOn)]);
      view.close();
    },
  );
  try {
    if (dataset.notice !== null) view.note(bannerLines(dataset.notice, style));
    for (const notice of [...engine.notices, ...(held.notice === null ? [] : [held.notice])])
      view.note([yellow(notice)]);
    const result = await runExperiment({
      spec,
      kinds: standardKinds,
      dataset,
      engine,
      store,
      environment: environmentRecord(),
      command: commandLine(process.argv),
      begunBy: command.name,
      now: () => performance.now(),
      clock: () => new Date().toISOString(),
      onEvent(event) {
        view.onEvent(event);
        events?.onEvent(event);
      },
      signal: interruption.signal,
      test: command.test,
      resume: options.resume === undefined ? undefined : { extend: options.extend === true },
      checkpointEvery: options.checkpointEvery === undefined ? undefined : 1000 * options.checkpointEvery,
    });
    return { result, exitCode: interruption.exitCode() };
  } finally {
    view.close();
    interruption.release();
  }
}

async function ended({ held, result, dataset, exitCode }: Trained, request: Request): Promise<ExitCode> {
  const { output, options, command } = request;
  const { location, leaderboard, selected, test } = result;
  const record = await held.store.read();
  // An interruption is to end at once: `heddle report` writes what there is.
  const { embed } = options;
  const notices = result.interrupted ? [] : await writeReport({ store: held.store, record, embed, dataset });
  if (output.json) output.document({ runFolder: location, leaderboard, selected, test });
  const resume = resumeCommand(location, options, command.name);
  const lines = { result, record, choosing: command.test, resume };
  if (!output.json || !output.quiet) output.lines(endedLines(lines, styleOf(output)));
  output.lines(notices);
  if (result.interrupted) return exitCode;
  return result.failed > 0 ? EXIT.failed : EXIT.done;
}
