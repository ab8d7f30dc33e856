// Building outlines: curves as short straight pieces, mirror images, and the pose that turns a garment on its canvas.

import { cos, sin } from '../../core/index.ts';
import type { Outline, Point } from './canvas.ts';

const PIECES = 5;

/** The quadratic Bezier curve from `start` bent towards `control` to `end`, without its first point. */
export function curve(start: Point, control: Point, end: Point): Point[] {
  return Array.from({ length: PIECES }, (_, i) => {
    const t = (i + 1) / PIECES;
    const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    return [a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]];
  });
}

/** The outline seen in a mirror at x = 0. */
export function mirrored(outline: Outline): Outline {
  return outline.map(([x, y]) => [-x, y]);
}

/** A closed outline that is its own mirror image, from its right half, listed from top to bottom. */
export function symmetric(rightHalf: Outline): Outline {
  return [...rightHalf, ...mirrored(rightHalf).toReversed()];
}

/** The rectangle between two corners. */
export function rectangle(left: number, top: number, right: number, bottom: number): Outline {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** The band of the given width along a line of points, its ends cut square to the first and last piece. */
export function band(line: Outline, width: number): Outline {
  const left: Point[] = [];
  const right: Point[] = [];
  for (const [i, [x, y]] of line.entries()) {
    const before = line[Math.max(0, i - 1)];
    const after = line[Math.min(line.length - 1, i + 1)];
    const along = [after[0] - before[0], after[1] - before[1]];
    const half = width / 2 / Math.sqrt(along[0] * along[0] + along[1] * along[1]);
    left.push([x - half * along[1], y + half * along[0]]);
    right.push([x + half * along[1], y - half * along[0]]);
  }
  return [...left, ...right.reverse()];
}

/** How a garment lies on its canvas. */
export interface Pose {
  /** Radians, clockwise. */
  readonly turn: number;
  readonly stretchX: number;
  readonly stretchY: number;
  /** Sideways shift of a point per unit of its height. */
  readonly lean: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

/** The function that moves the points of an outline into a pose: stretched, leaning, turned, shifted. */
export function posed(pose: Pose): (outline: Outline) => Outline {
  const c = cos(pose.turn);
  const s = sin(pose.turn);
  return (outline) =>
    outline.map(([x, y]) => {
      const u = pose.stretchX * x + pose.lean * y;
      const v = pose.stretchY * y;
      return [c * u - s * v + pose.shiftX, s * u + c * v + pose.shiftY];
    });
}
