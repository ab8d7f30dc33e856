import { readFile } from 'node:fs/promises';
import { HeddleError } from '../../index.ts';
import { checkDataset, fileError, writeWhole } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { createOutput, type OutputOptions } from '../output.ts';
import { statOf } from '../stat-of.ts';
import { checkupLines } from '../view/checkup-lines.ts';
import { shownPath } from '../view/ending.ts';
import { styleOf } from '../view/view-for.ts';
import { contactSheet, isContactSheet } from './contact-sheet.ts';
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
  if (typeof options.html === 'string') await checkPage(options.html);
  const { dataset, task, seed } = await datasetArgument(given, options);
  const { dataDir } = options;
  const checked = await shown(output, (onProgress) => checkDataset(dataset, { dataDir, task, seed, onProgress }));
  const { record } = checked;
  const page = options.html === true ? `${record.dataset.replace(/[^\w.-]/g, '_')}-checkup.html` : options.html;
  if (page !== undefined) {
    await checkPage(page);
    await writeWhole(page, contactSheet(checked));
  }
  if (output.json) output.document({ ...record, page: page ?? null });
  else {
    output.lines(checkupLines(record, styleOf(output)));
    if (page !== undefined) output.lines(['', `wrote ${shownPath(page)}`]);
  }
  return record.findings.some(({ level }) => level === 'error') ? EXIT.failed : EXIT.done;
}

/** Refuses a name that something other than a page of a check-up has: `--html` takes the next word, which may be a data file. */
async function checkPage(page: string): Promise<void> {
  if (page === '') {
    throw new HeddleError('usage', {
      where: '--html',
      expected: 'the path of a file to write',
      received: 'an empty text',
      hint: 'leave the path out for a file named after the data set.',
    });
  }
  const expected = 'a page of a check-up to write';
  const there = statOf(page, expected);
  if (there === null) return;
  const content = there.isFile()
    ? await readFile(page, 'latin1').catch((error: unknown) => {
        throw fileError(page, expected, error);
      })
    : '';
  if (isContactSheet(content)) return;
  throw new HeddleError('usage', {
    where: `--html ${page}`,
    expected: 'a name that is free, or a page that heddle data wrote',
    received: there.isFile() ? 'a file of something else' : 'something else of that name',
    hint: '--html takes the word behind it: name the data set first, or choose another name.',
  });
}
