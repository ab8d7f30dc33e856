// From a command line to a finished run: sweep file -> data -> plan -> engine -> run folder -> training -> report.
// Whatever can be wrong is found before the first step: nothing is written until the engine has started.

import { basename, join } from 'node:path';
import {
  type Dataset,
  type ExperimentPlan,
  type ExperimentResult,
  type ExperimentSpec,
  factsOf,
  planExperiment,
  type RunStore,
  runExperiment,
  selectTrial,
  standardKinds,
} from '../../index.ts';
import { createDiskStore, createEngine, type Engine, runTime } from '../../node/index.ts';
import type { PlacedSweep } from '../../sweep-file/index.ts';
import { commandLine, environmentRecord } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { interruptible } from '../interruption.ts';
import { createOutput, type Output } from '../output.ts';
import { type EventFiles, eventFiles } from '../tensorboard/event-files.ts';
import { endedLines } from '../view/ending.ts';
import { planDocument, planLines } from '../view/plan-lines.ts';
import { bannerLines } from '../view/sweep-lines.ts';
import { styleOf, viewFor } from '../view/view-for.ts';
import { loadFor } from './load-for.ts';
import { locateSweep, readSweep } from './locate-sweep.ts';
import { profileCommand } from './profile-kernels.ts';
import { overridesOf, type Shares, sharesOf, type TrainingOptions } from './training-options.ts';
import { type Embed, writeReport } from './write-report.ts';

/** `heddle sweep`: trains every trial, chooses the best, tests it, writes the report. */
export async function sweepCommand(sweep: string, options: TrainingOptions): Promise<ExitCode> {
  return run(sweep, options, { narrowed: (plan) => plan.spec, test: true });
}

/** `heddle train`: the same for one trial of a sweep. Nothing was chosen, so the test rows stay unread until `heddle evaluate`. */
export async function trainCommand(
  sweep: string,
  options: TrainingOptions & { readonly trial: string },
): Promise<ExitCode> {
  return run(sweep, options, { narrowed: (plan) => selectTrial(plan, options.trial), test: false });
}

async function run(
  sweep: string,
  options: TrainingOptions,
  { narrowed, test }: { readonly narrowed: (plan: ExperimentPlan) => ExperimentSpec; readonly test: boolean },
): Promise<ExitCode> {
  const output = createOutput(options);
  const located = locateSweep(sweep);
  const whole = readSweep(located, overridesOf(options));
  const dataset = await loadFor(whole.spec, options, located.builtIn, output);
  const plan = planFor(whole, dataset, narrowed);
  const shares = sharesOf(options, plan.trials.length);
  if (options.dryRun === true) return showPlan(plan, shares, dataset, output);
  if (options.profileKernels === true)
    return profileCommand({ spec: plan.spec, trial: plan.trials[0].name, dataset }, options, shares, output);

  const engine = await createEngine({ profile: options.profile, ...shares });
  try {
    const store = await createDiskStore(options.out, plan.spec.name, runTime(new Date()));
    const events = eventsFor(options.tensorboard, store.location);
    const result = await trained({ spec: plan.spec, dataset, engine, store, output, test, events });
    await events?.written();
    return await ended(result, { store, dataset, embed: options.embed, output, test });
  } finally {
    await engine.close();
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
interface Training {
  readonly spec: ExperimentSpec;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly store: RunStore;
  readonly output: Output;
  /** Whether the selected trial is tested. */
  readonly test: boolean;
  /** Files for TensorBoard; null where they were not asked for. */
  readonly events: EventFiles | null;
}

/** `--tensorboard` alone writes into the run folder, with a folder into one of the run's name in that. */
function eventsFor(asked: string | true | undefined, runFolder: string): EventFiles | null {
  if (asked === undefined) return null;
  const folder = asked === true ? join(runFolder, 'tensorboard') : join(asked, basename(runFolder));
  return eventFiles(folder, () => Date.now() / 1000);
}

async function trained({ spec, dataset, engine, store, output, test, events }: Training): Promise<ExperimentResult> {
  const view = viewFor(output);
  const style = styleOf(output);
  const interruption = interruptible(() =>
    view.note([style.colours.yellow('Stopping. Press Ctrl+C again to end at once.')]),
  );
  try {
    if (dataset.notice !== null) view.note(bannerLines(dataset.notice, style));
    for (const notice of engine.notices) view.note([style.colours.yellow(notice)]);
    return await runExperiment({
      spec,
      kinds: standardKinds,
      dataset,
      engine,
      store,
      environment: environmentRecord(),
      command: commandLine(process.argv),
      now: () => performance.now(),
      clock: () => new Date().toISOString(),
      onEvent(event) {
        view.onEvent(event);
        events?.onEvent(event);
      },
      signal: interruption.signal,
      test,
    });
  } finally {
    view.close();
    interruption.release();
  }
}

/** What a run that has ended still needs. */
interface Ending extends Pick<Training, 'store' | 'dataset' | 'output' | 'test'> {
  readonly embed: Embed;
}

async function ended(
  result: ExperimentResult,
  { store, dataset, embed, output, test: choosing }: Ending,
): Promise<ExitCode> {
  const { location, leaderboard, selected, test } = result;
  const record = await store.read();
  const notices = await writeReport({ store, record, embed, dataset });
  if (output.json) output.document({ runFolder: location, leaderboard, selected, test });
  if (!output.json || !output.quiet) output.lines(endedLines({ result, record, choosing }, styleOf(output)));
  output.lines(notices);
  if (result.interrupted) return EXIT.interrupted;
  return result.failed > 0 ? EXIT.failed : EXIT.done;
}
