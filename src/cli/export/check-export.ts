// Whether an exported file may be handed over: how far its answers are from the model's, and what smaller weights cost.

import {
  AGREEMENT,
  type Agreement,
  agreementOf,
  HeddleError,
  type ModelOutput,
  type WeightPrecision,
} from '../../index.ts';
import type { Trial } from './export-format.ts';
import type { ExportSample } from './export-sample.ts';

/** Loss of accuracy (of R2 in a regression) that smaller weights may cost. */
const LARGEST_LOSS = 0.01;

/** What was found. */
export interface Checked {
  /** Null where nothing here can run the file. */
  readonly agreement: Agreement | null;
  /** Null where rows have no known answer, or nothing ran. */
  readonly accuracy: { readonly model: number; readonly file: number } | null;
  readonly checkedWith: string;
}

/**
 * Compares what a file answered with what the model answers.
 *
 * @throws HeddleError `model` for float32 weights that do not agree, or smaller ones that cost more than a point of accuracy.
 */
export function checkExport(
  trial: Trial,
  sample: ExportSample,
  output: ModelOutput,
  { weights, force }: { readonly weights: WeightPrecision; readonly force: boolean },
): Checked {
  if (trial.answers === null) return { agreement: null, accuracy: null, checkedWith: trial.reason };
  const { answers, targets, rows } = sample;
  const agreement = agreementOf(answers, trial.answers, output.size);
  const checkedWith = trial.with;
  const scored = (of: Float32Array): number => scoreOf(of, targets as Float32Array, output);
  const accuracy = targets === null ? null : { model: scored(answers), file: scored(trial.answers) };
  const scale =
    output.kind === 'probabilities' ? 1 : answers.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  if (weights === 'float32') {
    if (agreement.worstDifference <= AGREEMENT * scale && (output.classNames === null || agreement.otherClass === 0))
      return { agreement, accuracy, checkedWith };
    throw new HeddleError('model', {
      where: `the exported file, run by ${checkedWith}`,
      expected: `the answers of the model on ${rows} ${sample.rowsAre}, to ${AGREEMENT * scale}`,
      received: `a difference of ${agreement.worstDifference} in row ${agreement.worstRow}`,
      hint: 'nothing was written: the file would not be this model. This is a fault in Heddle: please report it.',
    });
  }
  if (!force) checkLoss(accuracy, weights, sample);
  return { agreement, accuracy, checkedWith };
}

function checkLoss(accuracy: Checked['accuracy'], weights: string, { rows, rowsAre }: ExportSample): void {
  if (accuracy === null) {
    throw new HeddleError('usage', {
      where: `--weights ${weights}`,
      expected: 'a run, whose rows say what smaller weights cost',
      received: 'a model file alone',
      hint: 'export from the run, or add --force.',
    });
  }
  const lost = accuracy.model - accuracy.file;
  if (lost <= LARGEST_LOSS) return;
  throw new HeddleError('model', {
    where: `--weights ${weights}`,
    expected: `at most ${100 * LARGEST_LOSS} point less accuracy`,
    received: `${(100 * lost).toFixed(2)} points less (${accuracy.model.toFixed(4)} to ${accuracy.file.toFixed(4)} on ${rows} ${rowsAre})`,
    hint: 'nothing was written: take float16 or float32, or add --force.',
  });
}

/** Accuracy of a classifier, R2 of other answers. */
function scoreOf(answers: Float32Array, targets: ArrayLike<number>, { kind, size }: ModelOutput): number {
  if (kind === 'probabilities') {
    let right = 0;
    const rows = answers.length / size;
    for (let row = 0; row < rows; row++) {
      const own = answers.subarray(row * size, (row + 1) * size);
      right += Number(own.indexOf(own.reduce((a, b) => Math.max(a, b))) === targets[row]);
    }
    return right / rows;
  }
  const mean = Array.from(targets).reduce((sum, value) => sum + value, 0) / targets.length;
  let [residual, total] = [0, 0];
  for (const [i, answer] of answers.entries()) {
    residual += (targets[i] - answer) * (targets[i] - answer);
    total += (targets[i] - mean) * (targets[i] - mean);
  }
  return total === 0 ? 0 : 1 - residual / total;
}
