import type { RunRecord } from '../../record/index.ts';
import {
  type Block,
  numberCell,
  numberColumn,
  paragraph,
  type Row,
  type Section,
  textCell,
  textColumn,
} from '../document.ts';
import { bytes } from '../format.ts';
import type { ProofClaims } from '../proof-claims.ts';

/** How a reader recomputes what this page claims, and what it takes. Null where no model was chosen. */
export function proofPanel(run: RunRecord, claims: ProofClaims | null): Section | null {
  if (claims === null) return null;
  return {
    id: 'proof',
    title: 'Check it yourself',
    blocks: [
      paragraph(
        run.test === null
          ? 'The chosen model can be loaded on your machine, and its fingerprint compared with the one on this page.'
          : 'Every test figure on this page can be computed again on your machine: the same arithmetic that trained the model, compiled into this page, reads the model and the test rows, and compares what it finds with what the page claims, digit by digit. Nothing leaves your machine.',
      ),
      { kind: 'island', name: 'proof', fallback: [], without: WITHOUT },
      ...fileTable(claims),
    ],
  };
}

const WITHOUT =
  'JavaScript is switched off here, so nothing can be computed on this page. Switch it on, or run heddle evaluate on the run folder.';

/** The files inside the page. */
function fileTable({ files }: ProofClaims): Block[] {
  if (files.length === 0) return [];
  const rows = files.map(
    (file): Row => ({
      cells: [
        textCell(file.name),
        numberCell(file.bytes, bytes(file.bytes)),
        file.packedBytes === null ? textCell('left out') : numberCell(file.packedBytes, bytes(file.packedBytes)),
        textCell({ code: file.sha256 }),
      ],
    }),
  );
  const total = files.reduce((sum, file) => sum + (file.packedBytes ?? 0), 0);
  const sum: Row = {
    tone: 'total',
    cells: [textCell('together'), textCell(''), numberCell(total, bytes(total)), textCell('')],
  };
  return [
    { kind: 'heading', text: 'Its files' },
    {
      kind: 'table',
      table: {
        columns: [
          textColumn('file'),
          numberColumn('size'),
          numberColumn('packed into the page'),
          { label: 'SHA-256', numeric: false, long: true },
        ],
        rows: files.length > 1 ? [...rows, sum] : rows,
        sortable: false,
      },
    },
  ];
}

/** A place to give the chosen model an image of one's own. Null for models that do not take images. */
export function tryPanel(run: RunRecord, claims: ProofClaims | null): Section | null {
  const chosen = run.trials.find((trial) => trial.folder === claims?.trial);
  const input = chosen?.record.model.input ?? [];
  const isImage = input.length === 2 || (input.length === 3 && [1, 3, 4].includes(input[2]));
  if (!isImage || run.sweep.dataset.classNames === null) return null;
  return {
    id: 'try',
    title: 'Try it',
    pageOnly: true,
    blocks: [
      paragraph('Draw, paste or drop an image, or take one of the test rows: the chosen model says what it sees.'),
      { kind: 'island', name: 'try', fallback: [], without: WITHOUT },
    ],
  };
}
