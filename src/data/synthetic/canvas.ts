// A small grey canvas for filled outlines. The drawing plane is -1 to 1 in both directions, x to the right and y down;
// a canvas of side n has n x n pixels over it.
//
// Coverage of a pixel: four scan lines a row; on each, the exact length of the pixel's part inside the outline.
// An outline is filled by the even-odd rule and laid over what is there: new = old (1 - coverage) + tone coverage.

/** A point of the drawing plane. */
export type Point = readonly [x: number, y: number];

/** A closed outline of at most 128 points; the last joins the first. */
export type Outline = readonly Point[];

/** Grey of a place in the plane, 0 (black) to 1 (white). */
export type Tone = (x: number, y: number) => number;

/** A grey picture being drawn. */
export interface Canvas {
  readonly side: number;
  /** side x side, 0 to 1. */
  readonly greys: Float64Array;
  /** side x side: how much of each pixel has been drawn on, 0 to 1. */
  readonly coverage: Float64Array;
  /** Makes it empty and black. */
  clear(): void;
  /** Fills an outline, its grey multiplied by `shade`; what lies outside the canvas is cut off. */
  fill(outline: Outline, tone: Tone, shade: number): void;
}

const LINES_PER_ROW = 4;
const MOST_POINTS = 128;

/** An empty, black canvas of side x side pixels. */
export function createCanvas(side: number): Canvas {
  const greys = new Float64Array(side * side);
  const coverage = new Float64Array(side * side);
  const lines = side * LINES_PER_ROW;
  // Scratch, in pixels: where an outline crosses each scan line, ascending, and how much of each pixel of a row it covers.
  const crossings = new Float64Array(lines * MOST_POINTS);
  const counts = new Uint8Array(lines);
  const covered = new Float64Array(side);
  const scale = side / 2;
  const clamp = (pixel: number): number => Math.min(side, Math.max(0, pixel));

  /** Notes where the edge from (x0, y0) to (x1, y1), in pixels and downwards, crosses the middles of scan lines. */
  function addEdge(x0: number, y0: number, x1: number, y1: number): void {
    const first = Math.ceil(clamp(y0) * LINES_PER_ROW - 0.5);
    const end = Math.ceil(clamp(y1) * LINES_PER_ROW - 0.5);
    const slope = (x1 - x0) / (y1 - y0);
    for (let line = first; line < end; line++) {
      const x = clamp(x0 + slope * ((line + 0.5) / LINES_PER_ROW - y0));
      const start = line * MOST_POINTS;
      let place = start + counts[line]++;
      for (; place > start && crossings[place - 1] > x; place--) crossings[place] = crossings[place - 1];
      crossings[place] = x;
    }
  }

  /** Adds up in `covered` what the scan lines of a row have inside the outline. */
  function coverRow(row: number): void {
    covered.fill(0);
    for (let line = row * LINES_PER_ROW; line < (row + 1) * LINES_PER_ROW; line++) {
      const start = line * MOST_POINTS;
      for (let i = start; i + 1 < start + counts[line]; i += 2) addSpan(covered, crossings[i], crossings[i + 1]);
    }
  }

  return {
    side,
    greys,
    coverage,
    clear() {
      greys.fill(0);
      coverage.fill(0);
    },
    fill(outline, tone, shade) {
      counts.fill(0);
      let left = side;
      let right = 0;
      let top = side;
      let bottom = 0;
      let xBefore = (outline[outline.length - 1][0] + 1) * scale;
      let yBefore = (outline[outline.length - 1][1] + 1) * scale;
      for (const point of outline) {
        const x = (point[0] + 1) * scale;
        const y = (point[1] + 1) * scale;
        if (yBefore < y) addEdge(xBefore, yBefore, x, y);
        else addEdge(x, y, xBefore, yBefore);
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
        xBefore = x;
        yBefore = y;
      }
      const firstColumn = Math.floor(clamp(left));
      const endColumn = Math.ceil(clamp(right));
      const endRow = Math.ceil(clamp(bottom));
      for (let row = Math.floor(clamp(top)); row < endRow; row++) {
        coverRow(row);
        for (let column = firstColumn; column < endColumn; column++) {
          if (covered[column] === 0) continue;
          const share = covered[column] / LINES_PER_ROW;
          const at = row * side + column;
          greys[at] += share * (shade * tone((column + 0.5) / scale - 1, (row + 0.5) / scale - 1) - greys[at]);
          coverage[at] += share * (1 - coverage[at]);
        }
      }
    },
  };
}

/** Adds to each pixel of a row the length of it that lies between `left` and `right`. */
function addSpan(covered: Float64Array, left: number, right: number): void {
  const first = Math.floor(left);
  const last = Math.floor(right);
  if (first === last) {
    covered[first] += right - left;
    return;
  }
  covered[first] += first + 1 - left;
  for (let column = first + 1; column < last; column++) covered[column]++;
  // At the right border `last` is no pixel any more, and nothing of it is covered.
  if (right > last) covered[last] += right - last;
}
