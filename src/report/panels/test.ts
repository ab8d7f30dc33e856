import {
  type ConfusionMatrix,
  perClassFigures,
  precisionOf,
  type RunRecord,
  recallOf,
  totalOf,
} from '../../record/index.ts';
import { CALIBRATION, MOST_BESIDE } from '../charts/index.ts';
import {
  type Block,
  type Inline,
  longColumn,
  nameColumn,
  numberCell,
  numberColumn,
  paragraph,
  type Row,
  type Section,
  textCell,
  textColumn,
} from '../document.ts';
import { count, dateTime, fixed, measured, NOTHING } from '../format.ts';
import { classLabels } from '../run-facts.ts';
import type { TestEvidence } from '../test-evidence.ts';

/** The figure's name of the test confusion matrix. */
export const TEST_CONFUSION = 'test-confusion';

/** How many of the most frequent confusions are listed. */
const PAIRS = 5;

/** The chosen model on rows that nothing else has seen. Null before it was tested. */
export function testPanel(run: RunRecord, evidence: TestEvidence | null = null): Section | null {
  const { test, sweep } = run;
  if (test === null) return null;
  const numbers: (readonly [string, Inline])[] = [
    ['Trial', { link: test.name, to: `trial-${test.trial}` }],
    ['Rows', count(test.rows)],
    ...(test.accuracy === undefined
      ? []
      : [['Accuracy', { figure: fixed(test.accuracy), claim: 'accuracy' }] as const]),
    ...(test.macroF1 === undefined ? [] : [['Macro-F1', { figure: fixed(test.macroF1), claim: 'macroF1' }] as const]),
    ...(test.rmse === undefined ? [] : [['RMSE', { figure: measured(test.rmse), claim: 'rmse' }] as const]),
    ...(test.mae === undefined ? [] : [['MAE', measured(test.mae)] as const]),
    ...(test.r2 === undefined ? [] : [['R²', { figure: fixed(test.r2), claim: 'r2' }] as const]),
    ['Loss', { figure: measured(test.loss), claim: 'loss' }],
  ];
  return {
    id: 'test',
    title: 'Independent test',
    blocks: [
      paragraph('The test rows took no part in training, in early stopping or in choosing the model.'),
      { kind: 'facts', items: numbers },
      ...classBlocks(run),
      ...evidenceBlocks(run, evidence),
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
  const columns = [nameColumn('class'), ...['precision', 'recall', 'F1', 'support'].map(numberColumn)];
  return [
    { kind: 'heading', text: 'Class by class' },
    { kind: 'table', table: { columns, rows: [...rows, macro, accuracy], sortable: false } },
  ];
}

/** Class by class: figures on one side, the matrix they come from on the other, or below where it is wide. */
function classBlocks(run: RunRecord): Block[] {
  const confusion = run.test?.confusion;
  if (confusion === undefined) return perClassTable(run);
  const labels = classLabels(run, confusion.length);
  const matrix: Block[] = [
    { kind: 'heading', text: 'Test confusion matrix' },
    { kind: 'matrix', id: TEST_CONFUSION, labels, counts: confusion },
  ];
  return [
    ...(labels.length > MOST_BESIDE
      ? [...perClassTable(run), ...matrix]
      : [{ kind: 'columns' as const, columns: [perClassTable(run), matrix] }]),
    { kind: 'island', name: 'cell', fallback: [] },
    ...confusedPairs(confusion, labels),
  ];
}

/** What only the predictions themselves tell: the surest mistakes, and whether the probabilities mean what they say. */
function evidenceBlocks(run: RunRecord, evidence: TestEvidence | null): Block[] {
  if (evidence === null) return [];
  const { mistakes, calibration } = evidence;
  const labels = classLabels(run, run.test?.confusion?.length ?? 0);
  const table: Block = {
    kind: 'table',
    table: {
      columns: [
        numberColumn('test row'),
        nameColumn('true class'),
        nameColumn('predicted as'),
        numberColumn('probability'),
      ],
      rows: mistakes.map(({ row, truth, predicted, confidence }) => ({
        cells: [
          numberCell(row, count(row)),
          textCell(labels[truth]),
          textCell(labels[predicted]),
          numberCell(confidence, fixed(confidence)),
        ],
      })),
      sortable: false,
    },
  };
  const { bins, expectedCalibrationError } = calibration;
  const bin = ({ from, to, rows, confidence, accuracy }: (typeof bins)[number]): Row => ({
    cells: [
      textCell(`${fixed(from, 1)} to ${fixed(to, 1)}`),
      numberCell(rows, count(rows)),
      rows === 0 ? textCell(NOTHING) : numberCell(confidence, fixed(confidence)),
      rows === 0 ? textCell(NOTHING) : numberCell(accuracy, fixed(accuracy)),
    ],
  });
  return [
    ...(mistakes.length === 0
      ? []
      : [
          { kind: 'heading' as const, text: 'Where it is most sure and wrong' },
          { kind: 'island' as const, name: 'mistakes', fallback: [table] },
        ]),
    { kind: 'heading', text: 'Does it know when it is right?' },
    paragraph(
      'Sorted by the probability of the predicted class, the rows should be right as often as it says. The expected calibration error, the mean distance between the two, is ',
      { strong: fixed(expectedCalibrationError) },
      '.',
    ),
    {
      kind: 'columns',
      columns: [
        [{ kind: 'charts', ids: [CALIBRATION] }],
        [
          {
            kind: 'table',
            table: {
              columns: [
                textColumn('probability'),
                numberColumn('rows'),
                numberColumn('its mean'),
                numberColumn('share right'),
              ],
              rows: bins.map(bin),
              sortable: false,
            },
          },
        ],
      ],
    },
  ];
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
          nameColumn('true class'),
          nameColumn('predicted as'),
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
