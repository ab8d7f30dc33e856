import type { PortableModel, Provenance, WeightPrecision } from '../../index.ts';
import type { ExportSample } from './export-sample.ts';

/** A file to write: its ending, which follows the name the user chose, and its content. */
export interface ExportedFile {
  readonly ending: string;
  readonly content: Uint8Array | string;
}

/** What an export is made from. */
export interface ExportRequest {
  readonly sample: ExportSample;
  readonly portable: PortableModel;
  readonly provenance: Provenance;
  readonly weights: WeightPrecision;
  /** The name of the files, without ending. */
  readonly stem: string;
  /** The ending of the first: one of the format's. */
  readonly ending: string;
}

/** What an exported file answered to the sample's rows; null answers where nothing here can run it, and why. */
export type Trial =
  | { readonly answers: Float32Array; readonly with: string }
  | { readonly answers: null; readonly reason: string };

/** A format that models are exported in. */
export interface ExportFormat {
  readonly name: string;
  /** In words: `ONNX, opset 17`. */
  readonly title: string;
  /** Endings that the first file may have; the first is the usual one. */
  readonly endings: readonly string[];
  /** Precisions it has; the first is the usual one. */
  readonly weights: readonly WeightPrecision[];
  /** The files; the first is the one the user names. */
  make(request: ExportRequest): readonly ExportedFile[];
  /** Runs what was made on the sample's rows. */
  run(files: readonly ExportedFile[], request: ExportRequest): Promise<Trial>;
  /** A few lines that use the files, as the user would type them. */
  usage(request: ExportRequest): readonly string[];
}
