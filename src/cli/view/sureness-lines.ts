// How sure the choice is: the interval of the chosen, what is within noise of it, and how much choosing flatters it.

import type { Interval, RunRecord, SelectionRecord } from '../../index.ts';
import { metricText } from '../format/names.ts';
import { countText, figureText, quantityText } from '../format/number-text.ts';
import { pairs } from '../format/table.ts';
import { printable } from '../output.ts';
import type { ViewStyle } from './view.ts';

/** Most names that are listed; the report has them all. */
const MOST_NAMES = 4;

/** `0.8842 to 0.8953`. */
export function rangeText({ low, high }: Interval): string {
  return `${figureText(low)} to ${figureText(high)}`;
}

/** What is known of how sure the choice is; nothing for a run that does not say. */
export function surenessLines({ trials, selection }: RunRecord, { colours, columns }: ViewStyle): string[] {
  if (selection === undefined) return [];
  const names = new Map(trials.map(({ folder, record }) => [folder, record.name]));
  const candidates = selection.cells?.map(({ cell, ...rest }) => ({ name: cell, ...rest }));
  const ranked =
    candidates ?? selection.trials.map(({ trial, ...rest }) => ({ name: names.get(trial) ?? trial, ...rest }));
  const [first, ...others] = ranked;
  const near = others.filter(({ withinNoise }) => withinNoise === true).map(({ name }) => name);
  const one = candidates === undefined ? 'trial' : 'cell';
  const mean = candidates === undefined ? '' : 'mean ';
  const entries: [string, string][] = [
    [`${mean}${metricText(selection.metric)}`, `${figureText(first.selection.value)}, ${rangeText(first.selection)}`],
  ];
  if (others.length > 0) entries.push(['within noise of it', noiseText(near, others.length, one)]);
  if (selection.optimism !== null) entries.push(['choosing flatters', flatteryText(selection)]);
  const title = `How sure that is (95 % intervals, ${countText(selection.resamples)} resamples of the validation rows)`;
  return [colours.bold(title), ...pairs(entries, columns)];
}

function noiseText(near: readonly string[], others: number, one: string): string {
  if (near.length === 0) return others === 1 ? `not the other ${one}` : `none of the ${others} other ${one}s`;
  const named = near.slice(0, MOST_NAMES).map(printable).join(', ');
  const more = near.length > MOST_NAMES ? ', ...' : '';
  return `${near.length} of ${quantityText(others, `other ${one}`)}: ${named}${more}`;
}

function flatteryText({ optimism, cells }: SelectionRecord): string {
  const { value, expected, optimism: by, candidates } = optimism!;
  const of = quantityText(candidates, cells === undefined ? 'trial' : 'cell');
  const much = by > 0 ? `by about ${figureText(by)}` : `by nothing that shows here (${figureText(by)})`;
  return `${much} as the best of ${of}: ${figureText(value)} here, ${figureText(expected)} expected on rows that did not choose`;
}

/** The winner's validation score beside its test score. */
export function flatteryPair({ selection }: RunRecord): [string, string][] {
  if (selection === undefined || selection.optimism === null) return [];
  const { value, expected } = selection.optimism;
  const metric = metricText(selection.metric);
  return [
    [
      metric,
      `${figureText(value)} when it was chosen, ${figureText(expected)} expected without the flattery of choosing`,
    ],
  ];
}
