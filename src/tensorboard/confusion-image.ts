// A confusion matrix as a picture: a row for each true class, a column for each predicted one, darker where a larger share of the
// row went, with the counts in the cells.

import { encode } from 'fast-png';
import type { ConfusionMatrix } from '../record/index.ts';
import { eachPoint, GLYPH, textWidth } from './bitmap-font.ts';
import type { SummaryImage } from './event.ts';

type Colour = readonly [number, number, number];

const PAPER: Colour = [255, 255, 255];
const INK: Colour = [32, 32, 32];
/** The colour of a cell that holds its whole row. */
const FULL: Colour = [16, 78, 139];
/** Letters of a class name that are shown. */
const LONGEST_NAME = 14;
const MARGIN = 8;
/** Classes with more than this get cells without counts, of a few points each. */
const MOST_WITH_COUNTS = 30;

/**
 * Draws a confusion matrix.
 *
 * @param confusion `[t][p]`: rows of true class t predicted as class p
 * @param classNames in label order; null for numbers
 */
export function confusionImage(confusion: ConfusionMatrix, classNames: readonly string[] | null): SummaryImage {
  const classes = confusion.length;
  const names = confusion.map((_, c) => [...(classNames?.[c] ?? '')].slice(0, LONGEST_NAME).join(''));
  const labels = names.map((name, c) => (name === '' ? String(c) : `${c} ${name}`));
  const largest = String(Math.max(...confusion.flat()));
  const withCounts = classes <= MOST_WITH_COUNTS;
  const cell = withCounts ? Math.max(textWidth(largest), textWidth(String(classes))) + 10 : 6;
  const left = withCounts ? MARGIN + Math.max(...labels.map(textWidth)) + MARGIN : MARGIN;
  const top = MARGIN + GLYPH.height + MARGIN;
  const canvas = canvasOf(left + classes * cell + MARGIN, top + classes * cell + MARGIN);
  canvas.text('PREDICTED', left, MARGIN - (withCounts ? 6 : 0), INK);
  for (const [t, row] of confusion.entries()) {
    const total = row.reduce((sum, count) => sum + count, 0);
    const y = top + t * cell;
    const middle = y + Math.floor((cell - GLYPH.height) / 2);
    if (withCounts) {
      canvas.text(labels[t], MARGIN, middle, INK);
      canvas.text(
        String(t),
        left + t * cell + Math.floor((cell - textWidth(String(t))) / 2),
        top - GLYPH.height - 3,
        INK,
      );
    }
    for (const [p, count] of row.entries()) {
      const share = total === 0 ? 0 : count / total;
      const x = left + p * cell;
      canvas.rectangle(x, y, cell - 1, mixed(share));
      const text = String(count);
      const place = x + Math.floor((cell - 1 - textWidth(text)) / 2);
      if (withCounts && count > 0) canvas.text(text, place, middle, share > 0.5 ? PAPER : INK);
    }
  }
  const { width, height, data } = canvas;
  return { width, height, png: encode({ width, height, data, channels: 3, depth: 8 }) };
}

/** From almost white for nothing to the full colour for everything. */
function mixed(share: number): Colour {
  const part = (channel: number): number => Math.round(244 + (FULL[channel] - 244) * share);
  return [part(0), part(1), part(2)];
}

function canvasOf(width: number, height: number) {
  const data = new Uint8Array(width * height * 3).fill(255);
  const point = (x: number, y: number, colour: Colour): void => {
    if (x >= 0 && y >= 0 && x < width && y < height) data.set(colour, (y * width + x) * 3);
  };
  return {
    width,
    height,
    data,
    rectangle(left: number, top: number, size: number, colour: Colour): void {
      for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) point(left + x, top + y, colour);
    },
    text(text: string, left: number, top: number, colour: Colour): void {
      eachPoint(text, (x, y) => point(left + x, top + y, colour));
    },
  };
}
