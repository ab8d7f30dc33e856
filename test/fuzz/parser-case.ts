import type fc from 'fast-check';

/** A parser as the fuzzer sees it: bytes in; a value that keeps its promises, or a refusal. */
export interface ParserCase {
  /** What is parsed, in words: `IDX`. */
  readonly name: string;
  /** Whole, valid inputs: what mutation starts from. Every one must be accepted. */
  readonly samples: readonly Uint8Array[];
  /** Pieces that mean something to this parser, for mutations to put in: keywords, signatures, hostile names. */
  readonly tokens?: readonly string[];
  /** Inputs that are valid by construction, or nearly so. */
  readonly built?: fc.Arbitrary<Uint8Array>;
  /**
   * Parses the input, and checks what it gave: its invariants, and that written again and read again it is the same.
   *
   * @throws HeddleError where the parser refuses the input: the only error that is not a finding
   */
  readonly accept: (input: Uint8Array) => void | Promise<void>;
}

/** A text as the bytes a parser gets. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The text of bytes; what is no UTF-8 becomes U+FFFD, as when a file is read as text. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
