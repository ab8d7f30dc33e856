// From raw rows to answers: model -> rows of a file, a batch at a time -> its own preprocessing -> network -> lines. However
// long a file is, one batch is in memory.

import { encodeFeatures, rowBatches } from '../../csv/index.ts';
import { HeddleError, picturePreprocessing, shapeText, type TablePreprocessing } from '../../index.ts';
import { type LoadedPredictor, loadPredictor } from '../../predict/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { widthOf } from '../format/text-width.ts';
import { createOutput, type OutputOptions, printable } from '../output.ts';
import { csvRows } from '../rows/csv-rows.ts';
import { pictureRows } from '../rows/picture-rows.ts';
import { sayError } from '../run-action.ts';
import { type AnswerFormat, type AnswerRow, answerWriter } from '../view/answer-writer.ts';
import { locateModel } from './locate-model.ts';

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
  const { bytes, where } = await locateModel(model, options);
  const predictor = await loadPredictor(bytes, { batchSize: BATCH, where });
  const { classNames, preprocessing } = predictor;
  const pictures = picturePreprocessing(preprocessing, predictor.model.input);
  const format = createOutput(options).json ? 'json' : (options.format ?? 'table');
  const several = files.length > 1 && pictures === null;
  const widest = Math.max(...files.map((file) => widthOf(printable(file))));
  const placeWidth = files.length > 1 || pictures !== null ? Math.max(12, widest + (several ? 6 : 0)) : 12;
  const writer = answerWriter(format, classNames, several, process.stdout, placeWidth);
  try {
    if (preprocessing.kind === 'table') {
      for (const file of files) await answerRows(predictor, preprocessing, file, options.delimiter, writer.row);
    } else if (pictures !== null) {
      for await (const { name, features } of pictureRows(files, pictures, BATCH))
        await answerEach(predictor, await predictor.predict(features), { name, placeOf: pictureOf(name) }, writer.row);
    } else throw withoutPreprocessing(model, predictor);
    await writer.end();
    return EXIT.done;
  } catch (error) {
    // Answers may have been printed: JSON is to stay one document.
    if (format !== 'json') throw error;
    const { document, exitCode } = sayError(error);
    await writer.fail(document);
    return exitCode;
  } finally {
    predictor.close();
  }
}

function withoutPreprocessing(where: string, { preprocessing, model }: LoadedPredictor): HeddleError {
  return new HeddleError('usage', {
    where,
    expected: 'a network that was trained on a table or on pictures, whose preprocessing it carries',
    received: `one that takes rows of ${preprocessing.kind} ${shapeText(model.input)}`,
    hint: 'predict with it through the library: loadPredictor of heddle/predict.',
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
  const source = csvRows(file);
  for await (const { raw, first } of rowBatches(source, preprocessing, { rows: BATCH, delimiter: delimiter ?? null })) {
    const answers = await predictor.predict(encodeFeatures(raw, preprocessing).values);
    const name = (i: number): RowName => ({ file: source.name, row: String(first + i + 1) });
    await answerEach(predictor, answers, { name, placeOf: (i) => `${source.name}:${raw.lines![i]}` }, take);
  }
}

type RowName = Omit<AnswerRow, 'values'>;

const pictureOf =
  (name: (i: number) => RowName) =>
  (i: number): string => {
    const { file, row } = name(i);
    return file === row ? file : `${file}, row ${row}`;
  };

/** Takes the answers one by one. An answer that is no number is an error with the place of its row. */
async function answerEach(
  { outputs }: LoadedPredictor,
  answers: Float32Array,
  { name, placeOf }: { readonly name: (i: number) => RowName; readonly placeOf: (i: number) => string },
  take: Take,
): Promise<void> {
  for (let i = 0; i < answers.length / outputs; i++) {
    const values = answers.subarray(i * outputs, (i + 1) * outputs);
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw notFinite(placeOf(i), wrong);
    await take({ ...name(i), values });
  }
}

/** The error of an answer that float32 cannot hold. */
function notFinite(where: string, received: number): HeddleError {
  return new HeddleError('data', {
    where,
    expected: 'an answer that float32 can hold',
    received: String(received),
    hint: 'look at the row: its numbers may be far from those that the network was trained on.',
  });
}
