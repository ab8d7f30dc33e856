import { evaluateTrial, type Profile, standardKinds, type TrialEvaluation } from '../../index.ts';
import { createEngine, findBlas } from '../../node/index.ts';
import { commandLine } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { quantityText } from '../format/number-text.ts';
import { createOutput, type Output, type OutputOptions, printable } from '../output.ts';
import { evaluationLines } from '../view/evaluation-lines.ts';
import { bannerLines } from '../view/sweep-lines.ts';
import { styleOf } from '../view/view-for.ts';
import { loadForRun } from './load-for.ts';
import { locateRun } from './locate-run.ts';

/** The options of `heddle evaluate`. */
export interface EvaluateOptions extends OutputOptions {
  readonly out: string;
  readonly split: 'validation' | 'test';
  readonly trial?: string;
  readonly afterSelection?: boolean;
  readonly dataDir?: string;
}

/** `heddle evaluate`: a saved network on the validation or the test rows, class by class. */
export async function evaluateCommand(run: string, options: EvaluateOptions): Promise<ExitCode> {
  const output = createOutput(options);
  const store = await locateRun(run, options.out);
  const { sweep } = await store.read();
  const dataset = await loadForRun(sweep, options, output);
  const { profile, notices: without } = profileFor(sweep.profile.used);
  const engine = await createEngine({ profile });
  try {
    const evaluation = await evaluateTrial({
      store,
      kinds: standardKinds,
      dataset,
      backend: engine.backends[0],
      split: options.split,
      trial: options.trial,
      afterSelection: options.afterSelection === true,
      command: commandLine(process.argv),
      time: new Date().toISOString(),
    });
    const notices = [...without, ...engine.notices];
    if (output.json) output.document({ runFolder: store.location, ...evaluation, notices });
    else output.lines([...notices, ...linesOf(evaluation, sweep.dataset.notice, output)]);
    return EXIT.done;
  } finally {
    await engine.close();
  }
}

/** The run's own profile; where that needs a BLAS and there is none, `fused`, which differs from it in rounding alone. */
function profileFor(used: string): { readonly profile: Profile; readonly notices: readonly string[] } {
  if (used !== 'fast' || 'blas' in findBlas()) return { profile: used as Profile, notices: [] };
  const notice = 'The run was computed with profile fast, and there is no BLAS here: evaluated with profile fused.';
  return { profile: 'fused', notices: [notice] };
}

function linesOf({ split, figures }: TrialEvaluation, notice: string | null, output: Output): string[] {
  const style = styleOf(output);
  return [
    ...(notice === null ? [] : bannerLines(printable(notice), style)),
    style.colours.bold(`${printable(figures.name)} on ${quantityText(figures.rows, `${split} row`)}`),
    ...evaluationLines(figures, split, style),
  ];
}
