// A preprocessing as it was read from a file: anything at all, until it has been checked.

import { describe, HeddleError } from '../core/index.ts';
import type { ColumnPreprocessing, NumberColumn, Preprocessing, TargetPreprocessing } from './preprocessing.ts';

/** Fields of an object that is not checked yet. */
type Fields = { readonly [name: string]: unknown };

/**
 * A preprocessing from plain JSON, checked. Fields that it does not know are left out.
 *
 * @param where the file; begins every error
 * @throws HeddleError `format` naming the first field that is not as it must be.
 * @example
 * parsePreprocessing({ kind: 'bytes', scale: 1 / 255 }, 'model.safetensors');
 */
export function parsePreprocessing(value: unknown, where: string): Preprocessing {
  const check = checksFor(where);
  const fields = check.fields('preprocessing', value);
  const kind = check.oneOf('preprocessing.kind', fields['kind'], ['bytes', 'floats', 'image', 'table']);
  if (kind === 'floats') return { kind };
  if (kind === 'bytes') return { kind, scale: check.number('preprocessing.scale', fields['scale']) };
  if (kind === 'image') {
    return {
      kind,
      height: check.size('preprocessing.height', fields['height']),
      width: check.size('preprocessing.width', fields['width']),
      channels: check.oneOf('preprocessing.channels', fields['channels'], [1, 3]),
      fit: check.oneOf('preprocessing.fit', fields['fit'], ['crop', 'pad', 'stretch']),
      scale: check.number('preprocessing.scale', fields['scale']),
    };
  }
  return {
    kind,
    columns: check
      .list('preprocessing.columns', fields['columns'])
      .map((column, i) => parseColumn(check, `preprocessing.columns[${i}]`, column)),
    target: parseTarget(check, fields['target']),
    missingTexts: check.texts('preprocessing.missingTexts', fields['missingTexts']),
  };
}

function parseColumn(check: Checks, place: string, value: unknown): ColumnPreprocessing {
  const fields = check.fields(place, value);
  const name = check.text(`${place}.name`, fields['name']);
  const kind = check.oneOf(`${place}.kind`, fields['kind'], ['number', 'category']);
  const { missing } = fields;
  if (kind === 'number') {
    return {
      name,
      kind,
      ...parseScaling(check, place, fields),
      missing: missing === null ? null : check.number(`${place}.missing`, missing),
    };
  }
  const categories = check.texts(`${place}.categories`, fields['categories']);
  return {
    name,
    kind,
    categories,
    missing: missing === null ? null : check.oneOf(`${place}.missing`, missing, categories),
    unseen: check.oneOf(`${place}.unseen`, fields['unseen'], ['refuse', 'zeros']),
  };
}

function parseTarget(check: Checks, value: unknown): TargetPreprocessing {
  const place = 'preprocessing.target';
  const fields = check.fields(place, value);
  const name = check.text(`${place}.name`, fields['name']);
  const kind = check.oneOf(`${place}.kind`, fields['kind'], ['class', 'number']);
  return kind === 'class' ? { name, kind } : { name, kind, ...parseScaling(check, place, fields) };
}

function parseScaling(check: Checks, place: string, fields: Fields): Pick<NumberColumn, 'offset' | 'divisor'> {
  const divisor = check.number(`${place}.divisor`, fields['divisor']);
  if (Math.fround(divisor) === 0) throw check.wrong(`${place}.divisor`, 'a number other than 0', divisor);
  return { offset: check.number(`${place}.offset`, fields['offset']), divisor };
}

/** Checks of single values; each error says where in the file the value stands. */
interface Checks {
  fields(place: string, value: unknown): Fields;
  list(place: string, value: unknown): readonly unknown[];
  texts(place: string, value: unknown): readonly string[];
  text(place: string, value: unknown): string;
  number(place: string, value: unknown): number;
  size(place: string, value: unknown): number;
  oneOf<const Value>(place: string, value: unknown, values: readonly Value[]): Value;
  wrong(place: string, expected: string, value: unknown): HeddleError;
}

function checksFor(where: string): Checks {
  const wrong: Checks['wrong'] = (place, expected, value) =>
    new HeddleError('format', {
      where: `${where}, ${place}`,
      expected,
      received: value === undefined ? 'nothing' : describe(value),
      hint: 'the file is damaged, or of a newer version of Heddle.',
    });
  const list: Checks['list'] = (place, value) => {
    if (!Array.isArray(value)) throw wrong(place, 'a list', value);
    return value;
  };
  const text: Checks['text'] = (place, value) => {
    if (typeof value !== 'string') throw wrong(place, 'a text', value);
    return value;
  };
  return {
    wrong,
    list,
    text,
    fields(place, value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw wrong(place, 'named fields', value);
      return value as Fields;
    },
    texts: (place, value) => list(place, value).map((item, i) => text(`${place}[${i}]`, item)),
    number(place, value) {
      if (typeof value !== 'number' || !Number.isFinite(Math.fround(value)))
        throw wrong(place, 'a finite number', value);
      return value;
    },
    size(place, value) {
      if (!Number.isSafeInteger(value) || (value as number) < 1)
        throw wrong(place, 'a whole number of at least 1', value);
      return value as number;
    },
    oneOf<const Value>(place: string, value: unknown, values: readonly Value[]): Value {
      const found = values.find((candidate) => candidate === value);
      if (found === undefined) throw wrong(place, `one of ${values.slice(0, 10).join(', ')}`, value);
      return found;
    },
  };
}
