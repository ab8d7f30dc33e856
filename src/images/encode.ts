import { encode } from 'fast-png';
import type { Picture } from './decode.ts';

/** A picture as the bytes of a PNG file. */
export function encodePicture({ width, height, channels, pixels }: Picture): Uint8Array {
  return encode({ width, height, channels, depth: 8, data: pixels });
}
