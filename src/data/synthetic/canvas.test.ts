import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCanvas, type Outline } from './canvas.ts';
import { rectangle } from './outline.ts';

const white = (): number => 1;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

test('a rectangle along the pixels covers exactly those pixels', () => {
  const canvas = createCanvas(4);
  canvas.fill(rectangle(-0.5, -1, 0.5, 0), white, 0.5);
  expect(Array.from(canvas.greys)).toEqual([0, 0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(Array.from(canvas.coverage)).toEqual([0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('a pixel covered in part gets that part', () => {
  const canvas = createCanvas(2);
  canvas.fill(rectangle(-0.75, -1, 0, -0.5), white, 1);
  // Three quarters of the width and half the height of the first pixel.
  expect(Array.from(canvas.greys)).toEqual([0.375, 0, 0, 0]);
});

test('what is drawn later lies over what was there', () => {
  const canvas = createCanvas(2);
  canvas.fill(rectangle(-1, -1, 1, 1), white, 1);
  canvas.fill(rectangle(-0.5, -1, 0, 0), white, 0.2);
  expect(canvas.greys[0]).toBeCloseTo(0.5 * 1 + 0.5 * 0.2, 12);
  expect(Array.from(canvas.coverage)).toEqual([1, 1, 1, 1]);
  canvas.clear();
  expect(sum(canvas.greys) + sum(canvas.coverage)).toBe(0);
});

test('the tone is asked for at the middle of each pixel', () => {
  const canvas = createCanvas(2);
  canvas.fill(rectangle(-1, -1, 1, 1), (x, y) => 0.5 + x / 10 + y / 100, 1);
  expect(Array.from(canvas.greys, (grey) => grey.toFixed(3))).toEqual(['0.445', '0.545', '0.455', '0.555']);
});

test('an outline that winds around twice is hollow where it overlaps itself', () => {
  const canvas = createCanvas(4);
  const star: Outline = [...rectangle(-1, -1, 1, 1), [-1, -1], ...rectangle(-0.5, -0.5, 0.5, 0.5), [-0.5, -0.5]];
  canvas.fill(star, white, 1);
  expect(sum(canvas.coverage)).toBe(12);
  expect(canvas.coverage[5]).toBe(0);
});

test('what lies outside the canvas is cut off', () => {
  const canvas = createCanvas(4);
  canvas.fill(rectangle(0.5, -5, 9, 9), white, 1);
  expect(Array.from(canvas.coverage)).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
  canvas.clear();
  canvas.fill(rectangle(1.5, 1.5, 3, 3), white, 1);
  canvas.fill(rectangle(-3, -1, -1, 1), white, 1);
  expect(sum(canvas.coverage)).toBe(0);
});

test('the coverage of any triangle adds up to nearly its area', () => {
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
  const point = fc.tuple(coordinate, coordinate);
  fc.assert(
    fc.property(fc.tuple(point, point, point), (corners) => {
      const side = 28;
      const canvas = createCanvas(side);
      canvas.fill(corners, white, 1);
      const [[ax, ay], [bx, by], [cx, cy]] = corners;
      const area = (Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2) * (side / 2) ** 2;
      // Four scan lines a row: an eighth of a pixel of height is uncertain at the top and at the bottom.
      expect(Math.abs(sum(canvas.coverage) - area)).toBeLessThan(side / 4);
      for (const cover of canvas.coverage) expect(cover).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});
