import { join } from 'node:path';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { createOutput, type OutputOptions } from '../output.ts';
import { shownPath } from '../view/ending.ts';
import { locateRun } from './locate-run.ts';
import { writeReport } from './write-report.ts';

/** `heddle report`: writes the report of a run again, from its record alone. */
export async function reportCommand(run: string, options: OutputOptions & { readonly out: string }): Promise<ExitCode> {
  const output = createOutput(options);
  const store = await locateRun(run, options.out);
  await writeReport(store, await store.read());
  const files = ['report.html', 'report.md'].map((file) => join(store.location, file));
  if (output.json) output.document({ runFolder: store.location, files });
  else output.lines(files.map((file) => `wrote ${shownPath(file)}`));
  return EXIT.done;
}
