// What the page and its worker say to each other.

import type { ConfusionMatrix } from '../../record/index.ts';
import type { FileRole } from '../../report/index.ts';

/** A file as the page holds it: packed (base64 of gzip) where it was embedded, plain where the reader gave it. */
export interface GivenFile {
  readonly role: FileRole;
  readonly name: string;
  readonly packed?: string;
  readonly bytes?: Uint8Array;
}

/** A model that was loaded. */
export interface LoadedModel {
  /** Of the weights as they were read. */
  readonly fingerprint: string;
  readonly sha256: string;
  /** The arithmetic that this browser uses. */
  readonly profile: string;
  readonly input: readonly number[];
  /** What bytes are multiplied by; null for a model of other numbers. */
  readonly scale: number | null;
  readonly classNames: readonly string[] | null;
}

/** Test rows that were loaded: enough to show them. */
export interface LoadedRows {
  readonly rows: number;
  readonly shape: readonly number[];
  /** rows x shape: bytes, or other numbers. */
  readonly values: Uint8Array | Float32Array;
  /** Null for a regression. */
  readonly labels: Int32Array | null;
  readonly files: readonly { readonly name: string; readonly role: FileRole; readonly sha256: string }[];
}

/** What the model said of the test rows. */
export interface Tested {
  readonly rows: number;
  readonly loss: number;
  /** rows x outputs. */
  readonly predictions: Float32Array;
  /** Of the predictions, as test-predictions.bin holds them. */
  readonly predictionsSha256: string;
  readonly confusion: ConfusionMatrix | null;
  readonly rmse: number | null;
  readonly mae: number | null;
  readonly r2: number | null;
  /** Milliseconds that it took. */
  readonly milliseconds: number;
}

/** The requests of the proof's worker, each with its answer. */
export interface ProofCalls {
  /** Loads a model; `profile` is the arithmetic of the run. */
  model(request: { readonly file: GivenFile; readonly profile: string }): LoadedModel;
  /** Loads the test rows, as the model takes them. */
  rows(request: { readonly files: readonly GivenFile[] }): LoadedRows;
  /** Runs the model over the test rows. */
  test(request: { readonly batchSize: number }): Tested;
  /** Asks the model about one row, already scaled. */
  predict(request: { readonly features: Float32Array }): Float32Array;
}
