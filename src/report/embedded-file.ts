// Files inside the page: gzip, then base64, which is what an HTML element can hold.

import { sha256Hex } from '../core/index.ts';

/**
 * What an embedded file is for: the chosen model; the test set as a pair of IDX files (features and labels), or as one
 * safetensors file (`rows`) where it is not made of bytes and classes.
 */
export type FileRole = 'model' | 'features' | 'labels' | 'rows';

/** A file to embed. */
export interface PlainFile {
  readonly role: FileRole;
  /** As a person would call it: `model.safetensors`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a page says of a file. */
export interface EmbeddedFacts {
  readonly role: FileRole;
  readonly name: string;
  /** Bytes of the file itself. */
  readonly bytes: number;
  /** Characters that it takes in the page; null for a file that is named but left out. */
  readonly packedBytes: number | null;
  /** Of the file itself. */
  readonly sha256: string;
}

/** A file ready to be embedded, or only to be named. */
export interface EmbeddedFile extends EmbeddedFacts {
  /** base64 of the gzip of the bytes; null for a file that is left out. */
  readonly packed: string | null;
}

/** Packs a file for a page. */
export async function embedFile({ role, name, bytes }: PlainFile): Promise<EmbeddedFile> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  const packed = base64Of(new Uint8Array(await new Response(stream).arrayBuffer()));
  return { role, name, bytes: bytes.length, packedBytes: packed.length, sha256: sha256Hex(bytes), packed };
}

/** A file that a page names but does not hold, so that a reader's own copy can be told to be the same. */
export function nameFile({ role, name, bytes }: PlainFile): EmbeddedFile {
  return { role, name, bytes: bytes.length, packedBytes: null, sha256: sha256Hex(bytes), packed: null };
}

/** What is said of a file, without its content. */
export function factsOfFile({ role, name, bytes, packedBytes, sha256 }: EmbeddedFile): EmbeddedFacts {
  return { role, name, bytes, packedBytes, sha256 };
}

const DIGITS = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = '='.charCodeAt(0);

/** Bytes as base64 (RFC 4648): six bits a digit. Millions of bytes at a time, for which `btoa` would need a text of them first. */
export function base64Of(bytes: Uint8Array): string {
  const { length } = bytes;
  const text = new Uint8Array(4 * Math.ceil(length / 3));
  let to = 0;
  for (let at = 0; at < length; at += 3, to += 4) {
    // Bytes behind the last read as 0.
    const bits = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
    text[to] = DIGITS[bits >> 18];
    text[to + 1] = DIGITS[(bits >> 12) & 63];
    text[to + 2] = DIGITS[(bits >> 6) & 63];
    text[to + 3] = DIGITS[bits & 63];
  }
  const missing = (3 - (length % 3)) % 3;
  text.fill(PADDING, text.length - missing);
  return new TextDecoder().decode(text);
}
