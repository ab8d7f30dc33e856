// Files inside the page: gzip, then base64, which is what an HTML element can hold.

import { base64Of, sha256Hex } from '../core/index.ts';

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
