import { type LeaderboardEntry, type RunRecord, selectedEntry } from '../../index.ts';
import { quantityText } from '../format/number-text.ts';
import { printable } from '../output.ts';
import { chosenLines, epochTable, trainedLines } from './chosen-trial.ts';
import { evaluationLines } from './evaluation-lines.ts';
import { leaderboardLines } from './leaderboard-table.ts';
import { flatteryPair, surenessLines } from './sureness-lines.ts';
import type { ViewStyle } from './view.ts';

/** What a run of one trial shows, where there was nothing to choose: the trial with its epochs. */
export function trainedSummary(run: RunRecord, style: ViewStyle): string[] {
  const [entry] = run.leaderboard ?? [];
  const trial = run.trials.find(({ folder }) => folder === entry?.trial);
  if (trial === undefined) return [];
  if (entry.status !== 'finished') return [style.colours.red(`${entry.status}: ${printable(entry.message ?? '')}`)];
  return [...trainedLines(trial, entry.value, run.sweep.selection, style), '', ...epochTable(trial, style), ''];
}

/** Everything a finished run shows: leaderboard, chosen trial with its epochs, independent test. */
export function summaryLines(run: RunRecord, style: ViewStyle): string[] {
  const { selection } = run.sweep;
  const entries = run.leaderboard ?? [];
  if (entries.length === 0) return [];
  const lines = [...leaderboardLines(entries, selection, style), ''];
  const selected = selectedEntry(entries);
  const chosen = run.trials.find((trial) => trial.folder === selected?.trial);
  if (chosen === undefined) return [...lines, style.colours.red(nothingChosen(entries))];
  const sure = surenessLines(run, style);
  lines.push(...chosenLines(chosen, entries, selection, style), '', ...(sure.length === 0 ? [] : [...sure, '']));
  lines.push(...epochTable(chosen, style), '');
  if (run.test === null) return lines;
  const beside = { intervals: run.selection?.test, pairs: flatteryPair(run) };
  const heading = `Independent test: ${printable(run.test.name)}`;
  const rows = `  ${quantityText(run.test.rows, 'row')} that neither training nor the choice has seen`;
  return [
    ...lines,
    style.colours.bold(heading),
    style.colours.dim(rows),
    ...evaluationLines(run.test, 'test', style, beside),
  ];
}

function nothingChosen(entries: readonly LeaderboardEntry[]): string {
  const refit = entries.find((entry) => entry.refit === true);
  if (refit === undefined) return 'No trial finished, so none was chosen.';
  return `The best cell could not be trained on all rows, so nothing was chosen: ${printable(refit.message ?? refit.status)}`;
}
