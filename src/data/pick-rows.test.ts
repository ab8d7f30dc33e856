import { expect, test } from 'vitest';
import { classTable, floatFeatures, type Table, valueTable } from './dataset.ts';
import { pickRows } from './pick-rows.ts';

const chosen = Uint32Array.of(2, 0, 2);

test('rows are copied with all that belongs to them, in the order in which they are named', () => {
  const table: Table = {
    ...valueTable('some', floatFeatures([2], [1, 2, 3, 4, 5, 6]), Float32Array.of(10, 11, 20, 21, 30, 31), 2),
    groups: Int32Array.of(7, 8, 9),
    times: Float64Array.of(0.5, 1.5, 2.5),
    validates: Uint8Array.of(0, 0, 1),
  };
  const taken = pickRows(table, chosen);
  expect(taken).toEqual({
    rows: 3,
    features: { kind: 'floats', shape: [2], values: Float32Array.of(5, 6, 1, 2, 5, 6) },
    targets: { kind: 'values', size: 2, values: Float32Array.of(30, 31, 10, 11, 30, 31) },
    groups: Int32Array.of(9, 7, 9),
    times: Float64Array.of(2.5, 0.5, 2.5),
    validates: Uint8Array.of(1, 0, 1),
  });
  taken.features.values.fill(0);
  expect(table.features.values).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
});

test('bytes stay bytes, classes keep their names', () => {
  const features = { kind: 'bytes', shape: [1], values: Uint8Array.of(1, 2, 3), scale: 1 / 255 } as const;
  expect(pickRows(classTable('some', features, Int32Array.of(0, 1, 1), ['no', 'yes']), chosen)).toEqual({
    rows: 3,
    features: { ...features, values: Uint8Array.of(3, 1, 3) },
    targets: { kind: 'classes', labels: Int32Array.of(1, 0, 1), classNames: ['no', 'yes'] },
  });
});
