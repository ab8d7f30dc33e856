// The lines that are drawn over and over below the log: a progress bar for each running trial, then the whole sweep.
//
//   model_3 0.000625  epoch  6/15   37%|███████▍            | 255/690 [00:05<00:09,  46.2 steps/s]
//   5 of 12 trials  best 0.8921 model_3 0.0025, epoch 9  02:13 elapsed, 03:10 remaining

import { shortCellName, shortTrialName } from '../format/names.ts';
import { clockText, figureText } from '../format/number-text.ts';
import { progressBar } from '../format/progress-bar.ts';
import { padEnd, padStart, truncate, widthOf } from '../format/text-width.ts';
import { bestCell, type RunningTrial, remainingSeconds, type SweepProgress } from './sweep-progress.ts';
import type { ViewStyle } from './view.ts';

/** Columns from which a bar has room for the trial's whole name. */
const ROOMY = 110;

function barLine(trial: RunningTrial, label: string, now: number, { colours, columns }: ViewStyle): string {
  const count = `${trial.epoch}/${trial.epochs}`;
  const epoch = `epoch ${padStart(count, String(trial.epochs).length * 2 + 1)}`;
  const bar = {
    label: `${label}  ${epoch}`,
    done: trial.done,
    total: trial.total,
    before: trial.before,
    elapsed: (now - trial.started) / 1000,
  };
  return colours.cyan(truncate(progressBar(bar, columns), columns));
}

/** The line of the whole sweep: trials done, the best so far, elapsed and remaining time. */
export function sweepLine(progress: SweepProgress, now: number, { colours, columns }: ViewStyle): string {
  const { ended, trials, failed, best } = progress;
  const elapsed = clockText((now - progress.started) / 1000);
  const remaining = clockText(remainingSeconds(progress, now));
  const done = `${ended.size} of ${trials.length} trials${failed === 0 ? '' : `, ${failed} failed`}`;
  const cell = bestCell(progress);
  const leader =
    cell !== null
      ? `best so far ${figureText(cell.mean)} ${shortCellName(cell.record)}, mean of ${cell.values.length}`
      : best === null
        ? 'best so far -'
        : `best so far ${figureText(best.value)} ${shortTrialName(best.record)}, epoch ${best.epoch}`;
  const inWords = `${done}  ${leader}  ${elapsed} elapsed, ${remaining} remaining`;
  const short = `${done}  ${leader.replace(' so far', '')}  [${elapsed}<${remaining}]`;
  return colours.bold(truncate(widthOf(inWords) <= columns ? inWords : short, columns));
}

/** Everything that is live, from the top. */
export function liveFrame(progress: SweepProgress, now: number, style: ViewStyle): string[] {
  const running = [...progress.running.values()];
  const names = running.map(({ record }) => (style.columns >= ROOMY ? record.name : shortTrialName(record)));
  const width = names.reduce((widest, name) => Math.max(widest, widthOf(name)), 0);
  const bars = running.map((trial, i) => barLine(trial, padEnd(names[i], width), now, style));
  return [...bars, sweepLine(progress, now, style)];
}
