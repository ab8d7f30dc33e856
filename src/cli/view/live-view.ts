// A terminal while a sweep runs: the log scrolls up, and below it the live lines are drawn over at most 10 times a second.

import { createLogUpdate } from 'log-update';
import type { Colours } from '../format/colours.ts';
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

const FRAME_MILLISECONDS = 100;
/** Epoch lines between two lines of titles. */
const TITLES_EVERY = 20;

/** Draws a sweep on a terminal until it is closed. */
export function liveView({ stream, colours, columns, now }: LiveViewOptions): View {
  const screen = createLogUpdate(stream);
  let progress: SweepProgress | null = null;
  let waiting: string[] = [];
  let epochs = 0;
  const style = (): ViewStyle => ({ colours, columns: columns() });

  const draw = (): void => {
    if (waiting.length > 0) {
      screen.persist(`${waiting.join('\n')}\n`);
      waiting = [];
    }
    if (progress !== null && progress.ended.size < progress.trials.length)
      screen(liveFrame(progress, now(), style()).join('\n'));
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
      screen.clear();
      draw();
      screen.done();
    },
  };
}
