// One training that explodes reaches 1e30, and an axis that fits it shows all others as one flat line. The axis ends where the
// others do instead: a line is sane if its largest absolute value is at most 100 times that of the lower quartile of lines.

/** From where to where an axis goes, and how many lines leave it. */
export interface SaneRange {
  readonly low: number;
  readonly high: number;
  readonly beyond: number;
}

/** So many times the size of a common line is out of all proportion. */
const PROPORTION = 100;

/**
 * The range of the sane lines; null where all are, so that an axis may fit them.
 *
 * @param lines the values of each
 * @example
 * saneRange([[0, 2], [1, 2.25], [1, 1e30]]); // { low: 0, high: 2.5, beyond: 1 }
 */
export function saneRange(lines: readonly (readonly number[])[]): SaneRange | null {
  const filled = lines.filter((values) => values.length > 0);
  const sizes = filled.map((values) => Math.max(...values.map(Math.abs)));
  const sorted = sizes.toSorted((a, b) => a - b);
  const common = sorted[Math.floor((sorted.length - 1) / 4)] ?? 0;
  const sane = filled.filter((_, i) => sizes[i] <= PROPORTION * common);
  if (common === 0 || sane.length === filled.length) return null;
  const values = sane.flat();
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // Ends are whole steps: half of the power of ten below the distance.
  const exponent = (high - low || Math.abs(high)).toExponential().split('e')[1];
  const step = Number(`1e${exponent}`) / 2;
  const whole = (steps: number): number => Number((steps * step).toPrecision(12));
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return { low: whole(first), high: whole(last), beyond: filled.length - sane.length };
}

/** A value as far as it can be drawn: one that lies beyond the axis stands one length of it outside. */
export function drawnValue(value: number, range: SaneRange | null): number {
  if (range === null) return value;
  const length = range.high - range.low;
  return Math.min(range.high + length, Math.max(range.low - length, value));
}

/** What a chart says of the lines that leave its axis; nothing where none does. */
export function beyondNote(range: SaneRange | null, lines: number, kind: 'trials' | 'cells' = 'trials'): string {
  return range === null ? '' : `${range.beyond} of ${lines} ${kind} reach beyond this axis`;
}
