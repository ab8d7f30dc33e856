// The safetensors format (huggingface.co/docs/safetensors): an 8-byte little-endian length, a JSON header of that length naming each
// tensor's dtype, shape and byte range, then the bytes. Loading runs no code. Heddle writes F32 and reads F32 and F64; of the files of
// other programs it also reads halves and whole numbers.

import { describe, HeddleError, type Shape, sizeOf } from '../core/index.ts';
import type { NamedTensor } from '../model/index.ts';
import { fromBfloat16, fromFloat16 } from './float16.ts';

/** Tensors and the texts stored beside them. */
export interface SafetensorsFile {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: { readonly [name: string]: string };
}

/** Bytes of header that are accepted; the format's own limit. */
const LONGEST_HEADER = 100_000_000;

/** How the bytes of a dtype become numbers. */
interface Dtype {
  /** Bytes of a number. */
  readonly size: number;
  decode(bytes: Uint8Array): Float32Array | Float64Array;
}

type Dtypes = { readonly [name: string]: Dtype };

/** Bytes of their own, from the first on; the slice of a Node Buffer would share its memory. */
const copied = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** What Heddle writes: the bits come back. */
const EXACT: Dtypes = {
  F32: { size: 4, decode: (bytes) => new Float32Array(copied(bytes).buffer) },
  F64: { size: 8, decode: (bytes) => new Float64Array(copied(bytes).buffer) },
};

/** Numbers read one by one; float64 holds every one of them but whole numbers beyond 2^53. */
const numbers = (size: number, read: (view: DataView, at: number) => number): Dtype => ({
  size,
  decode(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Float64Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size));
  },
});

/** What other programs write weights as; functions, so that programs that read none of it are bundled without it. */
const floats = (): Dtypes => ({
  ...EXACT,
  F16: numbers(2, (view, at) => fromFloat16(view.getUint16(at, true))),
  BF16: numbers(2, (view, at) => fromBfloat16(view.getUint16(at, true))),
});

const floatsAndWhole = (): Dtypes => ({
  ...floats(),
  I64: numbers(8, (view, at) => Number(view.getBigInt64(at, true))),
  I32: numbers(4, (view, at) => view.getInt32(at, true)),
});

/**
 * Writes tensors and texts; the same input gives the same bytes.
 *
 * @param room gives that many bytes to write into; fresh ones unless given
 * @example
 * writeSafetensors({ tensors: [{ name: 'w', shape: [2], values: Float32Array.of(1, 2) }], metadata: {} });
 */
export function writeSafetensors(
  { tensors, metadata }: SafetensorsFile,
  room: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes),
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    const end = offset + values.byteLength;
    header[name] = { dtype: values instanceof Float64Array ? 'F64' : 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padding = (8 - (text.length % 8)) % 8;
  const bytes = room(8 + text.length + padding + offset);
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, BigInt(text.length + padding), true);
  bytes.set(text, 8);
  bytes.fill(0x20, 8 + text.length, 8 + text.length + padding);
  let at = 8 + text.length + padding;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file. Sizes are checked against the bytes before anything is copied, and every byte behind the header belongs to
 * one tensor, as the format asks.
 *
 * @param where the file's name, for errors
 * @throws HeddleError `format` saying what is wrong.
 */
export function readSafetensors(bytes: Uint8Array, where: string): SafetensorsFile {
  return readFile(bytes, where, () => EXACT, DAMAGED);
}

/**
 * Reads a safetensors file of another program: halves (F16, BF16) and whole numbers (I32, I64) become float64.
 *
 * @param where the file's name, for errors
 * @throws HeddleError `format` saying what is wrong.
 */
export function readForeignSafetensors(bytes: Uint8Array, where: string): SafetensorsFile {
  const dtypes = floatsAndWhole();
  return readFile(bytes, where, () => dtypes, CONVERT);
}

/**
 * As `readForeignSafetensors`, where whole numbers are refused: they are no weights.
 *
 * @param isCount whether a tensor of that name may be of whole numbers nevertheless
 * @throws HeddleError `format` saying what is wrong.
 */
export function readWeights(bytes: Uint8Array, where: string, isCount: (name: string) => boolean): SafetensorsFile {
  const [weights, counts] = [floats(), floatsAndWhole()];
  return readFile(bytes, where, (name) => (isCount(name) ? counts : weights), CONVERT);
}

const DAMAGED = 'the file is damaged, or no safetensors file.';
const CONVERT = 'convert the tensor before it is saved; in Python: tensor.float().';

/** @param dtypeHint what to do about a dtype that is not read */
function readFile(
  bytes: Uint8Array,
  where: string,
  dtypesOf: (name: string) => Dtypes,
  dtypeHint: string,
): SafetensorsFile {
  const wrong = (expected: string, received: string, hint: string = DAMAGED): HeddleError =>
    new HeddleError('format', { where, expected, received, hint });
  if (bytes.length < 8) throw wrong('at least 8 bytes', `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > Math.min(bytes.length - 8, LONGEST_HEADER))
    throw wrong(`a header within the ${bytes.length} bytes`, `one of ${length} bytes`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch (cause) {
    throw new HeddleError('format', {
      where,
      expected: 'a header of JSON',
      received: cause instanceof Error ? cause.message : String(cause),
      hint: DAMAGED,
      cause,
    });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw wrong('a header that is an object', describe(header));
  const data = bytes.subarray(8 + length);
  const found: FoundTensor[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = readMetadata(entry, wrong);
    else found.push(findTensor(name, entry, data, dtypesOf(name), wrong, dtypeHint));
  }
  // The tensors lie one behind the other, in any order, from the header to the end of the file.
  let at = 0;
  for (const { begin, end } of found.toSorted((a, b) => a.begin - b.begin || a.end - b.end))
    at = begin === at ? end : Number.NaN;
  if (at !== data.length) throw wrong('each byte in a tensor', 'gaps or overlaps');
  return { tensors: found.map(({ read }) => read()), metadata };
}

type Wrong = (expected: string, received: string, hint?: string) => HeddleError;

/** A tensor whose bytes are there, and of the size of its shape. */
interface FoundTensor {
  /** Where its bytes are, behind the header. */
  readonly begin: number;
  readonly end: number;
  read(): NamedTensor;
}

function readMetadata(entry: unknown, wrong: Wrong): Record<string, string> {
  const isText = (value: unknown): value is string => typeof value === 'string';
  if (typeof entry !== 'object' || entry === null || !Object.values(entry).every(isText))
    throw wrong('metadata of texts', describe(entry));
  return Object.fromEntries(Object.entries(entry) as [string, string][]);
}

function findTensor(
  name: string,
  entry: unknown,
  data: Uint8Array,
  dtypes: Dtypes,
  wrong: Wrong,
  dtypeHint: string,
): FoundTensor {
  const {
    dtype,
    shape,
    data_offsets: range,
  } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  const isSizes = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (typeof dtype !== 'string' || !Object.hasOwn(dtypes, dtype)) {
    const known = Object.keys(dtypes)
      .join(', ')
      .replace(/, (?=\w+$)/, ' or ');
    throw wrong(`tensor ${describe(name)} of dtype ${known}`, describe(dtype), dtypeHint);
  }
  if (!isSizes(shape) || !isSizes(range) || range.length !== 2)
    throw wrong(`a shape and a byte range of tensor ${describe(name)}`, describe(entry));
  const [begin, end] = range;
  const { size, decode } = dtypes[dtype];
  if (begin > end || end > data.length || end - begin !== sizeOf(shape) * size) {
    throw wrong(
      `${sizeOf(shape) * size} bytes of tensor ${describe(name)} within the ${data.length} there are`,
      `bytes ${begin} to ${end}`,
    );
  }
  return { begin, end, read: () => ({ name, shape: shape as Shape, values: decode(data.subarray(begin, end)) }) };
}
