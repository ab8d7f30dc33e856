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
