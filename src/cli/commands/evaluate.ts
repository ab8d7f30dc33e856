import { evaluateTrial, HeddleError, type RunStore, standardKinds, type TrialEvaluation } from '../../index.ts';
import { createEngine } from '../../node/index.ts';
import { commandLine } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { quantityText } from '../format/number-text.ts';
import { createOutput, type Output, type OutputOptions, printable } from '../output.ts';
import { confusionLines } from '../view/confusion-lines.ts';
import { evaluationLines } from '../view/evaluation-lines.ts';
import { bannerLines } from '../view/sweep-lines.ts';
import { styleOf } from '../view/view-for.ts';
import { evaluateFiles } from './evaluate-files.ts';
import { loadForRun } from './load-for.ts';
import { isModelFile } from './locate-model.ts';
import { locateRun } from './locate-run.ts';
import { noteIn } from './note-in.ts';
import { profileFor } from './profile-for.ts';

/** The options of `heddle evaluate`. */
export interface EvaluateOptions extends OutputOptions {
  readonly out: string;
  /** Of the run's own rows; validation unless given. */
  readonly split?: 'validation' | 'test';
  /** Of a CSV file: the character between cells. */
  readonly delimiter?: string;
  readonly trial?: string;
  readonly afterSelection?: boolean;
  readonly dataDir?: string;
}

/** `heddle evaluate`: a saved network on labelled files, or on the run's own validation or test rows. */
export async function evaluateCommand(
  source: string,
  files: readonly string[],
  options: EvaluateOptions,
): Promise<ExitCode> {
  if (files.length === 0) {
    if (isModelFile(source)) throw noRows(source);
    return evaluateOwnRows(source, options);
  }
  const ofRuns = {
    '--split': options.split,
    '--after-selection': options.afterSelection,
    '--data-dir': options.dataDir,
  };
  const [misplaced] = Object.entries(ofRuns).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (misplaced !== undefined) throw notWithFiles(misplaced, files);
  return evaluateFiles(source, files, options);
}

function noRows(source: string): HeddleError {
  return new HeddleError('usage', {
    where: source,
    expected: 'labelled files behind a model file, which has no rows of its own',
    received: 'none',
    hint: 'name a CSV file, a folder of pictures, or the IDX files of images and labels.',
  });
}

function notWithFiles(option: string, files: readonly string[]): HeddleError {
  return new HeddleError('usage', {
    where: option,
    expected: "either files, or an option for the run's own rows",
    received: `${option} and ${files.join(' ')}`,
    hint: `leave ${option} out to evaluate the files, or the files out to evaluate the run's own rows.`,
  });
}

async function evaluateOwnRows(run: string, options: EvaluateOptions): Promise<ExitCode> {
  const output = createOutput(options);
  const store = await locateRun(run, options.out);
  const { sweep } = await store.read();
  const dataset = await loadForRun(sweep, options, output);
  const { profile, notices: without } = profileFor(sweep.profile.used);
  const engine = await createEngine({ profile });
  try {
    const evaluated = (run: RunStore): Promise<TrialEvaluation> =>
      evaluateTrial({
        store: run,
        kinds: standardKinds,
        dataset,
        backend: engine.backends[0],
        split: options.split ?? 'validation',
        trial: options.trial,
        afterSelection: options.afterSelection === true,
        command: commandLine(process.argv),
        time: new Date().toISOString(),
      });
    // Reading test rows is written down; the validation rows are anyone's to read, at any time.
    const evaluation = await (options.split === 'test' ? noteIn(store, output, evaluated) : evaluated(store));
    const notices = [...without, ...engine.notices];
    if (output.json) output.document({ runFolder: store.location, ...evaluation, notices });
    else output.lines([...notices, ...linesOf(evaluation, sweep.dataset.notice, output)]);
    return EXIT.done;
  } finally {
    await engine.close();
  }
}

function linesOf({ split, figures }: TrialEvaluation, notice: string | null, output: Output): string[] {
  const style = styleOf(output);
  return [
    ...(notice === null ? [] : bannerLines(printable(notice), style)),
    style.colours.bold(`${printable(figures.name)} on ${quantityText(figures.rows, `${split} row`)}`),
    ...evaluationLines(figures, split, style),
    ...confusionLines(figures, style),
  ];
}
