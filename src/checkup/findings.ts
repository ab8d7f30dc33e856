// What the facts of a check-up mean: what training would refuse, what to look at, what is good to know.

import { grouped, type HeddleError } from '../core/index.ts';
import {
  DECIMAL_COMMA_HINT,
  equalHint,
  hasDecimalComma,
  isDate,
  type MissingPolicy,
  MOST_CATEGORIES,
  MOST_DECLARED,
} from '../data/index.ts';
import type { CheckupFinding, CheckupRecord, ColumnCheckup } from '../record/index.ts';
import { SUSPICIOUS } from './alone.ts';

/** What findings need to know beside the facts. */
export interface FindingContext {
  /** Rows of the file that was given to train, of which the figures of columns are. */
  readonly rows: number;
  /** What a sweep would do with missing values. */
  readonly missing: 'refuse' | 'fill' | 'drop';
  /** What it would do with those of single columns, by name. */
  readonly ownMissing: ReadonlyMap<string, MissingPolicy>;
  /** Why the rows cannot be divided, or null. */
  readonly problem: HeddleError | null;
  /** A text of each column that holds neither numbers nor categories. */
  readonly texts: ReadonlyMap<string, string>;
  /** Two different numbers that float32 takes for one, of each column that it is too coarse for. */
  readonly equal: ReadonlyMap<string, readonly [number, number]>;
}

/** What is to be done about missing values of a feature, by what is done already. */
const MISSING_HINTS = {
  refuse: 'say what stands for them: missing: fill, or drop.',
  fill: 'missing: fill stands for them: the median of numbers, a category of its own for words.',
  drop: 'missing: drop leaves these rows out.',
} as const;

/** A class with fewer rows than this share of the largest one's is rare. */
const RARE = 0.1;

/** float32 tells all whole numbers up to here apart. */
const LARGEST_WHOLE = 2 ** 24;

const LEVELS: readonly CheckupFinding['level'][] = ['error', 'warning', 'note'];

/** The findings, errors first. */
export function findingsOf(record: Omit<CheckupRecord, 'findings'>, context: FindingContext): CheckupFinding[] {
  // Rows without any target cannot be divided, which is not the reason but what follows.
  const isBlank = record.columns.some((column) => column.role === 'target' && hasNoValue(column));
  const found = [
    ...(isBlank ? [] : divisionFindings(context)),
    ...lineFindings(record),
    ...record.columns.flatMap((column) => columnFindings(column, context)),
    ...classFindings(record),
    ...pictureFindings(record),
    ...copyFindings(record),
  ];
  return LEVELS.flatMap((level) => found.filter((finding) => finding.level === level));
}

const hasNoValue = ({ kind, numbers, categories }: ColumnCheckup): boolean =>
  kind !== 'text' && numbers === null && (categories === null || categories.count === 0);

const some = (count: number, one: string, more: string = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : more}`;

/** `sales.csv:3, sales.csv:9 and 12 more` */
function named({ count, first }: { readonly count: number; readonly first: readonly string[] }): string {
  const others = count - first.length;
  return others > 0 ? `${first.join(', ')} and ${grouped(others)} more` : first.join(', ');
}

function divisionFindings({ problem }: FindingContext): CheckupFinding[] {
  if (problem === null) return [];
  const { where, expected, received, hint } = problem;
  return [{ level: 'error', where, text: `expected ${expected}, received ${received}`, hint }];
}

function lineFindings({ lines }: Pick<CheckupRecord, 'lines'>): CheckupFinding[] {
  if (lines.count === 0) return [];
  return [
    {
      level: 'error',
      where: 'lines',
      text: `${some(lines.count, 'line')} with more or fewer cells than the first one: ${named(lines)}`,
      hint: 'mend them; a cell that holds the delimiter needs quotes around it.',
    },
  ];
}

function columnFindings(column: ColumnCheckup, context: FindingContext): CheckupFinding[] {
  const { name, role, kind, missing, words, notFinite, numbers } = column;
  const where = `column ${name}`;
  const found: CheckupFinding[] = [];
  const add = (level: CheckupFinding['level'], text: string, hint: string): void => {
    found.push({ level, where, text, hint });
  };
  if (words.count > 0)
    add(
      'error',
      `${some(words.count, 'word')} among numbers: ${named(words)}`,
      `mend them; or missingTexts, if they mean that there is no value; or columns: { ${name}: category }.`,
    );
  if (notFinite.count > 0)
    add(
      'error',
      `${some(notFinite.count, 'number')} that float32 cannot hold: ${named(notFinite)}`,
      'mend them, or leave the cells empty.',
    );
  if (kind === 'text')
    add(
      'error',
      `neither numbers nor at most ${MOST_CATEGORIES} different texts, such as ${JSON.stringify(context.texts.get(name) ?? '')}`,
      textHint(name, context.texts.get(name) ?? ''),
    );
  if (role === 'target' && hasNoValue(column)) {
    add('error', 'no value in any row that was given to train', 'there is nothing to learn: choose another target.');
  } else if (missing.count > 0) {
    const own = context.ownMissing.get(name);
    const refused = role === 'target' ? context.missing !== 'drop' : (own ?? context.missing) === 'refuse';
    const hint =
      role === 'target'
        ? `a row without a target teaches nothing: ${refused ? 'missing: drop.' : 'missing: drop leaves it out.'}`
        : missingHint(context.missing, own);
    add(refused ? 'error' : 'note', `${some(missing.count, 'missing value')}: ${named(missing)}`, hint);
  }
  const equal = context.equal.get(name);
  if (equal !== undefined) {
    const text = `float32 takes different numbers for one, such as ${equal[0]} and ${equal[1]}`;
    add('warning', text, equalHint(name));
  } else if (column.constant)
    add(
      'warning',
      `one value in all rows, which tells nothing`,
      role === 'target' ? 'there is nothing to learn: choose another target.' : `ignore: [${name}].`,
    );
  if (column.alone !== null && column.alone >= SUSPICIOUS)
    add(
      'warning',
      `tells the target by itself (${column.alone.toFixed(3)} of 1), and may be the target in disguise`,
      `ask whether it is known when the network will be asked; if not, ignore: [${name}].`,
    );
  const labels = column.categories?.most ?? [];
  if (role === 'feature' && labels.length > 0 && labels.every(({ label }) => isDate(label)))
    add('warning', 'dates, of which each is a category', textHint(name, labels[0].label));
  if (numbers === null) return found;
  const { smallest, largest, distinct } = numbers;
  if (
    role === 'feature' &&
    distinct >= 20 &&
    largest - smallest === distinct - 1 &&
    Number.isInteger(smallest) &&
    distinct >= 0.9 * context.rows
  )
    add('warning', 'counts the rows, so it tells only where a row stands in the file', `ignore: [${name}].`);
  if (
    equal === undefined &&
    Math.max(-smallest, largest) > LARGEST_WHOLE &&
    Number.isInteger(smallest) &&
    Number.isInteger(largest)
  )
    add(
      'note',
      `whole numbers above ${grouped(LARGEST_WHOLE)} are rounded to what float32 holds, 7 digits`,
      `if they are names of things, columns: { ${name}: category } or ignore: [${name}].`,
    );
  return found;
}

/** What is to be done about missing values of a feature: as was said of all, or of the column. */
function missingHint(all: FindingContext['missing'], own: MissingPolicy | undefined): string {
  if (own === undefined || own === 'refuse') return MISSING_HINTS[own ?? all];
  const policy = typeof own === 'string' ? own : `{ value: ${own.value} }`;
  return `missing: ${policy}, of the column itself, stands for them.`;
}

function textHint(name: string, text: string): string {
  if (isDate(text)) return `a date is no feature: ignore: [${name}]; or split: { time: ${name} }.`;
  if (hasDecimalComma(text)) return DECIMAL_COMMA_HINT;
  return `ignore: [${name}]; or columns: { ${name}: category }, up to ${grouped(MOST_DECLARED)} of them.`;
}

function classFindings({ classes }: Pick<CheckupRecord, 'classes'>): CheckupFinding[] {
  if (classes === null || classes.length < 2) return [];
  const largest = classes.reduce((best, one) => (one.rows > best.rows ? one : best));
  const rare = classes.filter(({ rows }) => rows < RARE * largest.rows);
  if (rare.length === 0) return [];
  return [
    {
      level: 'warning',
      where: 'classes',
      text: `${some(rare.length, 'class', 'classes')} with less than a tenth of the rows of ${largest.label}: ${named({ count: rare.length, first: rare.slice(0, 5).map(({ label }) => label) })}; always ${largest.label} is right in ${(100 * largest.share).toFixed(1)} % of rows`,
      hint: 'accuracy says little here: rank by validationMacroF1, as sweeps do unless told otherwise.',
    },
  ];
}

function pictureFindings({ pictures }: Pick<CheckupRecord, 'pictures'>): CheckupFinding[] {
  if (pictures === null) return [];
  const { unreadable, blank } = pictures;
  const found: CheckupFinding[] = [];
  if (unreadable.length > 0)
    found.push({
      level: 'error',
      where: 'files',
      text: `${some(unreadable.length, 'file')} that cannot be read, all listed above`,
      hint: 'get them again, or take them out.',
    });
  if (blank.count > 0)
    found.push({
      level: 'warning',
      where: 'pictures',
      text: `${some(blank.count, 'picture')} of one colour: ${named(blank)}`,
      hint: 'look at them: they may be damaged, or clear where they should not be.',
    });
  return found;
}

function copyFindings({ copies }: Pick<CheckupRecord, 'copies'>): CheckupFinding[] {
  const found: CheckupFinding[] = [];
  const add = (level: CheckupFinding['level'], text: string, hint: string): void => {
    found.push({ level, where: 'copies', text, hint });
  };
  const { trainValidation, trainTest, validationTest, inside } = copies;
  const flatters =
    'a network that has seen a row is not judged by it: take copies out, or keep them together with split: group.';
  if (trainTest)
    add(
      'warning',
      `${some(trainTest, 'test row')} that also ${trainTest === 1 ? 'stands' : 'stand'} among the training rows`,
      flatters,
    );
  if (validationTest)
    add(
      'warning',
      `${some(validationTest, 'test row')} that also ${validationTest === 1 ? 'stands' : 'stand'} among the validation rows`,
      flatters,
    );
  if (trainValidation)
    add(
      'warning',
      `${some(trainValidation, 'validation row')} that also ${trainValidation === 1 ? 'stands' : 'stand'} among the training rows`,
      flatters,
    );
  for (const { part, rows, conflicting, first } of inside) {
    if (rows === 0) continue;
    const among = `${some(rows, 'copy', 'copies')} among the ${part} rows: ${named({ count: rows, first })}`;
    if (conflicting > 0)
      add(
        'warning',
        `${among}; ${grouped(conflicting)} of them with another target`,
        'equal rows with different targets cannot both be learnt: look at them.',
      );
    else add('note', among, 'copies count twice.');
  }
  return found;
}
