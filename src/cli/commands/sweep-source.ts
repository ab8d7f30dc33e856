import {
  applyOverrides,
  type Dataset,
  HeddleError,
  parseExperiment,
  pathText,
  type RunStore,
  type SweepRecord,
  standardKinds,
  type WasmMemory,
} from '../../index.ts';
import type { PlacedSweep } from '../../sweep-file/index.ts';
import type { Output } from '../output.ts';
import { checkCommand } from './check-command.ts';
import { loadFor, loadForRun } from './load-for.ts';
import { locateRun } from './locate-run.ts';
import { locateSweep, readSweep } from './locate-sweep.ts';
import { overridesOf, type TrainingOptions } from './training-options.ts';

/** What is to be trained, on which data, and the run that goes on, if one does. */
export interface SweepSource {
  readonly sweep: PlacedSweep;
  readonly dataset: Dataset;
  readonly resumed: { readonly store: RunStore; readonly record: SweepRecord } | null;
}

/**
 * A sweep by its name or file, or by the run that `--resume` names; with both, the run is to be one of that sweep.
 *
 * @param memory where rows are to lie that can
 * @throws HeddleError `usage` for neither, for `--extend` without `--resume`, or for a run that the other command began; others as reading
 * sweeps and data.
 */
export async function sweepSource(
  sweep: string | undefined,
  options: TrainingOptions,
  output: Output,
  command: 'sweep' | 'train',
  memory: WasmMemory,
): Promise<SweepSource> {
  if (options.resume === undefined) {
    if (options.extend === true) throw wrongUsage('--extend', '--resume <run> beside it', 'neither run nor folder');
    if (sweep === undefined) throw wrongUsage('command', 'a sweep, or --resume <run>', 'neither');
    const located = locateSweep(sweep);
    const placed = readSweep(located, overridesOf(options));
    return {
      sweep: placed,
      dataset: await loadFor(placed.spec, options, { builtIn: located.builtIn, memory }, output),
      resumed: null,
    };
  }
  const store = await locateRun(options.resume, options.out);
  const record = await store.readSweep();
  checkCommand(store.location, record, command);
  const placed =
    sweep === undefined ? recordedSweep(record, options) : readSweep(locateSweep(sweep), overridesOf(options));
  // What was said of the data when the run began still holds.
  const dataset = { ...(await loadForRun(record, { ...options, memory }, output)), notice: record.dataset.notice };
  return { sweep: placed, dataset, resumed: { store, record } };
}

/** The sweep that a run has recorded, with the changes that options ask for. */
function recordedSweep({ spec }: SweepRecord, options: TrainingOptions): PlacedSweep {
  const { value } = applyOverrides(parseExperiment(spec, standardKinds), overridesOf(options), standardKinds);
  return { spec: parseExperiment(value, standardKinds), where: ({ path }) => `sweep.json, ${pathText(path)}` };
}

function wrongUsage(where: string, expected: string, received: string): HeddleError {
  return new HeddleError('usage', { where, expected, received, hint: 'add --help for what is possible.' });
}
