import { HeddleError } from '../../index.ts';
import { checkDataset, writeWhole } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { createOutput, type OutputOptions } from '../output.ts';
import { checkupLines } from '../view/checkup-lines.ts';
import { shownPath } from '../view/ending.ts';
import { styleOf } from '../view/view-for.ts';
import { contactSheet } from './contact-sheet.ts';
import { type DatasetArgumentOptions, datasetArgument } from './dataset-argument.ts';
import { shown } from './load-for.ts';

/** The options of `heddle data`. */
export interface DataOptions extends OutputOptions, DatasetArgumentOptions {
  readonly dataDir?: string;
  /** Where to write the page: true for a name made of that of the data set. */
  readonly html?: string | true;
}

/** `heddle data`: the check-up of a data set. It fails where training would refuse the data. */
export async function dataCommand(given: readonly string[], options: DataOptions): Promise<ExitCode> {
  const output = createOutput(options);
  const { dataset, task, seed } = await datasetArgument(given, options);
  const { dataDir } = options;
  const checked = await shown(output, (onProgress) => checkDataset(dataset, { dataDir, task, seed, onProgress }));
  const { record } = checked;
  const page = options.html === true ? `${record.dataset.replace(/[^\w.-]/g, '_')}-checkup.html` : options.html;
  if (page === '') {
    throw new HeddleError('usage', {
      where: '--html',
      expected: 'the path of a file to write',
      received: 'an empty text',
      hint: 'leave the path out for a file named after the data set.',
    });
  }
  if (page !== undefined) await writeWhole(page, contactSheet(checked));
  if (output.json) output.document({ ...record, page: page ?? null });
  else {
    output.lines(checkupLines(record, styleOf(output)));
    if (page !== undefined) output.lines(['', `wrote ${shownPath(page)}`]);
  }
  return record.findings.some(({ level }) => level === 'error') ? EXIT.failed : EXIT.done;
}
