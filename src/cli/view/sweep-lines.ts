// The lines that stay on the screen while a sweep runs: what it is, one line an epoch, how each trial ended.

import type { SweepEvent, SweepRecord, TrialRecord } from '../../index.ts';
import { shortTrialName } from '../format/names.ts';
import { bytesText, countText, quantityText, secondsText } from '../format/number-text.ts';
import { pairs } from '../format/table.ts';
import { truncate, widthOf, wrapWords } from '../format/text-width.ts';
import { type EpochLine, epochInColumns, epochInWords, epochTitles, labelOf } from './epoch-line.ts';
import { epochsOf, type SweepProgress } from './sweep-progress.ts';
import type { ViewStyle } from './view.ts';

const WIDEST_BANNER = 100;

/** What the user must know before anything else, set apart from all other lines. */
export function bannerLines(notice: string, { colours, columns }: ViewStyle): string[] {
  const width = Math.min(columns, WIDEST_BANNER);
  const rule = colours.yellow('='.repeat(width));
  return [rule, ...wrapWords(notice, width).map((line) => colours.bold(colours.yellow(line))), rule, ''];
}

/** What is about to run: data, numerics, threads. */
export function sweepHeading(
  sweep: SweepRecord,
  trials: readonly TrialRecord[],
  { colours, columns }: ViewStyle,
): string[] {
  const { dataset, profile, jobs, threads } = sweep;
  const rows = `${countText(dataset.trainRows)} training, ${countText(dataset.validationRows)} validation, ${quantityText(dataset.testRows, 'test row')}`;
  const used = profile.asked === profile.used ? profile.used : `${profile.used} (${profile.asked} was asked for)`;
  const together = jobs === 1 ? 'one trial at a time' : `${jobs} trials at a time`;
  return [
    colours.bold(`Sweep ${sweep.name}: ${quantityText(trials.length, 'trial')}, seed ${BigInt(`0x${sweep.seed}`)}`),
    ...pairs(
      [
        ...membersPair(sweep, trials),
        ['data', `${dataset.id}: ${rows}`],
        ['source', dataset.source],
        ['numerics', used],
        ['compute', `${sweep.backend}, ${together}, ${quantityText(threads, 'thread')} each`],
      ],
      columns,
    ),
  ];
}

/** How often each cell is trained, where that is not once. */
function membersPair({ repeats = 1, folds }: SweepRecord, trials: readonly TrialRecord[]): [string, string][] {
  if (repeats === 1 && folds === undefined) return [];
  const cells = new Set(trials.map(({ cell }) => cell)).size;
  const parts = folds === undefined ? [] : [quantityText(folds.length, 'fold')];
  const each = [...(repeats === 1 ? [] : [quantityText(repeats, 'repeat')]), ...parts].join(' of ');
  return [['cells', `${countText(cells)}, each trained as ${each}`]];
}

/** How a trial ended, on one line if that can be: with its short name, or without its seconds, which the leaderboard has. */
export function endingLines(record: TrialRecord, { colours, columns }: ViewStyle): string[] {
  const { name, message, status, seconds } = record;
  const ending = status === 'failed' ? `failed: ${message ?? ''}` : (message ?? status);
  const timed = status === 'failed' ? ending : `${ending} (${secondsText(seconds)})`;
  const short = shortTrialName(record);
  const forms = [`${name}: ${timed}`, `${short}: ${timed}`, `${short}: ${ending}`];
  const text = forms.find((form) => widthOf(form) <= columns) ?? forms[1];
  const colour = { failed: colours.red, finished: colours.green }[status as string] ?? colours.yellow;
  return wrapWords(text, columns).map(colour);
}

/** How epoch lines are written for a trial of this sweep, in the room there is. */
export interface EpochForm {
  readonly text: string;
  /** The titles that belong above the line, or null for a line of words. */
  readonly titles: string | null;
}

/** One epoch in words if that fits into the columns, else in columns, with the trial's short name if need be. */
export function epochForm(
  progress: SweepProgress,
  record: TrialRecord,
  line: Omit<EpochLine, 'label'>,
  columns: number,
): EpochForm {
  const named = { ...line, label: labelOf(record, progress.trials, (trial) => trial.name) };
  // Without the mark of the best, so that all lines of a sweep have the same form.
  const words = epochInWords(named);
  if (widthOf(epochInWords({ ...named, best: true })) <= columns) return { text: words, titles: null };
  const fits = widthOf(epochInColumns({ ...named, best: true })) <= columns;
  const columned = fits ? named : { ...line, label: labelOf(record, progress.trials, shortTrialName) };
  return { text: epochInColumns(columned), titles: epochTitles(columned) };
}

/** The lines an event adds to the log; `titlesDue` asks for titles above an epoch that is written in columns. */
export function linesOf(event: SweepEvent, progress: SweepProgress, style: ViewStyle, titlesDue: boolean): string[] {
  const { colours, columns } = style;
  switch (event.type) {
    case 'sweep-started':
      return [...sweepHeading(event.sweep, event.trials, style), ''];
    case 'trial-event': {
      if (event.event.type !== 'epoch') return [];
      const record = progress.running.get(event.trial)?.record;
      if (record === undefined) return [];
      const { record: epoch, best } = event.event;
      const form = epochForm(progress, record, { epoch, best, epochs: epochsOf(record) }, columns);
      const text = truncate(form.text, columns);
      const titles = titlesDue && form.titles !== null ? [colours.dim(truncate(form.titles, columns))] : [];
      return [...titles, best ? colours.bold(text) : text];
    }
    case 'notice':
      return wrapWords(event.message, columns).map(colours.yellow);
    case 'trial-ended':
      return endingLines(event.record, style);
    default:
      return [];
  }
}

/** The line that begins a trial where no progress bar shows that it runs. */
export function startingLine(record: TrialRecord, trials: number): string {
  const size = `${quantityText(record.parameterCount, 'parameter')}, ${bytesText(record.memoryBytes)}`;
  return `${record.name}: trial ${record.index + 1} of ${trials}, ${size}`;
}
