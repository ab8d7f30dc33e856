// The list of all trials: a panel is made when it is first opened, so that a report of a hundred trials opens at once.

import type { RunRecord } from '../../record/index.ts';
import { trialPanelHtml } from '../../report/index.ts';

/**
 * Makes the list of trials living.
 *
 * @param bring prepares what a panel holds: charts, matrices
 */
export function livingTrials(run: RunRecord, bring: (root: ParentNode) => void): void {
  const all = [...document.querySelectorAll<HTMLDetailsElement>('details[data-lazy]')];
  const trials = new Map(run.trials.map((trial) => [`trial-${trial.folder}`, trial]));
  const fill = (details: HTMLDetailsElement): void => {
    const trial = trials.get(details.id);
    if (trial === undefined || details.dataset['lazy'] === 'filled') return;
    details.dataset['lazy'] = 'filled';
    const panel = document.createElement('div');
    panel.className = 'panel';
    panel.innerHTML = trialPanelHtml(run, trial);
    details.append(panel);
    bring(panel);
  };
  for (const details of all) details.addEventListener('toggle', () => details.open && fill(details));
  const openLinked = (): void => {
    const linked = document.querySelector('details:target');
    if (!(linked instanceof HTMLDetailsElement)) return;
    linked.open = true;
    fill(linked);
    linked.scrollIntoView();
  };
  for (const moment of ['load', 'hashchange']) addEventListener(moment, openLinked);
  offerAll(all, fill);
}

/** Most trials that a button opens at once. */
const MOST = 24;

/** A button that opens all trials, or closes them. */
function offerAll(trials: readonly HTMLDetailsElement[], fill: (details: HTMLDetailsElement) => void): void {
  if (trials.length < 2 || trials.length > MOST) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button all';
  const open = (): boolean => trials.every((trial) => trial.open);
  const label = (): void => {
    button.textContent = open() ? 'Close all trials' : 'Open all trials';
  };
  button.addEventListener('click', () => {
    const wanted = !open();
    for (const trial of trials) {
      if (wanted) fill(trial);
      trial.open = wanted;
    }
    label();
  });
  label();
  trials[0].before(button);
}
