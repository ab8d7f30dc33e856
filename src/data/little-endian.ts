/** Whether this machine stores the low byte of a number first, as all that run the engines Heddle supports do. */
const LITTLE_ENDIAN: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of numbers, low byte first, for hashing: a view where the machine stores them so, a copy elsewhere. */
export function littleEndianBytes(values: Uint8Array | Uint32Array | Int32Array | Float32Array): Uint8Array {
  if (LITTLE_ENDIAN || values.BYTES_PER_ELEMENT === 1)
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const words = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const swapped = new DataView(new ArrayBuffer(values.byteLength));
  for (let at = 0; at < values.byteLength; at += 4) swapped.setUint32(at, words.getUint32(at), true);
  return new Uint8Array(swapped.buffer);
}
