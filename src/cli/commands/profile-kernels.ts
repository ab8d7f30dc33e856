// heddle train --profile-kernels: where the time of a step goes. Nothing is trained to an end, and nothing is written.

import { type Dataset, type ExperimentSpec, profileTrial, standardKinds } from '../../index.ts';
import { createEngine } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { quantityText } from '../format/number-text.ts';
import { type Output, printable } from '../output.ts';
import { kernelLines } from '../view/kernel-table.ts';
import type { Shares, TrainingOptions } from './training-options.ts';

/** Steps that are timed: some seconds of a large network. */
const STEPS = 30;

/** Profiles the first trial of a sweep and prints the table, or the document. */
export async function profileCommand(
  { spec, trial, dataset }: { readonly spec: ExperimentSpec; readonly trial: string; readonly dataset: Dataset },
  { profile }: Pick<TrainingOptions, 'profile'>,
  { threads }: Shares,
  output: Output,
): Promise<ExitCode> {
  const engine = await createEngine({ profile, jobs: 1, threads });
  try {
    const now = (): number => performance.now();
    const found = await profileTrial({ spec, kinds: standardKinds, dataset, engine, steps: STEPS, now });
    const used = engine.profile.used;
    if (output.json) output.document({ trial, dataset: dataset.id, profile: used, threads, ...found });
    else {
      const what = `  ${printable(trial)} on ${dataset.id}, ${used}, ${quantityText(threads, 'thread')}`;
      output.lines([...engine.notices, output.colours.bold('Kernels of a step'), what, '', ...kernelLines(found)]);
    }
    return EXIT.done;
  } finally {
    await engine.close();
  }
}
