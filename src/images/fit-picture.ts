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
// All lengths are whole numbers of a fraction of a pixel, so that sums are exact, and a half is a half;
// and colour becomes grey as (299 red + 587 green + 114 blue) / 1000, rounded; grey becomes three equal colours.

import type { ImagePreprocessing } from '../data/index.ts';
import type { Picture } from './decode.ts';

/** The part of a picture that is shown, along one side; it may begin before the picture and end behind it, and is black there. */
interface Side {
  /** How many make a pixel of the picture: what the other lengths are counted in. */
  readonly unit: number;
  readonly start: number;
  /** The length of one new pixel. */
  readonly step: number;
}

/** The bytes of one row of features: height x width x channels. */
export function fitPicture(picture: Picture, target: Omit<ImagePreprocessing, 'kind' | 'scale'>): Uint8Array {
  const { height, width, channels } = target;
  const sides = sidesOf(picture, target);
  const across = overlaps(sides.across, width, picture.width);
  const down = overlaps(sides.down, height, picture.height);
  const area = sides.across.step * sides.down.step;
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

function sidesOf(
  { width, height }: Picture,
  target: Pick<ImagePreprocessing, 'width' | 'height' | 'fit'>,
): { readonly across: Side; readonly down: Side } {
  if (target.fit === 'stretch')
    return {
      across: { unit: target.width, start: 0, step: width },
      down: { unit: target.height, start: 0, step: height },
    };
  // How much wider than the input the picture is, times the heights of both.
  const wider = width * target.height - height * target.width;
  if (wider > 0 === (target.fit === 'crop')) {
    const unit = 2 * target.height;
    return { across: { unit, start: wider, step: 2 * height }, down: { unit, start: 0, step: 2 * height } };
  }
  const unit = 2 * target.width;
  return { across: { unit, start: 0, step: 2 * width }, down: { unit, start: -wider, step: 2 * width } };
}

/** Old pixels under one new one along one side, and how much of each. */
interface Overlap {
  readonly first: number;
  readonly shares: readonly number[];
}

function overlaps({ unit, start, step }: Side, count: number, size: number): Overlap[] {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.max(start + i * step, 0);
    const to = Math.min(start + (i + 1) * step, size * unit);
    const first = Math.floor(from / unit);
    const shares: number[] = [];
    for (let old = first; old * unit < to; old++)
      shares.push(Math.min(to, (old + 1) * unit) - Math.max(from, old * unit));
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
    colour[c] = Math.floor((2 * sum + area) / (2 * area));
  }
}
