import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('keys are sorted by code unit at every depth, and there is no white space', () => {
  expect(canonicalJson({ b: 1, a: [true, null, { z: 'x', Z: -0.5 }] })).toBe(
    '{"a":[true,null,{"Z":-0.5,"z":"x"}],"b":1}',
  );
  expect(canonicalJson({ ä: 1, z: 2, 10: 3, 9: 4 })).toBe('{"10":3,"9":4,"z":2,"ä":1}');
});

test('lists keep their order', () => {
  expect(canonicalJson([3, 1, 2])).toBe('[3,1,2]');
});

test('keys without a value are left out', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test('texts are escaped as JSON escapes them', () => {
  expect(canonicalJson({ 'a"b': 'line\nend' })).toBe('{"a\\"b":"line\\nend"}');
});

test('minus zero is zero', () => {
  expect(canonicalJson(-0)).toBe(canonicalJson(0));
});

test('any JSON value reads back as itself, and the order of keys does not matter', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reversed(item)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});

test.each<[unknown, string]>([
  [Number.NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [undefined, 'undefined'],
  [1n, '1'],
  [() => 1, 'a function'],
  [new Map(), '{}'],
  [new Float32Array(2), 'a Float32Array of 8 bytes'],
])('%s is refused by name', (value, received) => {
  expect(() => canonicalJson({ a: [value] })).toThrow(
    `canonicalJson: expected plain data (null, true, false, finite numbers, texts, lists, plain objects), received ${received}. ` +
      'replace it by something JSON can hold.',
  );
});
