// From a trained model to files that others read: find it -> answer rows with it -> make the files -> run them on the same rows ->
// write them, if they agree.

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  HeddleError,
  inTargetUnit,
  type PortableModel,
  portableModel,
  type RunStore,
  sampleTrial,
  standardKinds,
  suggestion,
  type WeightPrecision,
} from '../../index.ts';
import { createEngine, writeWhole } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type Checked, checkExport } from '../export/check-export.ts';
import type { ExportFormat, ExportRequest } from '../export/export-format.ts';
import { answersTo, drawnSample, type ExportSample, rawRows } from '../export/export-sample.ts';
import { fileTarget, refuseOthers, taken } from '../export/file-target.ts';
import { javascriptFormat } from '../export/javascript-format.ts';
import { onnxFormat } from '../export/onnx-format.ts';
import { pytorchFormat } from '../export/pytorch-format.ts';
import { safetensorsFormat } from '../export/safetensors-format.ts';
import { createOutput, type Output, type OutputOptions } from '../output.ts';
import { packageVersion } from '../package-info.ts';
import { removeEventFiles, writeEventFiles } from '../tensorboard/event-files.ts';
import { shownPath } from '../view/ending.ts';
import { exportLines } from '../view/export-lines.ts';
import { styleOf } from '../view/view-for.ts';
import { loadForRun } from './load-for.ts';
import { isModelFile, locateModel, savedModelOf } from './locate-model.ts';
import { locateRun } from './locate-run.ts';
import { noteIn } from './note-in.ts';
import { profileFor } from './profile-for.ts';

/** The options of `heddle export`. */
export interface ExportOptions extends OutputOptions {
  readonly out: string;
  readonly format: string;
  readonly to?: string;
  readonly trial?: string;
  readonly weights?: WeightPrecision;
  readonly force?: boolean;
  readonly overwrite?: boolean;
  readonly dataDir?: string;
}

const FORMATS: readonly ExportFormat[] = [onnxFormat, javascriptFormat, pytorchFormat, safetensorsFormat];

/** Rows that an export is compared on, at most. */
const ROWS = 2000;

/** `heddle export`: writes a trained network in a format that others read, compared with the network itself. */
export async function exportCommand(source: string, options: ExportOptions): Promise<ExitCode> {
  const output = createOutput(options);
  if (options.format === 'tensorboard') return exportEvents(source, options, output);
  const format = formatOf(options.format);
  const weights = weightsOf(format, options.weights);
  const { sample, store, profile, notices } = await sampleOf(source, options, output);
  const portable = portableModel(sample.saved);
  const { folder, ...target } = fileTarget(options.to, sample.name, format.endings, format.name === 'pytorch');
  const provenance = {
    name: sample.name,
    fingerprint: sample.saved.fingerprint,
    generatedBy: `Heddle ${packageVersion()}`,
  };
  const request: ExportRequest = { sample, portable, provenance, weights, ...target };
  const files = format.make(request);
  const paths = files.map(({ ending }) => join(folder, target.stem + ending));
  if (options.overwrite !== true) await refuseOthers(paths, files);
  const trial = await format.run(files, request);
  const checked = checkExport(trial, sample, portable.output, { weights, force: options.force === true });
  const write = async (): Promise<void> => {
    for (const [i, path] of paths.entries()) await writeWhole(path, files[i].content);
  };
  if (store === null) await write();
  else
    await noteIn(store, output, async (held) => {
      await write();
      await held.appendExport(recordOf(request, format, checked, paths));
    });
  const sizes = files.map(({ content }) => Buffer.byteLength(content));
  if (output.json) {
    const { rows } = sample;
    output.document({ format: format.name, weights, files: paths, sizes, rows, ...checked, profile, notices });
  } else if (output.quiet) output.lines(paths.map(shownPath));
  else output.lines([...notices, ...exportLines({ format, request, paths, sizes, checked }, styleOf(output))]);
  return EXIT.done;
}

/** A whole run for TensorBoard. It has no network to compare: the values are the record's own. */
async function exportEvents(source: string, options: ExportOptions, output: Output): Promise<ExitCode> {
  const store = await locateRun(source, options.out);
  const record = await store.read();
  const folder =
    options.to === undefined ? join(store.location, 'tensorboard') : join(options.to, basename(store.location));
  if (existsSync(folder) && options.overwrite !== true)
    throw taken(shownPath(folder), 'a folder that is there already');
  const write = async (): Promise<void> => {
    if (existsSync(folder)) await removeEventFiles(folder);
    await writeEventFiles(folder, record);
  };
  await (options.to === undefined ? noteIn(store, output, write) : write());
  const trials = record.trials.filter(({ epochs }) => epochs.length > 0).length;
  if (output.json) output.document({ format: 'tensorboard', folder, trials });
  else if (output.quiet) output.lines([shownPath(folder)]);
  else output.lines([`wrote ${shownPath(folder)}`, '', `  tensorboard --logdir ${shownPath(folder)}`]);
  return EXIT.done;
}

function formatOf(name: string): ExportFormat {
  const format = FORMATS.find((known) => known.name === name);
  if (format !== undefined) return format;
  const names = [...FORMATS.map((known) => known.name), 'tensorboard'];
  throw new HeddleError('usage', {
    where: `--format ${name}`,
    expected: names.join(', '),
    received: name,
    hint: suggestion(name, names),
  });
}

function weightsOf(format: ExportFormat, asked: WeightPrecision | undefined): WeightPrecision {
  const weights = asked ?? format.weights[0];
  if (format.weights.includes(weights)) return weights;
  throw new HeddleError('usage', {
    where: `--weights ${weights}`,
    expected: `${format.weights.join(', ')} for --format ${format.name}`,
    received: weights,
    hint: 'smaller weights are for --format js.',
  });
}

/** A model with rows that it has answered. */
interface Sampled {
  readonly sample: ExportSample;
  /** The run that it is of; null for a model file. */
  readonly store: RunStore | null;
  /** The arithmetic that answered. */
  readonly profile: string;
  readonly notices: readonly string[];
}

/** The model that a run folder or a model file holds, with rows it has answered. */
async function sampleOf(source: string, options: ExportOptions, output: Output): Promise<Sampled> {
  if (isModelFile(source)) {
    const located = await locateModel(source, options);
    const saved = savedModelOf(located);
    const portable: PortableModel = portableModel(saved);
    const engine = await createEngine({ threads: 1 });
    try {
      const sample = await drawnSample(located.name, saved, portable, engine);
      return { sample, store: null, profile: engine.profile.used, notices: engine.notices };
    } finally {
      await engine.close();
    }
  }
  const store = await locateRun(source, options.out);
  const { sweep } = await store.read();
  const dataset = await loadForRun(sweep, options, output);
  const { profile, notices } = profileFor(sweep.profile.used);
  const engine = await createEngine({ profile });
  try {
    const backend = engine.backends[0];
    const { trial, ...taken } = await sampleTrial({
      ...{ store, kinds: standardKinds, dataset },
      trial: options.trial,
      rows: ROWS,
    });
    const { folder, record } = trial;
    const { features, named } = rawRows(portableModel(taken.saved), taken.features);
    const answers = await answersTo(taken.saved, features, backend);
    const targets =
      taken.targets instanceof Float32Array ? inTargetUnit(taken.saved.preprocessing, taken.targets) : taken.targets;
    const sample = {
      ...taken,
      features,
      named,
      answers,
      targets,
      name: record.name,
      trial: folder,
      rowsAre: 'rows of the run',
    };
    return { sample, store, profile: engine.profile.used, notices: [...notices, ...engine.notices] };
  } finally {
    await engine.close();
  }
}

function recordOf(
  { sample, weights }: ExportRequest,
  format: ExportFormat,
  { agreement, accuracy, checkedWith }: Checked,
  paths: readonly string[],
) {
  return {
    time: new Date().toISOString(),
    trial: sample.trial ?? '',
    fingerprint: sample.saved.fingerprint,
    format: format.name,
    weights,
    files: paths.map((path) => basename(path)),
    rows: agreement?.rows ?? 0,
    worstDifference: agreement?.worstDifference ?? null,
    accuracyChange: accuracy === null ? null : accuracy.file - accuracy.model,
    checkedWith,
  };
}
