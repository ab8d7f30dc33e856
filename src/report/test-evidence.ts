import { littleEndianFloats } from '../core/index.ts';
import { type Calibration, calibrationOf, confidentMistakes, type RowAnswer, rowAnswers } from './calibration.ts';

/** What the predictions of the test rows tell beyond the confusion matrix. */
export interface TestEvidence {
  /** The surest wrong answers, the surest first. */
  readonly mistakes: readonly RowAnswer[];
  readonly calibration: Calibration;
}

/** How many mistakes are shown. */
const MISTAKES = 12;

/**
 * The evidence of a classifier's test.
 *
 * @param predictions what test-predictions.bin holds: rows x classes probabilities
 * @param labels the true classes
 */
export function testEvidence(predictions: Uint8Array, labels: ArrayLike<number>): TestEvidence {
  const answers = rowAnswers(littleEndianFloats(predictions), labels);
  return { mistakes: confidentMistakes(answers, MISTAKES), calibration: calibrationOf(answers) };
}
