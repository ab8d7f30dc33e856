import { listDatasets } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { createOutput, type OutputOptions } from '../output.ts';
import { datasetLines } from '../view/dataset-lines.ts';
import { styleOf } from '../view/view-for.ts';

/** `heddle datasets`: the data sets that can be asked for by name, and where each is. */
export async function datasetsCommand(options: OutputOptions & { readonly dataDir?: string }): Promise<ExitCode> {
  const output = createOutput(options);
  const datasets = await listDatasets({ dataDir: options.dataDir });
  if (output.json) output.document(datasets);
  else output.lines(datasets.flatMap((dataset) => datasetLines(dataset, styleOf(output))));
  return EXIT.done;
}
