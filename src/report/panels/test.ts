import {
  type ConfusionMatrix,
  perClassFigures,
  precisionOf,
  type RunRecord,
  recallOf,
  totalOf,
} from '../../record/index.ts';
import {
  type Block,
  type Inline,
  longColumn,
  numberCell,
  numberColumn,
  paragraph,
  type Row,
  type Section,
  textCell,
  textColumn,
} from '../document.ts';
import { count, dateTime, fixed, measured } from '../format.ts';
import { classLabels } from '../run-facts.ts';

/** The figure's name of the test confusion matrix. */
export const TEST_CONFUSION = 'test-confusion';

/** How many of the most frequent confusions are listed. */
const PAIRS = 5;

/** The chosen model on rows that nothing else has seen. Null before it was tested. */
export function testPanel(run: RunRecord): Section | null {
  const { test, sweep } = run;
  if (test === null) return null;
  const numbers: (readonly [string, Inline])[] = [
    ['Trial', { link: test.name, to: `trial-${test.trial}` }],
    ['Rows', count(test.rows)],
    ...(test.accuracy === undefined ? [] : [['Accuracy', { strong: fixed(test.accuracy) }] as const]),
    ...(test.macroF1 === undefined ? [] : [['Macro-F1', { strong: fixed(test.macroF1) }] as const]),
    ...(test.rmse === undefined ? [] : [['RMSE', { strong: measured(test.rmse) }] as const]),
    ...(test.mae === undefined ? [] : [['MAE', measured(test.mae)] as const]),
    ...(test.r2 === undefined ? [] : [['R²', { strong: fixed(test.r2) }] as const]),
    ['Loss', measured(test.loss)],
  ];
  return {
    id: 'test',
    title: 'Independent test',
    blocks: [
      paragraph('The test rows took no part in training, in early stopping or in choosing the model.'),
      { kind: 'facts', items: numbers },
      ...classBlocks(run),
      { kind: 'heading', text: 'Every reading of the test rows' },
      {
        kind: 'table',
        table: {
          columns: [textColumn('time'), textColumn('trial'), longColumn('command')],
          rows: sweep.testReads.map(({ time, trial, command }) => ({
            cells: [textCell(dateTime(time)), textCell(trial), textCell({ code: command })],
          })),
          sortable: false,
        },
      },
    ],
  };
}

function perClassTable({ test }: RunRecord): Block[] {
  if (test?.perClass === undefined) return [];
  const figures = test.perClass;
  const confusion = test.confusion ?? [];
  const line = (label: string, values: readonly (number | undefined)[], support: number, tone: Row['tone']): Row => ({
    ...(tone === undefined ? {} : { tone }),
    cells: [
      textCell(label),
      ...values.map((value) => (value === undefined ? textCell('') : numberCell(value, fixed(value)))),
      numberCell(support, count(support)),
    ],
  });
  const rows = figures.map(({ label, precision, recall, f1, support }) =>
    line(label, [precision, recall, f1], support, undefined),
  );
  const averages = [precisionOf(confusion, 'macro'), recallOf(confusion, 'macro'), test.macroF1];
  const macro = line('macro average', averages, test.rows, 'total');
  const accuracy = line('accuracy', [undefined, undefined, test.accuracy], test.rows, 'total');
  const columns = [textColumn('class'), ...['precision', 'recall', 'F1', 'support'].map(numberColumn)];
  return [
    { kind: 'heading', text: 'Class by class' },
    { kind: 'table', table: { columns, rows: [...rows, macro, accuracy], sortable: false } },
  ];
}

/** Class by class: figures and frequent mistakes on one side, the matrix they come from on the other. */
function classBlocks(run: RunRecord): Block[] {
  const confusion = run.test?.confusion;
  if (confusion === undefined) return perClassTable(run);
  const labels = classLabels(run, confusion.length);
  const matrix: Block[] = [
    { kind: 'heading', text: 'Test confusion matrix' },
    { kind: 'matrix', id: TEST_CONFUSION, labels, counts: confusion },
  ];
  return [{ kind: 'columns', columns: [perClassTable(run), matrix] }, ...confusedPairs(confusion, labels)];
}

/** The most frequent mistakes, in words. */
function confusedPairs(confusion: ConfusionMatrix, labels: readonly string[]): Block[] {
  const pairs = confusion
    .flatMap((row, t) => row.map((n, p) => ({ n, t, p })))
    .filter(({ n, t, p }) => t !== p && n > 0);
  pairs.sort((a, b) => b.n - a.n);
  if (pairs.length === 0) return [];
  const support = perClassFigures(confusion).map((figures) => figures.support);
  const wrong = totalOf(confusion) - confusion.reduce((sum, row, t) => sum + row[t], 0);
  const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  return [
    { kind: 'heading', text: 'What it most often confuses' },
    {
      kind: 'table',
      table: {
        columns: [
          textColumn('true class'),
          textColumn('predicted as'),
          numberColumn('rows'),
          numberColumn('of the class'),
          numberColumn('of all mistakes'),
        ],
        rows: pairs.slice(0, PAIRS).map(({ n, t, p }) => ({
          cells: [
            textCell(labels[t]),
            textCell(labels[p]),
            numberCell(n, count(n)),
            numberCell(n / support[t], percent(n, support[t])),
            numberCell(n / wrong, percent(n, wrong)),
          ],
        })),
        sortable: false,
      },
    },
  ];
}
