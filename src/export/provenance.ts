/** What an exported file says about where it came from. */
export interface Provenance {
  /** The model's name: `model_3 learningRate=0.000625`. */
  readonly name: string;
  /** Of the weights: {@link fingerprintOf} the model's tensors. */
  readonly fingerprint: string;
  /** `Heddle 0.1.0`. */
  readonly generatedBy: string;
}
