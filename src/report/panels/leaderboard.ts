import type { LeaderboardEntry, RunRecord } from '../../record/index.ts';
import {
  type Block,
  type Cell,
  type Column,
  longColumn,
  numberCell,
  numberColumn,
  paragraph,
  type Section,
  textCell,
  textColumn,
} from '../document.ts';
import { capital, count, duration, fixed, measured, metricName, NOTHING, plain } from '../format.ts';
import { chosenTrial, isClassifier, pathLabel, standings, variedPaths } from '../run-facts.ts';

/** All trials, best first; failed ones last, with their reason. */
export function leaderboardPanel(run: RunRecord): Section {
  const entries = standings(run);
  const { metric, direction } = run.sweep.selection;
  const name = metricName(metric);
  const paths = variedPaths(run);
  const extras = extraColumns(run);
  const columns: Column[] = [
    numberColumn('rank'),
    longColumn('model'),
    ...paths.map((path) => numberColumn(pathLabel(path, paths))),
    numberColumn(name),
    ...extras.map(({ column }) => column),
    numberColumn('best epoch'),
    numberColumn('epochs'),
    numberColumn('time'),
    textColumn('status'),
  ];
  const chosen = chosenTrial(run)?.folder;
  const rows = entries.map((entry) => ({
    ...(entry.trial === chosen
      ? { tone: 'chosen' as const }
      : entry.status === 'failed'
        ? { tone: 'failed' as const }
        : {}),
    cells: [
      numberCell(entry.rank, String(entry.rank)),
      textCell({ link: entry.modelName, to: `trial-${entry.trial}` }),
      ...paths.map((path) => parameterCell(entry, path)),
      numberCell(entry.value, measured(entry.value)),
      ...extras.map(({ cell }) => cell(entry)),
      numberCell(entry.bestEpoch, entry.bestEpoch === null ? NOTHING : String(entry.bestEpoch)),
      numberCell(entry.epochsTrained, String(entry.epochsTrained)),
      numberCell(entry.seconds, entry.seconds === 0 ? NOTHING : duration(entry.seconds)),
      textCell(entry.trial === chosen ? 'chosen' : entry.status),
    ],
  }));
  const ranked = `${capital(name)} at its best epoch ranks the trials: the ${direction === 'max' ? 'highest' : 'lowest'} first.`;
  return {
    id: 'leaderboard',
    title: run.leaderboard === null ? 'Leaderboard so far' : 'Leaderboard',
    blocks: [
      paragraph(ranked),
      { kind: 'table', table: { columns, rows, sortable: true } },
      ...chanceNote(run, entries),
      ...failures(entries),
    ],
  };
}

function parameterCell(entry: LeaderboardEntry, path: string): Cell {
  const value = entry.parameters[path];
  if (value === undefined) return textCell(NOTHING);
  return typeof value === 'number' ? numberCell(value, plain(value)) : textCell(plain(value));
}

/** Validation loss and accuracy, unless the trials are ranked by them or have none. */
function extraColumns(run: RunRecord): { column: Column; cell: (entry: LeaderboardEntry) => Cell }[] {
  const { metric } = run.sweep.selection;
  const loss = {
    column: numberColumn('validation loss'),
    cell: (entry: LeaderboardEntry) => numberCell(entry.validationLoss, measured(entry.validationLoss)),
  };
  const accuracy = {
    column: numberColumn('validation accuracy'),
    cell: (entry: LeaderboardEntry) => numberCell(entry.validationAccuracy, fixed(entry.validationAccuracy)),
  };
  return [
    ...(metric === 'validationLoss' ? [] : [loss]),
    ...(metric === 'validationAccuracy' || !isClassifier(run) ? [] : [accuracy]),
  ];
}

/** How far the number of validation rows lets trials be told apart: the standard error of an accuracy, sqrt(p (1 - p) / n). */
function chanceNote(run: RunRecord, entries: readonly LeaderboardEntry[]): Block[] {
  const rows = run.sweep.dataset.validationRows;
  const accuracy = entries[0]?.validationAccuracy ?? null;
  if (accuracy === null || rows === 0) return [];
  const error = Math.sqrt((accuracy * (1 - accuracy)) / rows);
  const text = `With ${count(rows)} validation rows, an accuracy of ${fixed(accuracy)} has a standard error of ${fixed(error)}. Trials that differ by less are not told apart by one sweep: another seed may rank them in another order.`;
  return [{ kind: 'notice', tone: 'note', content: [text] }];
}

function failures(entries: readonly LeaderboardEntry[]): Block[] {
  return entries
    .filter((entry) => entry.status === 'failed')
    .map((entry) => ({
      kind: 'notice',
      tone: 'warning',
      content: [{ strong: `${entry.name} failed` }, `: ${entry.message ?? 'no reason was recorded'}`],
    }));
}
