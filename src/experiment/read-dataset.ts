// The `dataset` of a sweep: a name, or files and how to read them.
//
//   fashion-mnist                             a built-in data set
//   { csv: sales.csv, target: price }         a CSV file
//   { images: pets, height: 32, width: 32 }   a folder with a folder of pictures for each class
//   { idx: { images: ..., labels: ... } }     IDX files

import { choiceOption, customOption, integerOption, suggestion } from '../core/index.ts';
import { DEFAULT_MISSING_TEXTS, DELIMITER_EXPECTED, isDelimiter } from '../data/index.ts';
import type {
  ColumnSpec,
  CsvDatasetSpec,
  DatasetSpec,
  IdxDatasetSpec,
  IdxFiles,
  ImagesDatasetSpec,
} from './dataset-spec.ts';
import { keyProblem, type Path, type Report, valueProblem } from './problem.ts';
import { fieldsReader, isFields, optionReader, orNull, type Reader } from './read.ts';

const SCALINGS = ['standardize', 'minMax', 'none'] as const;

const text = (doc: string): Reader<string> =>
  optionReader(
    doc,
    customOption<string>({
      doc: `${doc}.`,
      expected: 'a text that is not empty',
      accepts: (value) => typeof value === 'string' && value !== '' && !value.includes('\0'),
    }),
  );

const texts = (doc: string, absent: readonly string[]): Reader<readonly string[]> =>
  optionReader(
    doc,
    customOption<readonly string[]>({
      doc: `${doc}.`,
      default: absent,
      expected: 'a list of texts',
      accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
    }),
  );

const seed = optionReader(
  'seed',
  integerOption({ doc: 'what the held-back test rows are drawn from.', default: 1, min: 0 }),
);

const isShare = (value: unknown): boolean =>
  typeof value === 'number' && ((value >= 0 && value < 1) || Number.isSafeInteger(value)) && value >= 0;

/** Test rows as another part of the files, or as a number or share of the rows. */
function testReader<Part>(part: Reader<Part>): Reader<Part | number> {
  return (value, path, report) => {
    if (value === undefined) return 0.2;
    if (typeof value !== 'number') return part(value, path, report);
    if (isShare(value)) return value;
    const hint = 'give what the test takes, such as 0.2 or 500; 0 for no test.';
    report(valueProblem(path, 'a whole number of rows, or a share from 0 to below 1', value, hint));
    return undefined;
  };
}

const csvReader = fieldsReader<CsvDatasetSpec>('a CSV data set', {
  csv: text('the path of a CSV file'),
  target: text('the name of the column to be predicted'),
  validation: orNull(text('the path of a CSV file with the rows that validate')),
  test: testReader(text('the path of a CSV file with the test rows')),
  columns: columnsReader,
  ignore: texts('the columns to leave out', []),
  scaling: optionReader(
    'scaling',
    choiceOption({ doc: 'how numbers are scaled.', default: 'standardize', choices: SCALINGS }),
  ),
  missing: optionReader(
    'missing',
    choiceOption({
      doc: 'what happens to missing values: an error, the median or a category of their own, or their row is left out.',
      default: 'refuse',
      choices: ['refuse', 'fill', 'drop'],
    }),
  ),
  missingTexts: texts('the texts that mean that there is no value', DEFAULT_MISSING_TEXTS),
  unseen: optionReader(
    'unseen',
    choiceOption({
      doc: 'what a category that training has not seen becomes.',
      default: 'refuse',
      choices: ['refuse', 'zeros'],
    }),
  ),
  targetScaling: orNull(
    optionReader('targetScaling', choiceOption({ doc: 'how a target of numbers is scaled.', choices: SCALINGS })),
  ),
  delimiter: orNull(
    optionReader(
      'delimiter',
      customOption<string>({
        doc: 'the character between cells.',
        expected: DELIMITER_EXPECTED,
        accepts: (value) => typeof value === 'string' && isDelimiter(value),
      }),
    ),
  ),
  seed,
});

function columnsReader(value: unknown, path: Path, report: Report): CsvDatasetSpec['columns'] | undefined {
  if (value === undefined) return {};
  if (!isFields(value)) {
    report(valueProblem(path, 'columns by name', value, 'write columns: { postcode: category }.'));
    return undefined;
  }
  const columns = Object.entries(value).map(([name, column]): [string, ColumnSpec | undefined] => [
    name,
    columnReader(typeof column === 'string' ? { kind: column } : column, [...path, name], report),
  ]);
  if (columns.some(([, column]) => column === undefined)) return undefined;
  return Object.fromEntries(columns as [string, ColumnSpec][]);
}

function columnReader(value: unknown, path: Path, report: Report): ColumnSpec | undefined {
  const choices: { readonly [field in keyof ColumnSpec]: readonly string[] } = {
    kind: ['number', 'category'],
    scaling: SCALINGS,
    missing: ['refuse', 'mean', 'median', 'mode', 'own'],
    unseen: ['refuse', 'zeros'],
  };
  if (!isFields(value)) {
    report(valueProblem(path, 'number, category, or fields', value, 'write { kind: number, scaling: minMax }.'));
    return undefined;
  }
  let sound = true;
  for (const [field, given] of Object.entries(value)) {
    if (!Object.hasOwn(choices, field)) {
      report(keyProblem([...path, field], 'a field of a column', suggestion(field, Object.keys(choices))));
      sound = false;
    } else if (
      !choices[field as keyof ColumnSpec]!.includes(given as string) &&
      !(field === 'missing' && isFilling(given))
    ) {
      const expected = `one of ${choices[field as keyof ColumnSpec]!.join(', ')}${field === 'missing' ? ', or { value: ... }' : ''}`;
      report(valueProblem([...path, field], expected, given, 'choose one of them.'));
      sound = false;
    }
  }
  return sound ? (value as ColumnSpec) : undefined;
}

/** `{ value: 0 }`: what stands for a missing value. */
const isFilling = (given: unknown): boolean =>
  isFields(given) &&
  Object.keys(given).length === 1 &&
  ((typeof given.value === 'number' && Number.isFinite(given.value)) || typeof given.value === 'string');

const side = (name: string): Reader<number> =>
  optionReader(name, integerOption({ doc: `the ${name} of a picture, in pixels.`, default: 32, min: 1, max: 4096 }));

const imagesReader = fieldsReader<ImagesDatasetSpec>('a data set of pictures', {
  images: text('the path of a folder with a folder of pictures for each class'),
  validation: orNull(text('the path of such a folder with the pictures that validate')),
  test: testReader(text('the path of such a folder with the test pictures')),
  height: side('height'),
  width: side('width'),
  channels: optionReader(
    'channels',
    customOption<1 | 3>({
      doc: 'the numbers of a pixel: 1 for grey, 3 for red, green and blue.',
      default: 3,
      expected: '1 or 3',
      accepts: (value) => value === 1 || value === 3,
    }),
  ),
  fit: optionReader(
    'fit',
    choiceOption({
      doc: 'how a picture of another shape is brought to the size.',
      default: 'crop',
      choices: ['crop', 'pad', 'stretch'],
    }),
  ),
  mostPixels: optionReader(
    'mostPixels',
    integerOption({ doc: 'the most pixels a picture may have.', default: 50_000_000, min: 1, max: 2 ** 30 }),
  ),
  seed,
});

const idxFiles = fieldsReader<IdxFiles>('a pair of IDX files', {
  images: text('the path of an IDX file of images'),
  labels: text('the path of an IDX file of labels'),
});

const idxReader = fieldsReader<IdxDatasetSpec>('a data set of IDX files', {
  idx: idxFiles,
  validation: orNull(idxFiles),
  test: testReader(idxFiles),
  classNames: orNull(texts('the names of the classes in label order', [])),
  seed,
});

const READERS: { readonly [field: string]: Reader<DatasetSpec> } = {
  csv: csvReader,
  images: imagesReader,
  idx: idxReader,
};

/** Reads the data set of a sweep. */
export const datasetReader: Reader<DatasetSpec> = (value, path, report) => {
  if (typeof value === 'string' && /^[A-Za-z0-9][\w.-]{0,63}$/.test(value)) return value;
  if (isFields(value)) {
    const kind = Object.keys(READERS).find((field) => Object.hasOwn(value, field));
    if (kind !== undefined) return READERS[kind](value, path, report);
  }
  const expected = 'the name of a data set, such as fashion-mnist, or files: csv, images or idx';
  report(valueProblem(path, expected, value, 'write dataset: { csv: sales.csv, target: price }.'));
  return undefined;
};
