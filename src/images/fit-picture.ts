// A picture of any size as the input of a network:
//
//   crop      the longer side loses evenly at both ends what the ratio of the input does not have
//   pad       the shorter side gains black evenly at both ends
//   stretch   the ratio changes
//
// then each new pixel is the mean of the part of the picture that it covers, rounded, halves up:
//
//   new(y, x) = sum over old pixels of value * overlap / area of the part
//
// and colour becomes grey as (299 red + 587 green + 114 blue) / 1000, rounded; grey becomes three equal colours.

import type { ImagePreprocessing } from '../data/index.ts';
import type { Picture } from './decode.ts';

/** The part of a picture that is shown; larger than the picture where it is framed in black. */
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The bytes of one row of features: height x width x channels. */
export function fitPicture(picture: Picture, target: Omit<ImagePreprocessing, 'kind' | 'scale'>): Uint8Array {
  const { height, width, channels } = target;
  const frame = frameOf(picture, target);
  const across = overlaps(frame.left, frame.width, width, picture.width);
  const down = overlaps(frame.top, frame.height, height, picture.height);
  const area = (frame.width / width) * (frame.height / height);
  const bytes = new Uint8Array(height * width * channels);
  const colour = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      meanOf(picture, down[y], across[x], area, colour);
      const at = (y * width + x) * channels;
      if (channels === 3) for (let c = 0; c < 3; c++) bytes[at + c] = colour[picture.channels === 3 ? c : 0];
      else if (picture.channels === 1) bytes[at] = colour[0];
      else bytes[at] = Math.floor((299 * colour[0] + 587 * colour[1] + 114 * colour[2] + 500) / 1000);
    }
  }
  return bytes;
}

function frameOf({ width, height }: Picture, target: Pick<ImagePreprocessing, 'width' | 'height' | 'fit'>): Frame {
  if (target.fit === 'stretch') return { left: 0, top: 0, width, height };
  // Compared as products, so that equal ratios are equal.
  const isWider = width * target.height > height * target.width;
  if (isWider === (target.fit === 'crop')) {
    const shown = (height * target.width) / target.height;
    return { left: (width - shown) / 2, top: 0, width: shown, height };
  }
  const shown = (width * target.height) / target.width;
  return { left: 0, top: (height - shown) / 2, width, height: shown };
}

/** Old pixels under one new one along one side, and how much of each. */
interface Overlap {
  readonly first: number;
  readonly shares: readonly number[];
}

function overlaps(start: number, shown: number, count: number, size: number): Overlap[] {
  const step = shown / count;
  return Array.from({ length: count }, (_, i) => {
    const from = Math.max(start + i * step, 0);
    const to = Math.min(start + (i + 1) * step, size);
    const first = Math.floor(from);
    const shares: number[] = [];
    for (let old = first; old < to; old++) shares.push(Math.min(to, old + 1) - Math.max(from, old));
    return { first, shares };
  });
}

function meanOf(
  { pixels, width, channels }: Picture,
  down: Overlap,
  across: Overlap,
  area: number,
  colour: number[],
): void {
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (const [j, high] of down.shares.entries()) {
      const row = (down.first + j) * width;
      for (const [i, wide] of across.shares.entries()) {
        sum += pixels[(row + across.first + i) * channels + c] * high * wide;
      }
    }
    colour[c] = Math.min(255, Math.floor(sum / area + 0.5));
  }
}
