// What was recomputed beside what the page claims. Where the browser computes as the run did, bit for bit, every figure
// must be the same number. Where it cannot, a row may fall on the other side if its two likeliest classes are almost equally
// likely; as many rows may differ as are that close, and no more, and means may differ by one part in ten thousand.

import {
  accuracyOf,
  type ConfusionMatrix,
  f1Of,
  perClassFigures,
  type RunRecord,
  type TestRecord,
} from '../../record/index.ts';
import { calibrationOf, count, fixed, measured, type ProofClaims, rowAnswers } from '../../report/index.ts';
import type { LoadedModel, LoadedRows, Tested } from './messages.ts';

/** One thing that was compared. */
export interface Check {
  readonly name: string;
  readonly agrees: boolean;
  /** In words: what was compared and found, or the first difference. */
  readonly detail: string;
}

/** What the reader sees on the page, read back from it. */
export interface Shown {
  /** Figures by the claim they make: `accuracy`, as text. */
  readonly figures: readonly { readonly claim: string; readonly text: string }[];
  /** The cells of the test confusion matrix, or null where it is not shown. */
  readonly confusion: readonly (readonly string[])[] | null;
}

/** What was found on the reader's machine. */
export interface Found {
  readonly model: LoadedModel;
  readonly rows: LoadedRows | null;
  readonly tested: Tested | null;
}

/** Probabilities of the two likeliest classes closer than this may change places under another arithmetic. */
const CLOSE = 1e-4;

/** Whether the found arithmetic keeps the bits of the claimed one. */
export function sameBits(claims: ProofClaims, model: LoadedModel): boolean {
  return model.profile === claims.profile;
}

/** Everything that can be compared, in order; the first that does not agree is the difference to tell. */
export function compareClaims(run: RunRecord, claims: ProofClaims, shown: Shown, found: Found): Check[] {
  const { model, rows, tested } = found;
  const { test } = run;
  const exact = sameBits(claims, model);
  const checks = [fingerprintCheck(claims, model), ...fileChecks(claims, rows)];
  if (test === null || rows === null || tested === null) return checks;
  checks.push(...shownChecks(test, shown));
  checks.push(equal('Test rows', count(test.rows), count(tested.rows)));
  if (exact) checks.push(...predictionChecks(claims, tested));
  if (test.confusion !== undefined && tested.confusion !== null) {
    const spare = exact ? 0 : closeRows(tested);
    checks.push(confusionCheck(test.confusion, tested.confusion, run.sweep.dataset.classNames, spare));
    checks.push(...figureChecks(test, tested.confusion, exact ? 0 : spare / Math.max(1, tested.rows)));
  }
  const slack = exact ? 0 : 1e-4;
  for (const [name, claimed, value] of [
    ['Loss', test.loss, tested.loss],
    ['RMSE', test.rmse, tested.rmse],
    ['MAE', test.mae, tested.mae],
    ['R²', test.r2, tested.r2],
  ] as const) {
    if (claimed !== undefined && value !== null) checks.push(near(name, claimed, value, slack * Math.abs(claimed)));
  }
  checks.push(...calibrationChecks(claims, rows, tested, exact ? 0 : 0.001));
  return checks;
}

function fingerprintCheck({ fingerprint }: ProofClaims, model: LoadedModel): Check {
  return equal('Fingerprint of the model', fingerprint, model.fingerprint);
}

function fileChecks({ files }: ProofClaims, rows: LoadedRows | null): Check[] {
  return (rows?.files ?? []).flatMap((file) => {
    const claimed = files.find(({ role }) => role === file.role);
    return claimed === undefined ? [] : [equal(`SHA-256 of ${claimed.name}`, claimed.sha256, file.sha256)];
  });
}

/** How the page prints each figure. */
const PRINTED: { readonly [claim: string]: (test: TestRecord) => string } = {
  accuracy: (test) => fixed(test.accuracy),
  macroF1: (test) => fixed(test.macroF1),
  rmse: (test) => measured(test.rmse),
  r2: (test) => fixed(test.r2),
  loss: (test) => measured(test.loss),
};

/** That what the reader sees is what the page's record says. */
function shownChecks(test: TestRecord, { figures, confusion }: Shown): Check[] {
  const name = 'Figures as shown';
  for (const { claim, text } of figures) {
    const expected = PRINTED[claim]?.(test);
    if (expected !== undefined && expected !== text) {
      return [differs(name, `the page shows ${claim} ${text}, its record says ${expected}`)];
    }
  }
  if (confusion !== null && test.confusion !== undefined) {
    for (const [t, row] of test.confusion.entries()) {
      for (const [p, n] of row.entries()) {
        const text = confusion[t]?.[p];
        if (text !== String(n)) {
          return [
            differs(
              name,
              `the page shows ${text} in row ${t + 1}, column ${p + 1} of the matrix, its record says ${n}`,
            ),
          ];
        }
      }
    }
  }
  return [{ name, agrees: true, detail: 'every test figure on the page is the one in its record' }];
}

function predictionChecks({ predictionsSha256 }: ProofClaims, tested: Tested): Check[] {
  if (predictionsSha256 === null) return [];
  const name = 'Every predicted number';
  if (predictionsSha256 === tested.predictionsSha256) {
    return [{ name, agrees: true, detail: `${count(tested.predictions.length)} numbers, the same bits` }];
  }
  return [differs(name, `SHA-256 ${predictionsSha256} is claimed, ${tested.predictionsSha256} was computed`)];
}

/** Rows whose two likeliest classes are almost equally likely; one probability alone is that of the second of two. */
function closeRows({ predictions, rows }: Tested): number {
  const classes = predictions.length / rows;
  let close = 0;
  for (let row = 0; row < rows; row++) {
    let first = 0;
    let second = classes === 1 ? 1 - predictions[row] : 0;
    for (let c = 0; c < classes; c++) {
      const p = predictions[row * classes + c];
      if (p > first) [first, second] = [p, Math.max(first, second)];
      else if (p > second) second = p;
    }
    if (Math.abs(first - second) < CLOSE) close++;
  }
  return close;
}

function confusionCheck(
  claimed: ConfusionMatrix,
  computed: ConfusionMatrix,
  classNames: readonly string[] | null,
  spare: number,
): Check {
  const name = 'Confusion matrix';
  const label = (c: number): string => classNames?.[c] ?? String(c);
  let moved = 0;
  let first = '';
  for (let t = 0; t < claimed.length; t++) {
    for (let p = 0; p < claimed.length; p++) {
      const [n, m] = [claimed[t]?.[p] ?? 0, computed[t]?.[p] ?? 0];
      moved += Math.abs(n - m);
      if (n !== m && first === '') first = `${label(t)} predicted as ${label(p)}: the page claims ${n}, computed ${m}`;
    }
  }
  if (moved / 2 > spare) return differs(name, first);
  if (moved === 0)
    return { name, agrees: true, detail: `all ${count(claimed.length * claimed.length)} counts are the same` };
  return {
    name,
    agrees: true,
    detail: `${count(moved / 2)} ${moved === 2 ? 'row differs' : 'rows differ'}, which the other arithmetic allows: ${count(spare)} ${spare === 1 ? 'is' : 'are'} that close`,
  };
}

function figureChecks(test: TestRecord, confusion: ConfusionMatrix, slack: number): Check[] {
  const checks: Check[] = [];
  if (test.accuracy !== undefined) checks.push(near('Accuracy', test.accuracy, accuracyOf(confusion), slack));
  if (test.macroF1 !== undefined) checks.push(near('Macro-F1', test.macroF1, f1Of(confusion, 'macro'), 2 * slack));
  if (test.perClass !== undefined) checks.push(perClassCheck(test, confusion, slack));
  return checks;
}

function perClassCheck(test: TestRecord, confusion: ConfusionMatrix, slack: number): Check {
  const name = 'Class by class';
  const computed = perClassFigures(confusion);
  for (const [c, claimed] of (test.perClass ?? []).entries()) {
    for (const figure of ['precision', 'recall', 'f1', 'support'] as const) {
      const value = computed[c]?.[figure] ?? 0;
      const allowed = slack * confusion.length * (figure === 'support' ? test.rows : 2);
      if (Math.abs(value - claimed[figure]) > allowed) {
        return differs(name, `${figure} of ${claimed.label}: the page claims ${claimed[figure]}, computed ${value}`);
      }
    }
  }
  return { name, agrees: true, detail: 'precision, recall, F1 and support of every class' };
}

function calibrationChecks({ evidence }: ProofClaims, rows: LoadedRows, tested: Tested, slack: number): Check[] {
  if (evidence === null || rows.labels === null) return [];
  const { expectedCalibrationError } = calibrationOf(rowAnswers(tested.predictions, rows.labels));
  return [near('Calibration error', evidence.calibration.expectedCalibrationError, expectedCalibrationError, slack)];
}

function equal(name: string, claimed: string, computed: string): Check {
  if (claimed === computed) return { name, agrees: true, detail: claimed };
  return differs(name, `the page claims ${claimed}, computed ${computed}`);
}

function near(name: string, claimed: number, computed: number, slack: number): Check {
  if (Math.abs(claimed - computed) <= slack) return { name, agrees: true, detail: measured(computed) };
  return differs(name, `the page claims ${claimed}, computed ${computed}`);
}

const differs = (name: string, detail: string): Check => ({ name, agrees: false, detail });
