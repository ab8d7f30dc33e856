// A table as files that other programs read too, and back:
//
//   bytes and classes        features: IDX of rows x shape; labels: IDX of rows
//   anything else            rows: safetensors with `features` [rows, ...shape] and `labels` [rows] or `targets` [rows, size]
//
// Numbers are kept as they are in memory, so a network says the same of them to the bit.

import { HeddleError, type Shape, sizeOf } from '../core/index.ts';
import {
  classTable,
  type Features,
  parseIdx,
  parseIdxLabels,
  type Table,
  type TargetUnit,
  valueTable,
  writeIdx,
} from '../data/index.ts';
import { readSafetensors, writeSafetensors } from '../export/index.ts';

/** One file of a table, and what it is for. */
export interface TableFile {
  readonly role: 'features' | 'labels' | 'rows';
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** IDX as Heddle reads it has three dimensions at most, and labels of one byte. */
const fitsIdx = ({ features, targets }: Table): boolean =>
  features.kind === 'bytes' &&
  features.shape.length <= 2 &&
  targets.kind === 'classes' &&
  targets.classNames.length <= 256;

/**
 * A table as one or two files.
 *
 * @param prefix begins the files' names: `test`
 */
export function tableFiles(table: Table, prefix: string): TableFile[] {
  const { features, targets, rows } = table;
  if (fitsIdx(table) && targets.kind === 'classes') {
    return [
      {
        role: 'features',
        name: `${prefix}-features.idx`,
        bytes: writeIdx({ sizes: [rows, ...features.shape], values: features.values as Uint8Array }),
      },
      {
        role: 'labels',
        name: `${prefix}-labels.idx`,
        bytes: writeIdx({ sizes: [rows], values: Uint8Array.from(targets.labels) }),
      },
    ];
  }
  const values = features.kind === 'bytes' ? Float32Array.from(features.values) : features.values;
  const wanted =
    targets.kind === 'classes'
      ? { name: 'labels', shape: [rows], values: Float32Array.from(targets.labels) }
      : { name: 'targets', shape: [rows, targets.size], values: targets.values };
  const metadata = { scale: features.kind === 'bytes' ? String(features.scale) : '' };
  const tensors = [{ name: 'features', shape: [rows, ...features.shape], values }, wanted];
  return [{ role: 'rows', name: `${prefix}-rows.safetensors`, bytes: writeSafetensors({ tensors, metadata }) }];
}

/** What the model file says of rows: how raw bytes become features, their shape, and the classes. */
export interface TableReading {
  readonly shape: Shape;
  /** What bytes are multiplied by; null where features are numbers. */
  readonly scale: number | null;
  /** Null for a regression. */
  readonly classNames: readonly string[] | null;
  /** What a regression's answers are in; absent where that is what it was trained on. */
  readonly unit?: TargetUnit;
}

/**
 * The table that some files hold: the inverse of {@link tableFiles}, and a reader of published IDX pairs.
 *
 * @throws HeddleError `format` or `data` for files that are damaged or do not belong to the model.
 */
export function readTableFiles(files: readonly TableFile[], { shape, scale, classNames, unit }: TableReading): Table {
  const find = (role: TableFile['role']): TableFile | undefined => files.find((file) => file.role === role);
  const whole = find('rows');
  if (whole !== undefined) return readRows(whole, { shape, classNames, unit });
  const features = find('features');
  const labels = find('labels');
  if (features === undefined || labels === undefined || classNames === null) {
    throw new HeddleError('data', {
      where: 'test set',
      expected: 'a file of features and a file of labels',
      received: files.length === 0 ? 'no files' : files.map(({ name }) => name).join(', '),
      hint: 'give both files of the test set.',
    });
  }
  const { sizes, values } = parseIdx(features.bytes, features.name);
  checkSize(features.name, sizes.slice(1), { shape, of: 'bytes' });
  const bytes: Features = { kind: 'bytes', shape, values, scale: scale ?? 1 };
  return classTable('test set', bytes, Int32Array.from(parseIdxLabels(labels.bytes, labels.name)), classNames);
}

/** Rows hold as many numbers as the model takes; the shape may be another, as of pictures that are given flat. */
function checkSize(
  where: string,
  received: Shape,
  { shape, of }: { readonly shape: Shape; readonly of: string },
): void {
  if (sizeOf(received) === sizeOf(shape)) return;
  throw new HeddleError('data', {
    where,
    expected: `rows of ${shape.join(' x ')} ${of}, as the model takes them`,
    received: `rows of ${received.join(' x ')}`,
    hint: 'give the files of the data set that the run names.',
  });
}

function readRows(
  { name, bytes }: TableFile,
  { shape: taken, classNames, unit }: Pick<TableReading, 'shape' | 'classNames' | 'unit'>,
): Table {
  const { tensors, metadata } = readSafetensors(bytes, name);
  const tensor = (wanted: string) => {
    const found = tensors.find((entry) => entry.name === wanted);
    if (found !== undefined) return found;
    throw new HeddleError('format', {
      where: name,
      expected: `a tensor ${wanted}`,
      received: tensors.map((entry) => entry.name).join(', ') || 'none',
      hint: 'the file is damaged, or holds no rows.',
    });
  };
  const { shape: all, values } = tensor('features');
  const shape = all.slice(1);
  checkSize(name, shape, { shape: taken, of: 'numbers' });
  const scale = Number(metadata['scale'] ?? '');
  const features: Features =
    scale > 0
      ? { kind: 'bytes', shape, values: Uint8Array.from(values), scale }
      : { kind: 'floats', shape, values: Float32Array.from(values) };
  if (classNames !== null) {
    return classTable(name, features, Int32Array.from(tensor('labels').values), classNames);
  }
  const targets = tensor('targets');
  const table = valueTable(name, features, Float32Array.from(targets.values), targets.shape[1] ?? 1);
  return unit === undefined ? table : { ...table, targets: { ...table.targets, unit } as Table['targets'] };
}
