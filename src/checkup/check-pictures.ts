// The check-up of pictures, as a network will see them: all of one size.

import { sizeOf } from '../core/index.ts';
import type { Features, Table } from '../data/index.ts';
import type { CheckupRecord, PicturesCheckup } from '../record/index.ts';
import { sharesOf } from './check-table.ts';
import { type CopySource, copiesIn } from './copies.ts';
import { findingsOf } from './findings.ts';
import { type Division, partFacts, partsOf } from './parts.ts';

/** One part of the pictures that was given. */
export interface CheckedPictures {
  /** Bytes of classes. */
  readonly table: Table;
  /** What each picture is called; `row 7` where absent. */
  readonly names: readonly string[] | null;
}

/** Pictures to be checked. */
export interface PictureParts {
  readonly id: string;
  readonly source: string;
  readonly train: CheckedPictures;
  readonly validation: CheckedPictures | null;
  readonly test: CheckedPictures | null;
  readonly division: Division;
  readonly sizes: PicturesCheckup['sizes'];
  readonly unreadable: PicturesCheckup['unreadable'];
}

/** Checks pictures; nothing is thrown for what they hold. */
export function checkPictures(checked: PictureParts): CheckupRecord {
  const { id, source, train, validation, test, division } = checked;
  const given = [train, validation, test].filter((part) => part !== null);
  const sources = given.map((part): CopySource => {
    const name = part === train ? 'training' : part === test ? 'test' : 'validation';
    const { targets } = part.table;
    return {
      part: name,
      features: part.table.features,
      targetOf: (row) => (targets.kind === 'classes' ? targets.labels[row] : Number.NaN),
      placeOf: (row) => part.names?.[row] ?? `${name} row ${row}`,
    };
  });
  const { features: _, ...keys } = train.table;
  const learning = validation === null ? keys : joinedKeys(keys, validation.table);
  const parts = partsOf(id, learning, 'picture', division);
  const copies = copiesIn(
    parts,
    validation === null ? sources[0] : joinedSource(sources[0], sources[1], train.table.rows),
    sources,
    test === null ? null : sources.at(-1)!,
  );
  const record = {
    dataset: id,
    source,
    kind: 'pictures',
    target: null,
    parts: partFacts(parts, division, test?.table.rows ?? 0),
    classes: sharesOf(classCounts(given.map(({ table }) => table))),
    columns: [],
    pictures: {
      shape: train.table.features.shape,
      ...pixelFigures(train.table.features),
      blank: blankOnes(sources),
      sizes: checked.sizes,
      unreadable: checked.unreadable,
    },
    lines: { count: 0, first: [] },
    copies,
  } as const;
  return {
    ...record,
    findings: findingsOf(record, {
      ...{ rows: train.table.rows, missing: 'refuse', problem: parts.problem },
      ...{ ownMissing: new Map(), texts: new Map(), equal: new Map() },
    }),
  };
}

function joinedKeys(train: Omit<Table, 'features'>, validation: Table): Omit<Table, 'features'> {
  const rows = train.rows + validation.rows;
  const validates = new Uint8Array(rows).fill(1, train.rows);
  if (train.targets.kind !== 'classes' || validation.targets.kind !== 'classes') return { ...train, rows, validates };
  const labels = new Int32Array(rows);
  labels.set(train.targets.labels);
  labels.set(validation.targets.labels, train.rows);
  return { rows, targets: { ...train.targets, labels }, validates };
}

function joinedSource(train: CopySource, validation: CopySource, rows: number): CopySource {
  const values = new Uint8Array(train.features.values.length + validation.features.values.length);
  values.set(train.features.values);
  values.set(validation.features.values, train.features.values.length);
  return {
    part: 'training',
    features: { kind: 'bytes', shape: train.features.shape, values, scale: 1 },
    targetOf: (row) => (row < rows ? train.targetOf(row) : validation.targetOf(row - rows)),
    placeOf: (row) => (row < rows ? train.placeOf(row) : validation.placeOf(row - rows)),
  };
}

function classCounts(tables: readonly Table[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { targets } of tables) {
    if (targets.kind !== 'classes') continue;
    for (const name of targets.classNames) counts.set(name, counts.get(name) ?? 0);
    for (const label of targets.labels) {
      const name = targets.classNames[label];
      counts.set(name, counts.get(name)! + 1);
    }
  }
  return counts;
}

/** Sums of bytes and of their squares are whole numbers, and exact below 2^53. */
function pixelFigures({ values, shape }: Features): Pick<PicturesCheckup, 'mean' | 'deviation' | 'constantValues'> {
  const width = sizeOf(shape);
  const differs = new Uint8Array(width);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    sum += value;
    squares += value * value;
    if (value !== values[i % width]) differs[i % width] = 1;
  }
  const mean = sum / values.length;
  const constantValues = differs.reduce((count, one) => count + 1 - one, 0);
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)), constantValues };
}

/** Pictures whose pixels are all alike. */
function blankOnes(sources: readonly CopySource[]): PicturesCheckup['blank'] {
  let count = 0;
  const first: string[] = [];
  for (const { features, placeOf } of sources) {
    const { values, shape } = features;
    const width = sizeOf(shape);
    const channels = shape[2] ?? 1;
    for (let row = 0; row < values.length / width; row++) {
      const start = row * width;
      let at = start + channels;
      while (at < start + width && values[at] === values[at - channels]) at++;
      if (at < start + width) continue;
      count++;
      if (first.length < 5) first.push(placeOf(row));
    }
  }
  return { count, first };
}
