// Numbers as bytes, low byte first, as files and hashes have them.

/** Whether this machine stores the low byte of a number first, as all that run the engines Heddle supports do. */
export const LITTLE_ENDIAN: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of numbers: a view where the machine stores them so, a copy elsewhere. */
export function littleEndianBytes(values: Uint8Array | Uint32Array | Int32Array | Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return LITTLE_ENDIAN || values.BYTES_PER_ELEMENT === 1 ? bytes : swapped(bytes);
}

/** The float32 numbers that bytes are, in an array of their own; up to three bytes behind the last whole one are left out. */
export function littleEndianFloats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 4));
  return new Float32Array((LITTLE_ENDIAN ? new Uint8Array(whole) : swapped(whole)).buffer);
}

/** A copy of words of four bytes, the last byte of each first. */
function swapped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const to = new DataView(new ArrayBuffer(bytes.length));
  for (let at = 0; at < bytes.length; at += 4) to.setUint32(at, from.getUint32(at), true);
  return new Uint8Array(to.buffer);
}
