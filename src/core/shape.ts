/** The sizes of one row's features, outermost first: `[784]`, `[28, 28]`. The batch axis is not part of it. */
export type Shape = readonly number[];

/** How many numbers a shape holds: the product of its sizes (1 for the empty shape). */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** A shape as text: `[28, 28]`. */
export function shapeText(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
