import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deriveSeed, keyOf, randomSequence, STREAMS, type StreamName, seedFrom, shuffleInPlace } from './random.ts';
import { sha256Hex } from './sha256.ts';

const words = (seed: string, stream: StreamName, position: number, count = 8): number[] => {
  const random = randomSequence(seed, stream, position);
  return Array.from({ length: count }, () => random.word());
};

test('a number becomes 16 hexadecimal digits, and a seed stays one', () => {
  expect(seedFrom(0)).toBe('0000000000000000');
  expect(seedFrom(255)).toBe('00000000000000ff');
  expect(seedFrom(Number.MAX_SAFE_INTEGER)).toBe('001fffffffffffff');
  expect(seedFrom('0123456789abcdef')).toBe('0123456789abcdef');
});

test('the key is the low word, then the high word of the seed', () => {
  expect(keyOf('0123456789abcdef')).toEqual([0x89abcdef, 0x01234567]);
});

test('a derived seed is the first 64 bits of SHA-256 over the seed and the text', () => {
  expect(deriveSeed('0000000000000001', 'trial')).toBe(sha256Hex('0000000000000001\ntrial').slice(0, 16));
  expect(deriveSeed('0000000000000001', 'trial')).not.toBe(deriveSeed('0000000000000002', 'trial'));
});

test('stream numbers are all different and none of them has changed', () => {
  expect(STREAMS).toMatchObject({
    split: 1,
    initialize: 2,
    shuffle: 3,
    dropout: 4,
    synthetic: 5,
    bootstrap: 6,
    sample: 7,
  });
  expect(new Set(Object.values(STREAMS)).size).toBe(Object.keys(STREAMS).length);
});

test('the table in docs/numerics.md has every stream under its number', () => {
  const page = readFileSync(new URL('../../docs/numerics.md', import.meta.url), 'utf8');
  const [, rows] = page.match(/\| stream \| number \|.*\n.*\n((?:\|.*\n)+)/) ?? [];
  const told = [...rows.matchAll(/^\| (\w+) \| (\d+) \|/gm)].map(([, name, number]) => `${name} ${number}`);
  expect(told).toHaveLength(rows.trim().split('\n').length);
  expect([...new Set(told)]).toEqual(Object.entries(STREAMS).map(([name, number]) => `${name} ${number}`));
});

test('the first words of a stream are the stored ones', () => {
  expect(words(seedFrom(1), 'split', 0, 5).map((word) => word.toString(16))).toEqual([
    '127bee41',
    '1e047488',
    '48842b20',
    'a393496',
    '10cc6764',
  ]);
});

test('the same seed, stream and position give the same numbers, and any other gives others', () => {
  const base = words(seedFrom(1), 'shuffle', 3);
  expect(words(seedFrom(1), 'shuffle', 3)).toEqual(base);
  for (const other of [
    words(seedFrom(2), 'shuffle', 3),
    words(seedFrom(1), 'split', 3),
    words(seedFrom(1), 'shuffle', 4),
  ]) {
    expect(other.filter((word) => base.includes(word))).toEqual([]);
  }
});

test('two sequences that are drawn in turns do not disturb each other', () => {
  const a = randomSequence(seedFrom(1), 'sample', 0);
  const b = randomSequence(seedFrom(1), 'sample', 1);
  const drawn = Array.from({ length: 8 }, () => [a.word(), b.word()]);
  expect(drawn.map(([word]) => word)).toEqual(words(seedFrom(1), 'sample', 0));
  expect(drawn.map(([, word]) => word)).toEqual(words(seedFrom(1), 'sample', 1));
});

test('uniform numbers lie in [0, 1) and spread evenly', () => {
  const random = randomSequence(seedFrom(1), 'sample', 0);
  const cells = new Array<number>(16).fill(0);
  const count = 32_000;
  for (let i = 0; i < count; i++) cells[Math.floor(random.uniform() * 16)]++;
  expect(cells).toHaveLength(16);
  // Chi-square with 15 degrees of freedom: 37.7 is exceeded once in a thousand seeds, and this seed is fixed.
  const expected = count / 16;
  expect(cells.reduce((sum, cell) => sum + (cell - expected) ** 2 / expected, 0)).toBeLessThan(37.7);
});

test('below gives every whole number under its bound equally often', () => {
  const random = randomSequence(seedFrom(2), 'sample', 0);
  const cells = new Array<number>(7).fill(0);
  for (let i = 0; i < 14_000; i++) cells[random.below(7)]++;
  // Chi-square with 6 degrees of freedom: 22.5 is exceeded once in a thousand seeds.
  expect(cells.reduce((sum, cell) => sum + (cell - 2000) ** 2 / 2000, 0)).toBeLessThan(22.5);
});

test('below has no bias for a bound that does not divide 2^32', () => {
  // With a plain remainder the lowest third of 3 * 2^30 would be drawn half the time.
  const random = randomSequence(seedFrom(3), 'sample', 0);
  const bound = 3 * 2 ** 30;
  let low = 0;
  for (let i = 0; i < 3000; i++) if (random.below(bound) < bound / 3) low++;
  expect(Math.abs(low / 3000 - 1 / 3)).toBeLessThan(0.03);
});

test('below accepts the bounds 1 and 2^32', () => {
  const random = randomSequence(seedFrom(4), 'sample', 0);
  expect(random.below(1)).toBe(0);
  const drawn = random.below(2 ** 32);
  expect(Number.isInteger(drawn) && drawn >= 0 && drawn < 2 ** 32).toBe(true);
});

test('a shuffle keeps every item, in place, and depends on the sequence alone', () => {
  const items = Int32Array.from({ length: 100 }, (_, i) => i);
  const shuffled = shuffleInPlace(items, randomSequence(seedFrom(1), 'shuffle', 0));
  expect(shuffled).toBe(items);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  const again = shuffleInPlace(
    Array.from({ length: 100 }, (_, i) => i),
    randomSequence(seedFrom(1), 'shuffle', 0),
  );
  expect(again).toEqual([...shuffled]);
  const other = shuffleInPlace(
    Array.from({ length: 100 }, (_, i) => i),
    randomSequence(seedFrom(1), 'shuffle', 1),
  );
  expect(other).not.toEqual(again);
});

test('all orders of three items come equally often', () => {
  const counts: Record<string, number> = {};
  for (let i = 0; i < 6000; i++) {
    const order = shuffleInPlace([0, 1, 2], randomSequence(seedFrom(5), 'shuffle', i)).join('');
    counts[order] = (counts[order] ?? 0) + 1;
  }
  expect(Object.keys(counts)).toHaveLength(6);
  for (const count of Object.values(counts)) expect(Math.abs(count - 1000)).toBeLessThan(130);
});

test.each([-1, 1.5, Number.NaN, 2 ** 60, 'x', '0123456789ABCDEF'])('%s is refused as a seed', (value) => {
  expect(() => seedFrom(value)).toThrow(
    'seed: expected a whole number from 0 to 9007199254740991, or 16 hexadecimal digits, received ',
  );
});
