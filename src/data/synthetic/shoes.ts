// Sandal, sneaker and ankle boot, seen from the side with the toe to the left, each standing on a sole.

import type { RandomSequence } from '../../core/index.ts';
import type { Point } from './canvas.ts';
import { between, chance } from './fabric.ts';
import { band, curve, rectangle } from './outline.ts';
import type { Pen } from './pen.ts';

/** Sneaker: low at the ankle, a thick pale sole, laces or a stripe on the side. */
export function drawSneaker(pen: Pen, random: RandomSequence): void {
  const ground = between(random, 0.25, 0.6);
  const sole = between(random, 0.07, 0.15);
  const ankle = ground - between(random, 0.5, 0.88);
  const toe = between(random, 0.16, 0.28);
  drawUpper(pen, { ground, ankle, toe, opening: between(random, 0.2, 0.42), lean: between(random, -0.05, 0.06) });
  pen.fill(rectangle(-0.96, ground - sole, 0.95, ground), between(random, 0.55, 1.4));
  if (chance(random, 0.55)) {
    const shade = between(random, 0.4, 1.3);
    for (let i = 0; i < 3; i++) {
      const x = 0.18 * i - 0.2;
      pen.fill(
        band(
          [
            [x, ground - sole],
            [x + 0.16, ankle + 0.14],
          ],
          0.07,
        ),
        shade,
      );
    }
  }
  if (chance(random, 0.5)) pen.fill(rectangle(0.72, ankle + 0.05, 0.9, ground - sole), between(random, 0.5, 0.9));
}

/** Ankle boot: a shaft above the ankle and a heel; some low ones look like sneakers. */
export function drawAnkleBoot(pen: Pen, random: RandomSequence): void {
  const ground = between(random, 0.5, 0.9);
  const heel = between(random, 0.06, 0.34);
  const base = ground - heel;
  const ankle = Math.max(-0.95, ground - between(random, 0.95, 1.8));
  const foot = {
    ground: base,
    ankle,
    toe: between(random, 0.16, 0.32),
    opening: between(random, 0.02, 0.24),
    lean: between(random, -0.1, 0.08),
  };
  drawUpper(pen, foot);
  const shade = between(random, 0.4, 0.95);
  pen.fill(rectangle(0.9 - between(random, 0.25, 0.5), base - 0.02, 0.9, ground), shade);
  pen.fill(
    [
      [-0.94, base - 0.08],
      [0.9, base - 0.08],
      [0.9, base],
      [0.2, base],
      [-0.35, base + Math.min(heel, 0.1)],
      [-0.94, base + Math.min(heel, 0.1)],
    ],
    shade,
  );
  if (chance(random, 0.35)) pen.fill(rectangle(0.25, ankle + 0.1, 0.36, base - 0.15), between(random, 0.5, 0.8));
  if (chance(random, 0.3)) pen.fill(rectangle(foot.opening, ankle, 0.9, ankle + 0.1), between(random, 0.6, 1.3));
}

/** Sandal: a thin sole, flat, wedged or high-heeled, and a few straps with nothing between them. */
export function drawSandal(pen: Pen, random: RandomSequence): void {
  const ground = between(random, 0.35, 0.75);
  const rise = chance(random, 0.45) ? between(random, 0.3, 0.75) : between(random, 0, 0.2);
  const thick = between(random, 0.07, 0.16);
  const heel: Point = [0.85, ground - thick - rise];
  const ball: Point = [-0.35, ground - thick];
  const foot = [[-0.95, ground - thick - 0.03] as Point, ball, ...curve(ball, [0.3, ground - thick], heel)];
  pen.fill(band(foot, thick), 1);
  if (rise > 0.25) {
    const shade = between(random, 0.6, 1);
    if (chance(random, 0.35)) pen.fill([ball, heel, [0.9, ground], [-0.35, ground]], shade);
    else
      pen.fill(
        [
          heel,
          [heel[0] + 0.08, heel[1]],
          [0.9, ground],
          [0.9 - between(random, 0.06, 0.2), ground],
          [0.62, heel[1] + 0.1],
        ],
        shade,
      );
  }
  const straps = 1 + random.below(4);
  for (let i = 0; i < straps; i++) {
    const x = between(random, -0.8, 0.5);
    const y = ground - thick - rise * Math.max(0, (x + 0.35) / 1.2);
    const height = between(random, 0.15, 0.4);
    const strap = curve([x - 0.16, y], [x, y - 2 * height], [x + between(random, 0.1, 0.45), y - 0.1 * height]);
    pen.fill(band([[x - 0.16, y], ...strap], between(random, 0.06, 0.14)), between(random, 0.7, 1.1));
  }
  if (chance(random, 0.6)) {
    const top: Point = [between(random, 0.35, 0.6), heel[1] - between(random, 0.25, 0.5)];
    pen.fill(
      band([[0.2, heel[1] + 0.1], top, ...curve(top, [0.95, top[1]], heel)], between(random, 0.06, 0.12)),
      between(random, 0.7, 1.1),
    );
  }
}

/** Where the upper part of a closed shoe ends. */
interface Upper {
  /** Its lower edge. */
  readonly ground: number;
  /** Height of the opening. */
  readonly ankle: number;
  /** How high the toe stands. */
  readonly toe: number;
  /** Where the opening begins; it ends at the heel. */
  readonly opening: number;
  readonly lean: number;
}

function drawUpper(pen: Pen, { ground, ankle, toe, opening, lean }: Upper): void {
  const instep: Point = [-0.35, ground - 1.25 * toe - 0.08];
  const front: Point = [opening, ankle + 0.04];
  const back: Point = [0.84 + lean, ankle];
  pen.fill(
    [
      [-0.94, ground],
      ...curve([-0.94, ground], [-0.98, ground - toe], instep),
      ...curve(instep, [opening - 0.08, ground - 1.5 * toe - 0.1], front),
      back,
      ...curve(back, [0.8 + lean, 0.5 * (ankle + ground)], [0.92, ground]),
    ],
    1,
  );
}
