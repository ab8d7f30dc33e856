// The ten kinds, in the order of Fashion-MNIST's labels. A kind draws one garment with a pen; what it is made of and how it
// lies on the canvas is not its business.

import type { RandomSequence } from '../../core/index.ts';
import { between, chance } from './fabric.ts';
import { band, curve, rectangle, symmetric } from './outline.ts';
import type { DrawGarment, Pen } from './pen.ts';
import { drawAnkleBoot, drawSandal, drawSneaker } from './shoes.ts';
import { drawCoat, drawDress, drawPullover, drawShirt, drawTShirt } from './tops.ts';

/** How each class is drawn, by label. */
export const GARMENTS: readonly DrawGarment[] = [
  drawTShirt,
  drawTrouser,
  drawPullover,
  drawDress,
  drawCoat,
  drawSandal,
  drawShirt,
  drawSneaker,
  drawBag,
  drawAnkleBoot,
];

/** Trouser: a waistband and two legs, straight, tapered or flared; some are shorts. */
function drawTrouser(pen: Pen, random: RandomSequence): void {
  const waist = between(random, 0.2, 0.34);
  const hip = waist + between(random, 0.02, 0.1);
  const crotch = between(random, -0.45, -0.1);
  const gap = between(random, 0.01, 0.12);
  const width = between(random, 0.12, 0.26);
  const bottom = chance(random, 0.08) ? between(random, 0.1, 0.4) : between(random, 0.82, 0.97);
  pen.fill(
    symmetric([
      [waist, -0.95],
      [hip, crotch - 0.15],
      [gap + width + 0.06, bottom],
      [gap + 0.04, bottom],
      [0.005, crotch],
    ]),
    1,
  );
  if (chance(random, 0.5)) pen.fill(rectangle(-waist, -0.95, waist, -0.85), between(random, 0.6, 0.9));
}

/** Bag: a body, wider or narrower at its foot, with a handle, a flap or both. */
function drawBag(pen: Pen, random: RandomSequence): void {
  const top = between(random, -0.4, 0.05);
  const bottom = between(random, 0.55, 0.9);
  const upper = between(random, 0.5, 0.88);
  const lower = between(random, 0.55, 0.92);
  if (chance(random, 0.8)) {
    const foot = between(random, 0.2, 0.8) * upper;
    const height = between(random, 0.2, 0.75);
    const arch = curve([-foot, top], [0, top - 2 * height], [foot, top]);
    pen.fill(band([[-foot, top], ...arch], between(random, 0.06, 0.14)), between(random, 0.6, 1));
  }
  pen.fill(symmetric([[upper, top], ...curve([lower, bottom - 0.12], [lower, bottom], [lower - 0.12, bottom])]), 1);
  if (chance(random, 0.5)) {
    const flap = top + between(random, 0.15, 0.5) * (bottom - top);
    pen.fill(symmetric([[upper, top], ...curve([upper, top], [upper, flap], [0, flap])]), between(random, 0.7, 0.95));
  }
  if (chance(random, 0.4)) pen.fill(rectangle(-0.07, top + 0.2, 0.07, top + 0.32), between(random, 0.4, 1.5));
}
