// A preprocessing as it was read from a file: anything at all, until it has been checked.

import { describe, HeddleError } from '../core/index.ts';
import type { ColumnPreprocessing, NumberColumn, Preprocessing, TargetPreprocessing } from './preprocessing.ts';

/**
 * A preprocessing from plain JSON, checked. Fields that it does not know are left out.
 *
 * @param where the file; begins every error
 * @throws HeddleError `format` naming the first field that is not as it must be.
 * @example
 * parsePreprocessing({ kind: 'bytes', scale: 1 / 255 }, 'model.safetensors');
 */
export function parsePreprocessing(value: unknown, where: string): Preprocessing {
  const fields = fieldsOf(where, 'preprocessing', value);
  const kind = fields.oneOf('kind', ['bytes', 'floats', 'image', 'table']);
  if (kind === 'floats') return { kind };
  if (kind === 'bytes') return { kind, scale: fields.number('scale') };
  if (kind === 'image') {
    return {
      kind,
      height: fields.size('height'),
      width: fields.size('width'),
      channels: fields.oneOf('channels', [1, 3]),
      fit: fields.oneOf('fit', ['crop', 'pad', 'stretch']),
      scale: fields.number('scale'),
    };
  }
  return {
    kind,
    columns: fields.objects('columns').map(parseColumn),
    target: parseTarget(fields.object('target')),
    missingTexts: fields.texts('missingTexts'),
  };
}

function parseColumn(fields: Fields): ColumnPreprocessing {
  const name = fields.text('name');
  const kind = fields.oneOf('kind', ['number', 'category']);
  if (kind === 'number')
    return { name, kind, ...parseScaling(fields), missing: fields.isNull('missing') ? null : fields.number('missing') };
  const categories = fields.texts('categories');
  return {
    name,
    kind,
    categories,
    missing: fields.isNull('missing') ? null : fields.oneOf('missing', categories),
    unseen: fields.oneOf('unseen', ['refuse', 'zeros']),
  };
}

function parseTarget(fields: Fields): TargetPreprocessing {
  const name = fields.text('name');
  const kind = fields.oneOf('kind', ['class', 'number']);
  return kind === 'class' ? { name, kind } : { name, kind, ...parseScaling(fields) };
}

function parseScaling(fields: Fields): Pick<NumberColumn, 'offset' | 'divisor'> {
  const divisor = fields.number('divisor');
  if (Math.fround(divisor) === 0) throw fields.wrong('divisor', 'a number other than 0');
  return { offset: fields.number('offset'), divisor };
}

/** The fields of an object, checked as they are read; each error says where in the file the value stands. */
interface Fields {
  object(name: string): Fields;
  objects(name: string): readonly Fields[];
  text(name: string): string;
  texts(name: string): readonly string[];
  number(name: string): number;
  /** A whole number of at least 1. */
  size(name: string): number;
  oneOf<const Value>(name: string, values: readonly Value[]): Value;
  isNull(name: string): boolean;
  /** The error of a field that is not as it must be. */
  wrong(name: string, expected: string): HeddleError;
}

function fieldsOf(where: string, place: string, value: unknown): Fields {
  const error = (at: string, expected: string, found: unknown): HeddleError =>
    new HeddleError('format', {
      where: `${where}, ${at}`,
      expected,
      received: found === undefined ? 'nothing' : describe(found),
      hint: 'the file is damaged, or of a newer version of Heddle.',
    });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw error(place, 'named fields', value);
  const given = value as { readonly [name: string]: unknown };
  const wrong = (name: string, expected: string): HeddleError => error(`${place}.${name}`, expected, given[name]);
  const list = (name: string): readonly unknown[] => {
    const items = given[name];
    if (!Array.isArray(items)) throw wrong(name, 'a list');
    return items;
  };
  return {
    wrong,
    object: (name) => fieldsOf(where, `${place}.${name}`, given[name]),
    objects: (name) => list(name).map((item, i) => fieldsOf(where, `${place}.${name}[${i}]`, item)),
    text(name) {
      const text = given[name];
      if (typeof text !== 'string') throw wrong(name, 'a text');
      return text;
    },
    texts: (name) =>
      list(name).map((item, i) => {
        if (typeof item !== 'string') throw error(`${place}.${name}[${i}]`, 'a text', item);
        return item;
      }),
    number(name) {
      const number = given[name];
      if (typeof number !== 'number' || !Number.isFinite(Math.fround(number))) throw wrong(name, 'a finite number');
      return number;
    },
    size(name) {
      const size = given[name];
      if (!Number.isSafeInteger(size) || (size as number) < 1) throw wrong(name, 'a whole number of at least 1');
      return size as number;
    },
    oneOf<const Value>(name: string, values: readonly Value[]): Value {
      const found = values.find((candidate) => candidate === given[name]);
      if (found === undefined) throw wrong(name, `one of ${values.slice(0, 10).join(', ')}`);
      return found;
    },
    isNull: (name) => given[name] === null,
  };
}
