// How sure the choice is, read out of selection.json in words; nothing where the folder does not say.

import type { Interval, RunRecord, SelectionRecord, TrialSelection } from '../record/index.ts';
import { count, difference, measured, metricName } from './format.ts';

/** What selection.json says of a trial, or null. */
export function certaintyOf(run: RunRecord, folder: string): TrialSelection | null {
  return run.selection?.trials.find(({ trial }) => trial === folder) ?? null;
}

/** A range: `0.8842 to 0.8953`. */
export function rangeText({ low, high }: Interval): string {
  return `${measured(low)} to ${measured(high)}`;
}

/** What a candidate is called: a cell where cells were ranked, else a trial. */
export function candidateWord({ cells }: SelectionRecord): string {
  return cells === undefined ? 'trial' : 'cell';
}

/** The candidates other than the winner that were compared with it: how many, and how many of them are within noise. */
export function againstWinner({ cells, trials }: SelectionRecord): {
  readonly others: number;
  readonly within: number;
} {
  const compared = (cells ?? trials).filter(({ withinNoise }) => withinNoise !== null);
  return { others: compared.length, within: compared.filter(({ withinNoise }) => withinNoise === true).length };
}

/** How sure the choice is, in one or two sentences; null where the run does not say. */
export function certaintyText(run: RunRecord): string | null {
  const { selection } = run;
  if (selection === undefined) return null;
  const { others, within } = againstWinner(selection);
  const word = candidateWord(selection);
  const sentences: string[] = [];
  if (others > 0) {
    const near = others === 1 ? `The other ${word}` : `${count(within)} of the ${count(others)} other ${word}s`;
    const told =
      within === 0
        ? `The validation rows tell it apart from ${others === 1 ? `the other ${word}` : `all ${count(others)} others`}.`
        : `${near} ${within === 1 ? 'is' : 'are'} within noise of it: other validation rows could have chosen ${within === 1 ? 'that one' : 'one of them'}.`;
    sentences.push(told);
  }
  const { optimism } = selection;
  if (optimism !== null) {
    const { candidates, value, expected, optimism: flattery } = optimism;
    const best = `Being the best of ${count(candidates)}`;
    const what = `its ${metricName(selection.metric)}`;
    const rest = `on rows that did not choose, about ${measured(expected)}.`;
    sentences.push(
      flattery > 0
        ? `${best} is expected to flatter ${what} by ${difference(flattery, value)}: ${rest}`
        : `${best} is not expected to flatter ${what}: ${rest}`,
    );
  }
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** How the intervals came about, for the small print. */
export function intervalNote({ resamples, level }: SelectionRecord): string {
  return `Intervals hold ${Math.round(100 * level)} % of ${count(resamples)} resamples of the validation rows (bootstrap). A trial is within noise of the winner if, on the same resampled rows, the difference between the two can be 0. Only rows are drawn anew: what another seed of training would do, repeats show.`;
}
