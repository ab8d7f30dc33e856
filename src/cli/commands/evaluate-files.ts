// A trained network on labelled files: model -> rows through its own preprocessing, a part at a time -> counts -> figures.

import {
  allRows,
  createEvaluator,
  evaluationFigures,
  type Figures,
  HeddleError,
  lossFromSpec,
  lossKinds,
  type Profile,
  placeTable,
} from '../../index.ts';
import { createEngine } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { quantityText } from '../format/number-text.ts';
import { createOutput, type OutputOptions, printable } from '../output.ts';
import { labelledRows } from '../rows/labelled-rows.ts';
import { confusionLines } from '../view/confusion-lines.ts';
import { evaluationLines } from '../view/evaluation-lines.ts';
import { styleOf } from '../view/view-for.ts';
import { type LocatedModel, locateModel, savedModelOf } from './locate-model.ts';
import { profileFor } from './profile-for.ts';

/** What evaluating files takes. */
export interface EvaluateFilesOptions extends OutputOptions {
  readonly out: string;
  readonly trial?: string;
  readonly delimiter?: string;
}

/** Rows read at a time, at least; parts are whole batches, for the same bits as of one pass. */
const PART = 4096;

/** `heddle evaluate <run or model> <files...>`: how right a trained network is on rows that a user has labelled. */
export async function evaluateFiles(
  source: string,
  files: readonly string[],
  options: EvaluateFilesOptions,
): Promise<ExitCode> {
  const output = createOutput(options);
  const located = await locateModel(source, options);
  const { figures, profile, notices } = await figuresOn(located, files, options);
  const { run, name } = located;
  if (output.json) {
    const model = run === null ? { model: source } : { runFolder: run.store.location, trial: run.trial };
    output.document({ ...model, name, files, figures, profile, notices });
    return EXIT.done;
  }
  const style = styleOf(output);
  const named = files.map((file) => (file === '-' ? 'standard input' : file)).join(', ');
  const title = `${name} on ${quantityText(figures.rows, 'row')} of ${named}`;
  output.lines([
    ...notices,
    style.colours.bold(printable(title)),
    ...evaluationLines(figures, '', style),
    ...confusionLines(figures, style),
  ]);
  return EXIT.done;
}

async function figuresOn(
  located: LocatedModel,
  files: readonly string[],
  { delimiter }: EvaluateFilesOptions,
): Promise<{ readonly figures: Figures; readonly profile: string; readonly notices: readonly string[] }> {
  const saved = savedModelOf(located);
  const { model, tensors, classNames } = saved;
  const loss = lossFromSpec(`${located.where}, loss`, saved.loss, lossKinds);
  const { profile, notices } = located.run === null ? { notices: [] } : profileFor(located.run.profile);
  const engine = await createEngine({ profile });
  const [backend] = engine.backends;
  const batchSize = located.run?.batchSize ?? 1024;
  const rows = batchSize * Math.ceil(PART / batchSize);
  let evaluator: ReturnType<typeof createEvaluator> | null = null;
  try {
    for await (const table of labelledRows(saved, files, { rows, delimiter })) {
      const placed = placeTable(backend.memory, table);
      try {
        const every = allRows(placed);
        evaluator ??= createEvaluator({ model, loss, tensors, backend, batchSize, mostRows: rows });
        for (let first = 0; first < table.rows; first += rows)
          checkAnswers(await evaluator.add({ placed, rows: every.rows.subarray(first, first + rows) }), files);
      } finally {
        placed.release();
      }
    }
    if (evaluator === null) throw new TypeError('labelled files always have a row');
    const figures = evaluationFigures(evaluator.figures(), classNames);
    return { figures, profile: engine.profile.used satisfies Profile, notices: [...notices, ...engine.notices] };
  } finally {
    evaluator?.close();
    await engine.close();
  }
}

/** Figures of answers that are no numbers would be none either. */
function checkAnswers(answers: Float32Array, files: readonly string[]): void {
  const wrong = answers.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return;
  throw new HeddleError('data', {
    where: files.join(' '),
    expected: 'answers that float32 can hold',
    received: String(wrong),
    hint: 'look at the rows, whose numbers may be far from those that the network was trained on; heddle predict names the first such row.',
  });
}
