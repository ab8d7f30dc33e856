import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatLine, jsonText, mendedJournal, parseLines } from './journal.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (of: Uint8Array): string => new TextDecoder().decode(of);

test('lines come back with their values and numbers', () => {
  const journal = formatLine('m', { epoch: 1 }) + formatLine('m', { epoch: 2 });
  expect(journal).toBe('{"epoch":1}\n{"epoch":2}\n');
  expect(parseLines(journal, 'm')).toEqual([
    { line: 1, value: { epoch: 1 } },
    { line: 2, value: { epoch: 2 } },
  ]);
  expect(parseLines('', 'm')).toEqual([]);
});

test('a journal cut at any byte gives the lines that were whole, and mending it gives the same', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ a: fc.string({ unit: 'grapheme' }), b: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
        { minLength: 1 },
      ),
      fc.nat(),
      (records, at) => {
        const whole = bytes(records.map((record) => formatLine('m', record)).join(''));
        const cut = whole.slice(0, at % (whole.length + 1));
        const read = parseLines(text(cut), 'm').map((line) => line.value);
        // JSON writes -0 as 0.
        expect(read).toEqual(JSON.parse(JSON.stringify(records.slice(0, read.length))));
        const ends = text(cut).split('\n').length - 1;
        expect([ends, ends + 1]).toContain(read.length);
        const mended = text(mendedJournal(cut));
        expect(mended === '' || mended.endsWith('\n')).toBe(true);
        expect(parseLines(mended, 'm').map((line) => line.value)).toEqual(read);
      },
    ),
    { numRuns: 100 },
  );
});

test('a last line that lacks only its line end is kept, and mended by adding it', () => {
  expect(parseLines('{"epoch":1}\n{"epoch":2}', 'm')).toHaveLength(2);
  expect(text(mendedJournal(bytes('{"epoch":1}\n{"epoch":2}')))).toBe('{"epoch":1}\n{"epoch":2}\n');
  expect(text(mendedJournal(bytes('{"epoch":1}\n{"epo')))).toBe('{"epoch":1}\n');
  expect(text(mendedJournal(bytes('{"epoch":1}\n\0\0\0')))).toBe('{"epoch":1}\n');
});

test('a bad line that is not the torn last is refused by its number', () => {
  expect(() => parseLines('{"epoch":1}\n{"epo\n{"epoch":3}\n', 'metrics.jsonl')).toThrow(
    'metrics.jsonl:2: expected one JSON value, received "{\\"epo". only the last line may be torn: restore the file, or remove this line if its loss is acceptable.',
  );
  expect(() => parseLines('{"epoch":1}\n\n', 'metrics.jsonl')).toThrow('metrics.jsonl:2: expected one JSON value');
});

test('NaN and infinities are refused, naming the field', () => {
  expect(() => jsonText('trial.json', { a: { bestValue: Number.NaN } }, 2)).toThrow(
    'trial.json, field bestValue: expected a finite number, received NaN. JSON cannot hold it: leave the field out, or write null where the record allows it.',
  );
  expect(() => formatLine('m', [Number.POSITIVE_INFINITY])).toThrow(
    'field 0: expected a finite number, received Infinity',
  );
});
