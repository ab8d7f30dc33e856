import { basename } from 'node:path';
import { type RunRecord, selectedEntry } from '../../index.ts';
import { listRuns, type RunListing } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { shortMetricText } from '../format/names.ts';
import { figureText } from '../format/number-text.ts';
import { type Column, table } from '../format/table.ts';
import { truncate } from '../format/text-width.ts';
import { createOutput, type OutputOptions } from '../output.ts';

/** One run as the list shows it. */
export interface RunLine {
  readonly folder: string;
  readonly started: string | null;
  readonly status: string;
  readonly trials: number;
  readonly finished: number;
  readonly failed: number;
  readonly selected: string | null;
  readonly metric: string | null;
  readonly best: number | null;
  readonly testAccuracy: number | null;
  readonly problem: string | null;
}

/** `heddle runs`: every run in the folder of runs, the newest first. */
export async function runsCommand(options: OutputOptions & { readonly out: string }): Promise<ExitCode> {
  const output = createOutput(options);
  const lines = (await listRuns(options.out)).map(lineOf);
  if (output.json) output.document(lines);
  else if (lines.length === 0) output.lines([`No runs in ${options.out} yet. heddle sweep fashion-mnist makes one.`]);
  else output.lines(runsTable(lines).map((line) => truncate(line, output.columns())));
  return EXIT.done;
}

function lineOf({ folder, run, problem }: RunListing): RunLine {
  if (run !== null) return runLine(folder, run);
  const nothing = { started: null, trials: 0, finished: 0, failed: 0, selected: null, metric: null, best: null };
  return { folder, ...nothing, status: 'unreadable', testAccuracy: null, problem };
}

/** What a list says of a run. */
export function runLine(folder: string, { sweep, trials, leaderboard, test }: RunRecord): RunLine {
  const count = (status: string): number => trials.filter(({ record }) => record.status === status).length;
  const selected = selectedEntry(leaderboard);
  return {
    folder,
    started: sweep.started,
    status: sweep.finished === null ? 'unfinished' : count('failed') > 0 ? 'failures' : 'finished',
    trials: trials.length,
    finished: count('finished'),
    failed: count('failed'),
    selected: selected?.name ?? null,
    metric: sweep.selection.metric,
    best: selected?.value ?? selected?.cell?.mean ?? null,
    testAccuracy: test?.accuracy ?? null,
    problem: null,
  };
}

const COLUMNS: readonly Column[] = [
  { title: 'run', align: 'left' },
  { title: 'started', align: 'left' },
  { title: 'status', align: 'left' },
  { title: 'trials', align: 'right' },
  { title: 'best validation', align: 'left' },
  { title: 'test accuracy', align: 'right' },
  { title: 'chosen', align: 'left' },
];

/** The list as a table. Times are in UTC. */
export function runsTable(lines: readonly RunLine[]): string[] {
  const rows = lines.map((line) => {
    const name = basename(line.folder);
    if (line.problem !== null) return [name, line.problem];
    const best = line.best === null ? '-' : `${figureText(line.best)} ${shortMetricText(line.metric ?? '')}`;
    const started = (line.started ?? '').slice(0, 16).replace('T', ' ');
    const trials = `${line.finished}/${line.trials}`;
    return [name, started, line.status, trials, best, figureText(line.testAccuracy), line.selected ?? '-'];
  });
  return table(COLUMNS, rows);
}
