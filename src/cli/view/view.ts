import type { SweepEvent } from '../../index.ts';
import type { Colours } from '../format/colours.ts';

/** Something that shows a sweep to a person while it runs. */
export interface View {
  onEvent(event: SweepEvent): void;
  /** Shows lines that are no event, above whatever is live. */
  note(lines: readonly string[]): void;
  /** Shows everything that is still waiting, and leaves the terminal as it was. */
  close(): void;
}

/** How a view draws: pure functions of it and of the events give the lines. */
export interface ViewStyle {
  readonly colours: Colours;
  /** Columns to fit lines into; infinity for none. */
  readonly columns: number;
}

/** Shows notes alone (`--quiet`): what the user must know in any case. */
export function quietView(write: View['note']): View {
  return { onEvent() {}, note: write, close() {} };
}
