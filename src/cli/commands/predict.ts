// From raw rows to answers: model -> rows of a file, a batch at a time -> its own preprocessing -> network -> lines. However
// long a file is, one batch is in memory.

import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { encodeFeatures, rowBatches } from '../../csv/index.ts';
import { decodePicture, fitPicture } from '../../images/index.ts';
import {
  answeredNumber,
  HeddleError,
  type ImagePreprocessing,
  selectedEntry,
  type TablePreprocessing,
} from '../../index.ts';
import { csvSource } from '../../node/index.ts';
import { type LoadedPredictor, loadPredictor } from '../../predict/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { createOutput, type OutputOptions } from '../output.ts';
import { type AnswerFormat, type AnswerRow, answerWriter } from '../view/answer-writer.ts';
import { locateRun } from './locate-run.ts';

/** The options of `heddle predict`. */
export interface PredictOptions extends OutputOptions {
  readonly out: string;
  readonly trial?: string;
  readonly format?: AnswerFormat;
  readonly delimiter?: string;
}

/** Rows or pictures answered at a time. */
const BATCH = 1024;

/** `heddle predict`: what a trained network says of rows of CSV files, or of pictures. */
export async function predictCommand(
  model: string,
  files: readonly string[],
  options: PredictOptions,
): Promise<ExitCode> {
  const output = createOutput(options);
  const predictor = await loadPredictor(await modelBytes(model, options), { batchSize: BATCH });
  try {
    const { classNames, preprocessing } = predictor;
    const format = output.json ? 'json' : (options.format ?? 'table');
    const writer = answerWriter(format, classNames, files.length > 1 && preprocessing.kind !== 'image', process.stdout);
    await writer.begin();
    if (preprocessing.kind === 'image') await answerPictures(predictor, preprocessing, files, writer.row);
    else if (preprocessing.kind === 'table') {
      for (const file of files) await answerRows(predictor, preprocessing, file, options.delimiter, writer.row);
    } else {
      throw new HeddleError('usage', {
        where: model,
        expected: 'a network that was trained on a table or on pictures, whose preprocessing it carries',
        received: `one that takes rows of ${preprocessing.kind}`,
        hint: 'predict with it through the library: loadPredictor of heddle/predict.',
      });
    }
    await writer.end();
    return EXIT.done;
  } finally {
    predictor.close();
  }
}

/** The bytes of a model file, or of the model of a run: the chosen one, or the trial that is named. */
async function modelBytes(model: string, { out, trial }: PredictOptions): Promise<Uint8Array> {
  if (existsSync(model) && statSync(model).isFile()) return readFile(model);
  const store = await locateRun(model, out);
  const run = await store.read();
  const wanted =
    trial ?? selectedEntry(run.leaderboard)?.trial ?? (run.trials.length === 1 ? run.trials[0].folder : null);
  const named = run.trials.filter(({ folder, record }) => folder === wanted || record.name === wanted);
  const matching = named.length > 0 ? named : run.trials.filter(({ record }) => record.modelName === wanted);
  if (matching.length === 1) return store.readModel(matching[0].folder);
  throw new HeddleError('usage', {
    where: wanted === null ? `run ${store.location}` : `--trial ${wanted}`,
    expected: wanted === null ? 'a run that has selected a trial' : 'exactly one trial of the run',
    received:
      wanted === null
        ? 'one that has not'
        : `a name that ${matching.length === 0 ? 'none has' : `${matching.length} have`}`,
    hint: `name one with --trial:\n  ${run.trials.map(({ folder, record }) => `${folder}: ${record.name}`).join('\n  ')}`,
  });
}

type Take = (row: AnswerRow) => Promise<void>;

async function answerRows(
  predictor: LoadedPredictor,
  preprocessing: TablePreprocessing,
  file: string,
  delimiter: string | undefined,
  take: Take,
): Promise<void> {
  const source = file === '-' ? { name: 'standard input', chunks: process.stdin } : csvSource(file);
  const { target } = preprocessing;
  for await (const { raw, first } of rowBatches(source, preprocessing, { rows: BATCH, delimiter: delimiter ?? null })) {
    const outputs = await predictor.predict(encodeFeatures(raw, preprocessing).values);
    const answers = target.kind === 'number' ? outputs.map((output) => answeredNumber(output, target)) : outputs;
    for (let i = 0; i < raw.rows; i++) {
      const values = answers.subarray(i * predictor.outputs, (i + 1) * predictor.outputs);
      await take({ file: source.name, row: String(first + i + 1), values });
    }
  }
}

async function answerPictures(
  predictor: LoadedPredictor,
  preprocessing: ImagePreprocessing,
  files: readonly string[],
  take: Take,
): Promise<void> {
  for (const file of files) {
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new HeddleError('file', {
        where: file,
        expected: 'a PNG or JPEG file',
        received: 'none that can be read',
        hint: 'check the path; pictures are given one by one, such as pets/*.png.',
        cause,
      });
    });
    const pixels = fitPicture(decodePicture(bytes, file), preprocessing);
    const scale = Math.fround(preprocessing.scale);
    const values = await predictor.predict(Float32Array.from(pixels, (byte) => Math.fround(byte * scale)));
    await take({ file: basename(file), row: basename(file), values });
  }
}
