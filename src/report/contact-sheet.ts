// The page of a check-up: what was found, the classes, and what the rows look like: pictures of each class, or how the columns are
// spread. It has no program and loads nothing.

import type { CheckupFinding, CheckupRecord, ColumnCheckup } from '../record/index.ts';
import { type Block, paragraph, type ReportDocument, type Row, type Section, textCell } from './document.ts';
import { count } from './format.ts';
import { html, type Markup, trusted } from './html.ts';
import { spreadMarkup } from './spread.ts';
import { STYLE } from './style.ts';
import { writeHtml } from './write-html.ts';

/** One picture on the sheet. */
export interface SheetPicture {
  /** `cats/7.png` */
  readonly name: string;
  /** A `data:` address of it. */
  readonly source: string;
}

/** Pictures of one class. */
export interface SheetGroup {
  readonly label: string;
  /** Rows of the class, of which some are shown. */
  readonly rows: number;
  readonly pictures: readonly SheetPicture[];
}

/** Colours of classes, in their order. */
const COLOURS = 6;

/** Columns whose spread is drawn at most. */
const MOST_COLUMNS = 300;

/** Nothing is loaded from anywhere and no program runs; pictures stand in the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * The page of a check-up, which needs no network and no other file.
 *
 * @param groups pictures of each class; none for tables
 * @param generatedBy for the last line: `Heddle 0.1.0`
 * @example
 * const page = renderContactSheet((await checkDataset('synthetic-garments')).record, [], 'Heddle 0.1.0');
 */
export function renderContactSheet(record: CheckupRecord, groups: readonly SheetGroup[], generatedBy: string): string {
  const pictures = new Map<string, string>();
  const put = (id: string, { markup }: Markup): string => {
    pictures.set(id, markup);
    return id;
  };
  const sections = [
    findingsSection(record.findings),
    classesSection(record, put),
    picturesSection(groups, put),
    columnsSection(record, put),
    unreadableSection(record),
  ].filter((section) => section !== null);
  const document: ReportDocument = {
    title: `Check-up of ${record.dataset}`,
    subtitle: record.source,
    notice: null,
    lead: leadOf(record),
    sections,
    footer: `Written by ${generatedBy}.`,
  };
  return writeHtml(document, { style: `${STYLE}${SHEET_STYLE}`, pictures, scripts: trusted(''), policy: POLICY });
}

type Put = (id: string, markup: Markup) => string;

function leadOf({ parts, classes, columns, findings, pictures, copies }: CheckupRecord): Block[] {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const copied = copies.inside.reduce((sum, inside) => sum + inside.rows, 0);
  const between = [copies.trainValidation, copies.trainTest, copies.validationTest];
  const levels = (['error', 'warning', 'note'] as const).map((level) => {
    const there = findings.filter((finding) => finding.level === level).length;
    return `${there} ${level}${there === 1 ? '' : 's'}`;
  });
  const features = columns.filter(({ role }) => role === 'feature').length;
  return [
    {
      kind: 'tiles',
      items: [
        {
          label: pictures === null ? 'Rows' : 'Pictures',
          value: count(rows),
          note: parts.map((part) => `${count(part.rows)} ${part.name}`).join(', '),
        },
        ...(classes === null ? [] : [{ label: 'Classes', value: count(classes.length), note: rarest(classes) }]),
        ...(pictures === null
          ? [{ label: 'Columns', value: count(features), note: 'beside the target' }]
          : [
              {
                label: 'Size',
                value: `${pictures.shape[1]} × ${pictures.shape[0]}`,
                note: pictures.shape.length === 3 ? 'colour' : 'grey',
              },
            ]),
        {
          label: 'Copies',
          value: count(copied),
          note: `${count(between.reduce<number>((sum, one) => sum + (one ?? 0), 0))} between parts`,
        },
        { label: 'Findings', value: count(findings.length), note: levels.join(', ') },
      ],
    },
  ];
}

function rarest(classes: NonNullable<CheckupRecord['classes']>): string {
  const rows = classes.map((one) => one.rows);
  const [least, most] = [Math.min(...rows), Math.max(...rows)];
  return least === most ? `${count(least)} rows each` : `${count(least)} to ${count(most)} rows`;
}

function findingsSection(findings: readonly CheckupFinding[]): Section {
  if (findings.length === 0) return { id: 'findings', title: 'Findings', blocks: [paragraph('Nothing stands out.')] };
  const tones = { error: 'alarm', warning: 'warning', note: 'note' } as const;
  const blocks = findings.map(
    ({ level, where, text, hint }): Block => ({
      kind: 'notice',
      tone: tones[level],
      content: [{ strong: where }, ` ${text}. `, `${hint.charAt(0).toUpperCase()}${hint.slice(1)}`],
    }),
  );
  return { id: 'findings', title: 'Findings', blocks };
}

function classesSection({ classes, columns }: CheckupRecord, put: Put): Section | null {
  if (classes === null) return null;
  const most = Math.max(...classes.map(({ rows }) => rows), 1);
  const coloured = classes.length <= COLOURS && columns.some(({ histogram }) => (histogram?.counts.length ?? 1) > 1);
  const bars = classes.map(
    ({ label, rows, share }, i) =>
      html`<tr><th scope="row">${label}</th><td class="number">${count(rows)}</td><td class="number">${(100 * share).toFixed(1)} %</td><td class="bar"><span style="width:${((100 * rows) / most).toFixed(2)}%;background:var(--series-${coloured ? i + 1 : 1})"></span></td></tr>`,
  );
  const markup = html`<div class="wide"><table class="bars"><thead><tr><th scope="col">class</th><th scope="col" class="number">rows</th><th scope="col" class="number">share</th><th scope="col"></th></tr></thead><tbody>${bars}</tbody></table></div>`;
  return { id: 'classes', title: 'Classes', blocks: [{ kind: 'charts', ids: [put('class-bars', markup)] }] };
}

function picturesSection(groups: readonly SheetGroup[], put: Put): Section | null {
  if (groups.length === 0) return null;
  const blocks = groups.flatMap(({ label, rows, pictures }, i): Block[] => {
    const markup = html`<div class="gallery">${pictures.map(({ name, source }) => html`<img src="${source}" alt="${name}" title="${name}">`)}</div>`;
    return [
      {
        kind: 'heading',
        text: `${label}: ${pictures.length === rows ? 'all' : `${count(pictures.length)} of`} ${count(rows)}`,
      },
      { kind: 'charts', ids: [put(`class-${i}`, markup)] },
    ];
  });
  return {
    id: 'pictures',
    title: 'Pictures',
    blocks: [paragraph('Pictures that were given to train, drawn at random, as a network will see them.'), ...blocks],
  };
}

function columnsSection({ columns, classes }: CheckupRecord, put: Put): Section | null {
  if (columns.length === 0) return null;
  const drawn = columns.slice(0, MOST_COLUMNS).flatMap((column, i) => {
    const markup = spreadMarkup(column, classes);
    return markup === null ? [] : [put(`column-${i}`, markup)];
  });
  const legend: Block[] =
    classes !== null && classes.length <= COLOURS && classes.length > 1
      ? [
          {
            kind: 'charts',
            ids: [
              put(
                'legend',
                html`<p class="legend">${classes.map(({ label }, i) => html`<span><i style="background:var(--series-${i + 1})"></i>${label}</span> `)}</p>`,
              ),
            ],
          },
        ]
      : [];
  const titles = ['column', 'kind', 'missing', 'alone', 'smallest', 'largest', 'mean', 'deviation', 'different'];
  const table: Block = {
    kind: 'table',
    table: {
      columns: titles.map((label, i) => ({ label, numeric: i > 1, long: i === 0 })),
      rows: columns.map(columnRow),
      sortable: false,
    },
  };
  return {
    id: 'columns',
    title: 'Columns',
    blocks: [
      paragraph(
        'Figures are of the rows that were given to train. Alone is how much of the target a column tells by itself, judged on rows it was not fitted to: 0 is nothing, 1 is all.',
      ),
      table,
      ...legend,
      { kind: 'charts', ids: drawn },
    ],
  };
}

function columnRow({ name, role, kind, missing, alone, numbers, categories }: ColumnCheckup): Row {
  const figures =
    numbers === null
      ? ['', '', '', '']
      : [numbers.smallest, numbers.largest, numbers.mean, numbers.deviation].map(short);
  const different = numbers?.distinct ?? categories?.count ?? null;
  return {
    cells: [
      textCell(role === 'target' ? `${name} (target)` : name),
      textCell(kind),
      textCell(missing.count === 0 ? '' : count(missing.count)),
      textCell(alone === null ? '' : alone.toFixed(3)),
      ...figures.map(textCell),
      textCell(different === null ? '' : count(different)),
    ],
    ...(role === 'target' ? { tone: 'total' as const } : {}),
  };
}

const short = (value: number): string => String(Number(value.toPrecision(5)));

function unreadableSection({ pictures }: CheckupRecord): Section | null {
  if (pictures === null || pictures.unreadable.length === 0) return null;
  const rows = pictures.unreadable.map(({ file, problem }): Row => ({ cells: [textCell(file), textCell(problem)] }));
  const columns = ['file', 'what is wrong'].map((label) => ({ label, numeric: false, long: true }));
  return {
    id: 'unreadable',
    title: 'Files that cannot be read',
    blocks: [{ kind: 'table', table: { columns, rows, sortable: false } }],
  };
}

/** What the sheet needs beside the report's own style. */
const SHEET_STYLE = `
.chart { max-width: none; }
#columns .charts { grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); gap: 1.25rem 1.5rem; }
.gallery { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.gallery img { display: block; height: 3.5rem; min-width: 3.5rem; object-fit: contain; background: var(--soft); border-radius: 0.2rem; image-rendering: pixelated; }
.bars { width: 100%; max-width: 52rem; }
.bars th[scope="row"] { font-weight: 400; max-width: 14rem; overflow-wrap: anywhere; }
.bars td { width: 1%; }
.bars td.bar { width: 70%; min-width: 4rem; }
.bars .bar span { display: block; height: 0.8rem; min-width: 2px; border-radius: 0.15rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; max-width: none; font-size: 0.9375rem; }
.legend i { display: inline-block; width: 0.8rem; height: 0.8rem; margin-right: 0.4rem; border-radius: 0.15rem; }
#columns .charts:has(.legend) { display: block; }
.spread { margin: 0; font-size: 0.8125rem; }
.spread figcaption { margin-bottom: 0.35rem; font-weight: 550; overflow-wrap: anywhere; }
.spread svg { display: block; width: 100%; height: 5rem; background: var(--soft); border-radius: 0.25rem; }
.spread .ends { display: flex; justify-content: space-between; color: var(--muted); font-variant-numeric: tabular-nums; }
.spread .words { display: grid; grid-template-columns: minmax(3rem, 7rem) 1fr auto; gap: 0.1rem 0.5rem; align-items: center; }
.spread .words > * { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.spread .words i { display: block; height: 0.7rem; border-radius: 0.15rem; background: var(--series-1); }
.spread .words b { font-weight: 400; color: var(--muted); text-align: right; }
.notice { max-width: none; overflow-wrap: anywhere; }
`;
