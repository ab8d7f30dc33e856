import type { RunRecord, RunTrial } from '../record/index.ts';
import { trialBlocks } from './panels/index.ts';
import { writeBlocks } from './write-html.ts';

/** What the page shows of a trial once it is opened, as HTML in which every text is escaped; charts are empty places. */
export function trialPanelHtml(run: RunRecord, trial: RunTrial): string {
  return writeBlocks(trialBlocks(run, trial));
}
