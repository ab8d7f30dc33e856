import type { LeaderboardEntry, RunRecord, SelectionRecord } from '../../record/index.ts';
import { certaintyOf, intervalNote, rangeText } from '../certainty.ts';
import { hasIntervals, INTERVALS } from '../charts/index.ts';
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
    ...repeatColumns(entries),
    numberColumn(name),
    ...(run.selection === undefined ? [] : [textColumn('95 % interval'), numberColumn('against the winner')]),
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
      ...repeatCells(entries, entry),
      numberCell(entry.value, measured(entry.value)),
      ...certaintyCells(run, entry),
      ...extras.map(({ cell }) => cell(entry)),
      numberCell(entry.bestEpoch, entry.bestEpoch === null ? NOTHING : String(entry.bestEpoch)),
      numberCell(entry.epochsTrained, String(entry.epochsTrained)),
      numberCell(entry.seconds, entry.seconds === 0 ? NOTHING : duration(entry.seconds)),
      textCell(entry.trial === chosen ? 'chosen' : entry.status),
    ],
  }));
  const order = direction === 'max' ? 'highest' : 'lowest';
  const cells = cellTable(run, entries);
  const ranked =
    cells.length === 0
      ? `${capital(name)} at its best epoch ranks the trials: the ${order} first.`
      : `The mean ${name} of its trials ranks the cells: the ${order} first. Inside a cell the best trial comes first.`;
  return {
    id: 'leaderboard',
    title: run.leaderboard === null ? 'Leaderboard so far' : 'Leaderboard',
    blocks: [
      paragraph(ranked),
      ...cells,
      { kind: 'table', table: { columns, rows, sortable: true } },
      ...(run.selection === undefined ? chanceNote(run, entries) : sureNote(run.selection)),
      ...(hasIntervals(run) ? [{ kind: 'charts' as const, ids: [INTERVALS] }] : []),
      ...failures(entries),
    ],
  };
}

/** Whether the trials of a cell differ in their repeat or their fold, and so need columns for them. */
function repeatColumns(entries: readonly LeaderboardEntry[]): Column[] {
  return [
    ...(entries.some((entry) => entry.repeat !== undefined && entry.repeat > 0) ? [numberColumn('repeat')] : []),
    ...(entries.some((entry) => (entry.fold ?? null) !== null) ? [numberColumn('fold')] : []),
  ];
}

function repeatCells(entries: readonly LeaderboardEntry[], { repeat, fold, refit }: LeaderboardEntry): Cell[] {
  const shown = (value: number | null | undefined): Cell =>
    value === null || value === undefined
      ? textCell(refit === true ? 'all rows' : NOTHING)
      : numberCell(value, String(value));
  const values = { repeat: shown(repeat), fold: shown(fold) };
  return repeatColumns(entries).map(({ label }) => values[label as keyof typeof values]);
}

/** The interval of the selection metric, and whether the trial can be told apart from the winner. */
function certaintyCells(run: RunRecord, entry: LeaderboardEntry): Cell[] {
  if (run.selection === undefined) return [];
  const certainty = certaintyOf(run, entry.trial);
  if (certainty === null) return [textCell(NOTHING), textCell(NOTHING)];
  const { selection, behind, withinNoise } = certainty;
  const against =
    behind === null
      ? textCell(NOTHING)
      : withinNoise === true
        ? { content: 'within noise', sort: behind.value }
        : numberCell(behind.value, `${measured(Math.abs(behind.value))} ${behind.value < 0 ? 'ahead' : 'behind'}`);
  return [textCell(rangeText(selection)), against];
}

function sureNote(selection: SelectionRecord): Block[] {
  return [{ kind: 'notice', tone: 'note', content: [intervalNote(selection)] }];
}

/** The cells by their means, where cells have several trials. */
function cellTable(run: RunRecord, entries: readonly LeaderboardEntry[]): Block[] {
  const cells = new Map(entries.flatMap(({ cell }) => (cell === undefined ? [] : [[cell.name, cell] as const])));
  if (cells.size === 0) return [];
  const sure = new Map(run.selection?.cells?.map((cell) => [cell.cell, cell]));
  const rows = [...cells.values()]
    .sort((a, b) => a.rank - b.rank)
    .map((cell) => {
      const certainty = sure.get(cell.name);
      return {
        ...(cell.rank === 1 && cell.mean !== null ? { tone: 'chosen' as const } : {}),
        cells: [
          numberCell(cell.rank, String(cell.rank)),
          textCell(cell.name),
          numberCell(cell.mean, measured(cell.mean)),
          numberCell(cell.deviation, measured(cell.deviation)),
          ...(sure.size === 0
            ? []
            : [
                textCell(certainty === undefined ? NOTHING : rangeText(certainty.selection)),
                textCell(
                  certainty?.withinNoise === true
                    ? 'within noise'
                    : certainty?.withinNoise === false
                      ? 'told apart'
                      : NOTHING,
                ),
              ]),
          numberCell(cell.finished, `${cell.finished} of ${cell.trials}`),
        ],
      };
    });
  const columns = [
    numberColumn('rank'),
    longColumn('cell'),
    numberColumn(`mean ${metricName(run.sweep.selection.metric)}`),
    numberColumn('standard deviation'),
    ...(sure.size === 0 ? [] : [textColumn('95 % interval'), textColumn('against the winner')]),
    numberColumn('finished'),
  ];
  return [
    { kind: 'heading', text: 'Cells' },
    { kind: 'table', table: { columns, rows, sortable: true } },
    { kind: 'heading', text: 'Their trials' },
  ];
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

/** Most trials of one failure that are named. */
const MOST_NAMED = 4;

/** Why trials failed, each reason once. */
function failures(entries: readonly LeaderboardEntry[]): Block[] {
  const reasons = new Map<string, string[]>();
  for (const { name, status, message } of entries) {
    if (status !== 'failed') continue;
    const reason = message ?? 'no reason was recorded';
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return [...reasons].map(([reason, names]) => ({
    kind: 'notice',
    tone: 'warning',
    content: [
      { strong: `${names.length === 1 ? names[0] : `${count(names.length)} trials`} failed` },
      `${named(names)}: ${reason}`,
    ],
  }));
}

/** Which of several trials failed: ` (a, b)`, ` (a, b, c, d and 12 more)`. */
function named(names: readonly string[]): string {
  if (names.length === 1) return '';
  const more = names.length > MOST_NAMED ? ` and ${count(names.length - MOST_NAMED)} more` : '';
  return ` (${names.slice(0, MOST_NAMED).join(', ')}${more})`;
}
