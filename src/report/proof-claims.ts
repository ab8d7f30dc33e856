import type { RunRecord } from '../record/index.ts';
import type { EmbeddedFacts } from './embedded-file.ts';
import { chosenTrial } from './run-facts.ts';
import type { TestEvidence } from './test-evidence.ts';

/** What a page claims of its chosen model beyond the records: enough to recompute every test figure and to compare. */
export interface ProofClaims {
  /** The chosen trial's folder. */
  readonly trial: string;
  /** Of the kept weights. */
  readonly fingerprint: string;
  /** The arithmetic that the run used. */
  readonly profile: string;
  /** Rows of a batch, which fixes the order of the sums of the loss. */
  readonly batchSize: number;
  /** SHA-256 of test-predictions.bin, or null where there is none. */
  readonly predictionsSha256: string | null;
  /** What the page says of the predictions beyond test.json, or null. */
  readonly evidence: TestEvidence | null;
  /** The files inside the page. */
  readonly files: readonly EmbeddedFacts[];
}

/** The claims of a run's page; null where no model was chosen, so that there is nothing to prove. */
export function proofClaims(
  run: RunRecord,
  files: readonly EmbeddedFacts[],
  predictionsSha256: string | null,
  evidence: TestEvidence | null,
): ProofClaims | null {
  const chosen = chosenTrial(run);
  if (chosen === null || chosen.record.fingerprint === null) return null;
  const batchSize = Number(chosen.record.training['batchSize']);
  return {
    trial: chosen.folder,
    fingerprint: chosen.record.fingerprint,
    profile: run.sweep.profile.used,
    batchSize: Number.isSafeInteger(batchSize) && batchSize > 0 ? batchSize : 1024,
    predictionsSha256,
    evidence,
    files,
  };
}
