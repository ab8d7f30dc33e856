// CRC-32C (Castagnoli; RFC 3720, appendix B.4), bits reversed: polynomial 0x82f63b78. As record files use it, it is masked, so that a
// checksum over bytes that hold checksums stays a good one:
//
//   masked = rotate right (crc, 15) + 0xa282ead8

const POLYNOMIAL = 0x82f63b78;

/** One entry for each value of a byte. */
function tableOf(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc;
  });
}

const TABLE: Uint32Array = tableOf();

/**
 * The CRC-32C of bytes.
 *
 * @example
 * crc32c(new TextEncoder().encode('123456789')); // 0xe3069283
 */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** The masked CRC-32C of bytes. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
