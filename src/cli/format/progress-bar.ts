// A progress bar on one line, as tqdm draws it:
//
//   model_3 0.000625  epoch  6/15   37%|███████▍            | 255/690 [00:05<00:09,  46.2 steps/s]
//
// elapsed < remaining, where remaining = (total - done) elapsed / (done - before).

import { clockText } from './number-text.ts';
import { widthOf } from './text-width.ts';

/** What a bar shows. */
export interface Progress {
  readonly label: string;
  /** Steps. */
  readonly done: number;
  readonly total: number;
  /** Those of `done` that had been taken before `elapsed` began, by a training that goes on; none where absent. */
  readonly before?: number;
  /** Seconds since the first step began. */
  readonly elapsed: number;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const WIDEST = 40;
const NARROWEST = 5;
/** `114.5 steps/s`: speeds below 1000 leave the bar's width alone. */
const RATE_COLUMNS = 13;

/** A filled bar of exactly `width` columns, in eighths of a column. */
export function barOf(share: number, width: number): string {
  const eighths = Math.floor(Math.min(1, Math.max(0, share)) * width * 8);
  const full = '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7];
  return full.padEnd(width);
}

/** Steps a second, or seconds a step when that says more: `46.2 steps/s`, `2.50 s/step`. */
export function rateText(done: number, elapsed: number): string {
  if (done === 0 || elapsed <= 0) return '? steps/s';
  const rate = done / elapsed;
  if (rate < 1) return `${(1 / rate).toFixed(2)} s/step`;
  return `${rate < 1000 ? rate.toFixed(1) : String(Math.round(rate))} steps/s`;
}

/** One line of at most `columns` columns; the bar takes the room that the words leave, and goes first when there is none. */
export function progressBar(progress: Progress, columns: number): string {
  const { label, done, total, before = 0, elapsed } = progress;
  const here = done - before;
  const share = total === 0 ? 0 : done / total;
  const remaining = here === 0 ? null : ((total - done) * elapsed) / here;
  const percent = `${String(Math.floor(share * 100)).padStart(3)}%`;
  const left = label === '' ? percent : `${label}  ${percent}`;
  const count = `${String(done).padStart(String(total).length)}/${total}`;
  const right = `${count} [${clockText(elapsed)}<${clockText(remaining)}, ${rateText(here, elapsed).padStart(RATE_COLUMNS)}]`;
  const room = Math.min(WIDEST, columns - widthOf(left) - widthOf(right) - 3);
  return room < NARROWEST ? `${left} ${right}` : `${left}|${barOf(share, room)}| ${right}`;
}
