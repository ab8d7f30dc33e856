import type { Output } from '../output.ts';
import { liveView } from './live-view.ts';
import { plainView } from './plain-view.ts';
import { quietView, type View, type ViewStyle } from './view.ts';

/** How lines are dressed on an output. */
export function styleOf(output: Output): ViewStyle {
  return { colours: output.colours, columns: output.columns() };
}

/** Bars where a person watches a terminal, plain lines where not, with `--quiet` notes alone. */
export function viewFor(output: Output): View {
  const now = (): number => performance.now();
  if (output.quiet) return quietView(output.lines);
  if (output.live) return liveView({ stream: output.stream, colours: output.colours, columns: output.columns, now });
  return plainView({ write: output.lines, style: styleOf(output), now });
}
