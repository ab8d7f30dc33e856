/** One line of exports.jsonl: a file made from a trial, and how it was checked. */
export interface ExportRecord {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The trial's folder name: `003-model_1`. */
  readonly trial: string;
  /** Of the weights that were exported. */
  readonly fingerprint: string;
  /** `onnx`, `js`, `pytorch` or `safetensors`. */
  readonly format: string;
  /** `float32`, `float16` or `int8`. */
  readonly weights: string;
  /** Names of the files. */
  readonly files: readonly string[];
  /** Rows it was compared on; 0 where nothing could run it. */
  readonly rows: number;
  /** Largest absolute difference of an answer; null where nothing could run it. */
  readonly worstDifference: number | null;
  /** Accuracy (R2 of a regression) on these rows minus that of the model itself, from -1 to 1; null where not measured. */
  readonly accuracyChange: number | null;
  /** The program that ran it: `Heddle's reader of ONNX`. */
  readonly checkedWith: string;
}
