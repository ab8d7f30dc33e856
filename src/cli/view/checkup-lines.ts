// A check-up as a person reads it in a terminal: what it is, classes with bars, columns as a table, findings.

import type { CheckupRecord, ColumnCheckup } from '../../index.ts';
import { countText, quantityText } from '../format/number-text.ts';
import { barOf } from '../format/progress-bar.ts';
import { type Column, pairs, table } from '../format/table.ts';
import { padEnd, padStart, truncate, widthOf, wrapWords } from '../format/text-width.ts';
import { printable } from '../output.ts';
import type { ViewStyle } from './view.ts';

/** More are left to `--json`. */
const MOST_CLASSES = 40;
const MOST_COLUMNS = 60;

/** Cells of the longest bar. */
const BAR = 30;

/** All lines of a check-up. */
export function checkupLines(record: CheckupRecord, style: ViewStyle): string[] {
  const { colours, columns } = style;
  const blocks = [
    [colours.bold(`Check-up of ${printable(record.dataset)}`), ...pairs(facts(record), columns)],
    classLines(record, style),
    columnLines(record, style),
    unreadableLines(record, style),
    findingLines(record, style),
  ];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function facts(record: CheckupRecord): [string, string][] {
  const { parts, copies, pictures, columns, target, source } = record;
  const unit = record.kind === 'table' ? 'row' : 'picture';
  const counted = (origin: string): string =>
    parts
      .filter((part) => part.origin === origin)
      .map(({ name, rows }) => `${countText(rows)} ${name}`)
      .join(', ');
  const drawn = counted('drawn');
  const rows = drawn === '' ? counted('given') : `${counted('given')}; drawn as a sweep would: ${drawn}`;
  const known: [string, string][] = [
    [`${unit}s`, rows],
    ['source', source],
  ];
  if (record.kind === 'table') {
    const features = columns.filter(({ role }) => role === 'feature').length;
    known.push([
      'columns',
      `${countText(features)}${target === null ? '; name the one to be predicted with --target' : `, and the target ${target}`}`,
    ]);
  }
  if (pictures !== null) {
    const { shape, mean, deviation, constantValues, sizes } = pictures;
    const size = `${shape[1]} x ${shape[0]}${shape.length === 3 ? ', colour' : ', grey'}`;
    known.push(['size', sizes === null ? size : `${size}, made from ${sizesText(sizes)}`]);
    known.push([
      'pixels',
      `mean ${mean.toFixed(1)}, deviation ${deviation.toFixed(1)} of 0 to 255; ${constantValues === 0 ? 'none is' : `${countText(constantValues)} are`} the same in all pictures`,
    ]);
  }
  known.push(['copies', copiesText(copies)]);
  return known;
}

function copiesText({ inside, trainValidation, trainTest, validationTest }: CheckupRecord['copies']): string {
  const between = [
    { rows: trainValidation, where: 'between training and validation' },
    { rows: trainTest, where: 'between training and test' },
    { rows: validationTest, where: 'between validation and test' },
  ];
  const counts = [...inside.map(({ rows, part }) => ({ rows, where: `inside ${part}` })), ...between];
  const there = counts.filter(({ rows }) => rows !== null && rows > 0);
  return there.length === 0 ? 'none' : there.map(({ rows, where }) => `${countText(rows!)} ${where}`).join(', ');
}

function sizesText({
  different,
  smallest,
  largest,
  most,
}: NonNullable<NonNullable<CheckupRecord['pictures']>['sizes']>): string {
  if (different === 1) return `files of ${largest.width} x ${largest.height}`;
  const [first] = most;
  return `${countText(different)} sizes from ${smallest.width} x ${smallest.height} to ${largest.width} x ${largest.height}, most often ${first.width} x ${first.height} (${quantityText(first.files, 'file')})`;
}

function classLines({ classes }: CheckupRecord, { colours, columns }: ViewStyle): string[] {
  if (classes === null || classes.length === 0) return [];
  const listed = classes.slice(0, MOST_CLASSES);
  const names = listed.map(({ label }) => truncate(printable(label), 40));
  const width = Math.max(...names.map(widthOf));
  const rows = listed.map(({ rows }) => countText(rows));
  const digits = Math.max(...rows.map(widthOf));
  const most = Math.max(...classes.map((one) => one.rows), 1);
  const room = Math.max(4, Math.min(BAR, columns - width - digits - 15));
  const lines = listed.map(
    ({ rows: count, share }, i) =>
      `  ${padEnd(names[i], width)}  ${padStart(rows[i], digits)}  ${padStart(`${(100 * share).toFixed(1)} %`, 7)}  ${colours.cyan(barOf(count / most, room).trimEnd())}`,
  );
  const others = classes.length > MOST_CLASSES ? [`  and ${countText(classes.length - MOST_CLASSES)} more`] : [];
  return [colours.bold('Classes'), ...lines, ...others];
}

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

function columnLines({ columns, findings }: CheckupRecord, style: ViewStyle): string[] {
  if (columns.length === 0) return [];
  const { colours } = style;
  const marked = new Map(findings.toReversed().map(({ where, level }) => [where, level]));
  const shown = columns.slice(0, MOST_COLUMNS);
  const titles = [
    left('column'),
    left('kind'),
    right('missing'),
    right('alone'),
    ...['smallest', 'largest', 'mean', 'deviation'].map(right),
  ];
  const dressed = (line: string, i: number): string => {
    const level = marked.get(`column ${shown[i].name}`);
    return level === 'error' ? colours.red(line) : level === 'warning' ? colours.yellow(line) : line;
  };
  const lines = table(titles, shown.map(columnCells), { indent: 2, title: colours.dim, row: dressed });
  const others = columns.length > MOST_COLUMNS ? [`  and ${countText(columns.length - MOST_COLUMNS)} more`] : [];
  const legend = columns.some(({ alone }) => alone !== null)
    ? [
        '',
        ...wrapWords(
          'alone: how much of the target the column tells by itself, judged on rows it was not fitted to: 0 nothing, 1 all',
          Math.max(24, style.columns - 2),
        ).map((line) => colours.dim(`  ${line}`)),
      ]
    : [];
  return [
    colours.bold('Columns, of the rows that were given to train'),
    ...lines.map((line) => truncate(line, style.columns)),
    ...others,
    ...legend,
  ];
}

function columnCells(column: ColumnCheckup): string[] {
  const { name, role, kind, missing, numbers, categories, alone } = column;
  const common = [
    `${truncate(printable(name), 32)}${role === 'target' ? ' (target)' : ''}`,
    kind,
    missing.count === 0 ? '-' : countText(missing.count),
    alone === null ? '-' : alone.toFixed(3),
  ];
  if (kind === 'text') return [...common, 'too many different texts'];
  if (categories !== null) {
    const most = categories.most.slice(0, 3).map(({ label, rows }) => `${printable(label)} ${countText(rows)}`);
    const others = categories.count > 3 ? `, and ${categories.count - 3} more` : '';
    return [...common, `${most.join(', ')}${others}`];
  }
  if (numbers === null) return [...common, 'no value'];
  return [...common, ...[numbers.smallest, numbers.largest, numbers.mean, numbers.deviation].map(shortNumber)];
}

/** A number of any size in a column: whole ones as they are, others with five digits. */
function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e7 ? String(Number(value.toPrecision(5))) : value.toExponential(3);
}

function unreadableLines({ pictures }: CheckupRecord, { colours, columns }: ViewStyle): string[] {
  if (pictures === null || pictures.unreadable.length === 0) return [];
  const lines = pictures.unreadable.flatMap(({ file, problem }) =>
    wrapWords(`${printable(file)}: ${printable(problem)}`, Math.max(24, columns - 4)).map(
      (line, i) => `${i === 0 ? '  ' : '    '}${line}`,
    ),
  );
  const count = quantityText(pictures.unreadable.length, 'file');
  return [colours.bold(colours.red(`${count} that cannot be read`)), ...lines];
}

function findingLines({ findings }: CheckupRecord, { colours, columns }: ViewStyle): string[] {
  if (findings.length === 0) return [colours.green('Nothing stands out.')];
  const colour = { error: colours.red, warning: colours.yellow, note: colours.cyan };
  const lines = findings.flatMap(({ level, where, text, hint }) => {
    const words = [
      ...wrapWords(printable(`${where}: ${text}`), room(columns)),
      ...wrapWords(printable(hint), room(columns)).map(colours.dim),
    ];
    return words.map((line, i) => `  ${i === 0 ? colour[level](padEnd(level, 7)) : ' '.repeat(7)}  ${line}`);
  });
  return [colours.bold('Findings'), ...lines];
}

const room = (columns: number): number => Math.max(24, columns - 11);
