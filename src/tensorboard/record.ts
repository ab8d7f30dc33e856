// The record files of TensorFlow: each record is
//
//   length       8 bytes, little-endian
//   masked CRC   4 bytes, of the length
//   data         `length` bytes
//   masked CRC   4 bytes, of the data

import { maskedCrc32c } from './crc32c.ts';

/** One record. */
export function recordOf(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}
