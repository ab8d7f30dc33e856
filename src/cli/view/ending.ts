import { join, relative } from 'node:path';
import type { AuditRecord, ExperimentResult, RunRecord } from '../../index.ts';
import { quantityText } from '../format/number-text.ts';
import { pairs } from '../format/table.ts';
import { leaderboardLines } from './leaderboard-table.ts';
import { summaryLines, trainedSummary } from './summary.ts';
import type { ViewStyle } from './view.ts';

/** A run that has ended, one way or another. */
export interface EndedRun {
  readonly result: ExperimentResult;
  readonly record: RunRecord;
  /** Whether one trial was to be chosen of several; `heddle train` chooses none. */
  readonly choosing: boolean;
  /** The command that goes on with the run. */
  readonly resume: string;
}

/** A path as a person types it: relative to the working folder where it lies inside. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}

/** `6 checks passed`, or what did not. */
function auditSummary({ checks }: AuditRecord): string {
  const named = (status: string): string[] => checks.filter((check) => check.status === status).map(({ id }) => id);
  const [failed, unknown] = [named('failed'), named('not-checkable')];
  const parts = [
    ...(failed.length === 0 ? [] : [`FAILED: ${failed.join(', ')}`]),
    quantityText(checks.length - failed.length - unknown.length, 'check').concat(' passed'),
    ...(unknown.length === 0 ? [] : [`not checkable: ${unknown.join(', ')}`]),
  ];
  return parts.join('; ');
}

/** The last thing a run prints: its results, what went wrong, and where everything is. */
export function endedLines({ result, record, choosing, resume }: EndedRun, style: ViewStyle): string[] {
  const { colours, columns } = style;
  const trials = record.trials.length;
  const folder = shownPath(result.location);
  const places: [string, string][] = [
    ['report', join(folder, 'report.html')],
    ['run folder', folder],
  ];
  if (record.audit !== undefined) places.unshift(['audit', auditSummary(record.audit)]);
  if (result.interrupted) {
    const finished = record.trials.filter((trial) => trial.record.status === 'finished').length;
    const count = `Interrupted: ${finished} of ${quantityText(trials, 'trial')} finished, none was chosen or tested.`;
    const board = finished === 0 ? [] : [...leaderboardLines(result.leaderboard, record.sweep.selection, style), ''];
    return [
      '',
      ...board,
      colours.yellow(count),
      ...pairs(
        [
          ['run folder', folder],
          ['to go on', resume],
        ],
        columns,
      ),
    ];
  }
  const failures =
    result.failed === 0 ? [] : ['', colours.red(`${result.failed} of ${quantityText(trials, 'trial')} failed.`)];
  const untested =
    result.test === null && result.selected !== null && record.sweep.dataset.testRows > 0
      ? ['The test rows were not read. To test it:', `  npx heddle evaluate ${folder} --split test`, '']
      : [];
  const summary = choosing ? summaryLines(record, style) : trainedSummary(record, style);
  return ['', ...summary, ...failures, ...(summary.at(-1) === '' ? [] : ['']), ...untested, ...pairs(places, columns)];
}
