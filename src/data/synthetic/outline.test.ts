import { expect, test } from 'vitest';
import type { Outline } from './canvas.ts';
import { band, curve, mirrored, posed, rectangle, symmetric } from './outline.ts';

const rounded = (outline: Outline): number[][] =>
  outline.map((point) => point.map((value) => Math.round(value * 1000) / 1000 + 0));

test('a curve ends at its end, leaves out its start, and passes half-way between control and chord', () => {
  const points = curve([0, 0], [1, 2], [2, 0]);
  expect(points.at(-1)).toEqual([2, 0]);
  expect(points[0]).not.toEqual([0, 0]);
  expect(Math.max(...points.map(([, y]) => y))).toBeCloseTo(0.96, 12);
});

test('a symmetric outline goes down on the right and up on the left', () => {
  const right: Outline = [
    [0.2, -1],
    [0.4, 1],
  ];
  expect(mirrored(right)).toEqual([
    [-0.2, -1],
    [-0.4, 1],
  ]);
  expect(symmetric(right)).toEqual([
    [0.2, -1],
    [0.4, 1],
    [-0.4, 1],
    [-0.2, -1],
  ]);
});

test('a band has its width to both sides of the line', () => {
  expect(
    rounded(
      band(
        [
          [0, 0],
          [1, 0],
        ],
        0.2,
      ),
    ),
  ).toEqual([
    [0, 0.1],
    [1, 0.1],
    [1, -0.1],
    [0, -0.1],
  ]);
});

test('a pose stretches, leans, turns clockwise and shifts, in this order', () => {
  const still = { turn: 0, stretchX: 1, stretchY: 1, lean: 0, shiftX: 0, shiftY: 0 };
  const corner: Outline = [[1, 0.5]];
  expect(rounded(posed(still)(corner))).toEqual([[1, 0.5]]);
  expect(rounded(posed({ ...still, stretchX: 0.5, stretchY: 2 })(corner))).toEqual([[0.5, 1]]);
  expect(rounded(posed({ ...still, lean: 0.2 })(corner))).toEqual([[1.1, 0.5]]);
  expect(rounded(posed({ ...still, turn: Math.PI / 2 })(corner))).toEqual([[-0.5, 1]]);
  expect(rounded(posed({ ...still, shiftX: 0.1, shiftY: -0.1 })(corner))).toEqual([[1.1, 0.4]]);
  expect(rounded(posed(still)(rectangle(0, 1, 2, 3)))).toEqual([
    [0, 1],
    [2, 1],
    [2, 3],
    [0, 3],
  ]);
});
