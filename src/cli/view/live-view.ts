// A terminal while a sweep runs: the log scrolls up, and below it the live lines are drawn over at most 10 times a second.

import { createLogUpdate } from 'log-update';
import type { Colours } from '../format/colours.ts';
import { widthOf } from '../format/text-width.ts';
import { liveFrame } from './live-frame.ts';
import { linesOf } from './sweep-lines.ts';
import { advance, type SweepProgress } from './sweep-progress.ts';
import type { View, ViewStyle } from './view.ts';

/** What a live view needs. */
export interface LiveViewOptions {
  readonly stream: NodeJS.WriteStream;
  readonly colours: Colours;
  /** Columns now; asked for again for each frame, since terminals change size. */
  readonly columns: () => number;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** The live lines on the screen, and how wide the window was when they were drawn. */
interface Shown {
  readonly lines: readonly string[];
  readonly columns: number;
}

const NOTHING: Shown = { lines: [], columns: 0 };

/** Rows of a narrower window that lines take: terminals break what no longer fits, and log-update does not know of it. */
function rowsOf({ lines }: Shown, columns: number): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
}

const FRAME_MILLISECONDS = 100;
/** Epoch lines between two lines of titles. */
const TITLES_EVERY = 20;

/** Draws a sweep on a terminal until it is closed. */
export function liveView({ stream, colours, columns, now }: LiveViewOptions): View {
  const screen = createLogUpdate(stream);
  let progress: SweepProgress | null = null;
  let waiting: string[] = [];
  let shown: Shown = NOTHING;
  let epochs = 0;
  const style = (): ViewStyle => ({ colours, columns: columns() });

  const frame = (lines: readonly string[]): void => {
    shown = { lines, columns: columns() };
    screen(lines.join('\n'));
  };
  const eraseBroken = (): void => {
    if (columns() >= shown.columns) return;
    screen.done();
    stream.write(`\u001b[${rowsOf(shown, columns())}A\r\u001b[J`);
    shown = NOTHING;
  };
  const draw = (): void => {
    eraseBroken();
    if (waiting.length > 0) {
      screen.persist(`${waiting.join('\n')}\n`);
      waiting = [];
      shown = NOTHING;
    }
    if (progress !== null && progress.ended.size < progress.trials.length) frame(liveFrame(progress, now(), style()));
  };
  const timer = setInterval(draw, FRAME_MILLISECONDS);
  timer.unref();

  return {
    onEvent(event) {
      progress = advance(progress, event, now());
      if (progress === null) return;
      waiting.push(...linesOf(event, progress, style(), epochs % TITLES_EVERY === 0));
      if (event.type === 'trial-event' && event.event.type === 'epoch') epochs++;
    },
    note(lines) {
      waiting.push(...lines);
    },
    close() {
      clearInterval(timer);
      progress = null;
      eraseBroken();
      screen.clear();
      draw();
      screen.done();
    },
  };
}
