import { linesOf, startingLine } from './sweep-lines.ts';
import { advance, type SweepProgress } from './sweep-progress.ts';
import type { View, ViewStyle } from './view.ts';

/** What a plain view needs. */
export interface PlainViewOptions {
  readonly write: (lines: readonly string[]) => void;
  readonly style: ViewStyle;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** A log without bars: a line when a trial starts, after each epoch, and when it ends. For pipes and files. */
export function plainView({ write, style, now }: PlainViewOptions): View {
  let progress: SweepProgress | null = null;
  return {
    onEvent(event) {
      progress = advance(progress, event, now());
      if (progress === null) return;
      if (event.type === 'trial-started') write([startingLine(event.record, progress.trials.length)]);
      write(linesOf(event, progress, style, true));
    },
    note: write,
    close() {},
  };
}
