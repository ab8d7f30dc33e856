import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCsv, readNoting } from 'heddle/csv';
import { bytesOf, type ParserCase } from '../parser-case.ts';

const TEXT = 'size,shop,"the, price"\n1.5,north,10\n-2e3,"so""uth",NA\n\r\n?,north,7\n';

const cell = fc.constantFrom('1', '-2.5', 'x', '', ' ', 'NA', '"a,b"', '"a\nb"', '1e39', 'Infinity', '"', 'é', '0x1f');
const built = fc
  .array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
  .map((rows) => bytesOf(['a,b,c', ...rows.map((row) => row.join(','))].join('\n')));

const NOTHING = { missing: { count: 0, first: [] }, words: { count: 0 }, notFinite: { count: 0 }, text: null };

/** CSV files, cut in the middle as they arrive from a disk. */
export const csvParsers: readonly ParserCase[] = [
  {
    name: 'CSV',
    samples: [bytesOf(TEXT), bytesOf('a;b\n1;2\n'), bytesOf('\ufeffa\tb\r\nx\ty\r\n')],
    tokens: ['"', '""', ',', '\n', '\r\n', ';', 'NaN', '1e999', '\u202e'],
    built,
    accept: async (input) => {
      const half = input.length >> 1;
      const whole = await readCsv({ name: 'fuzzed', chunks: [input] }, { target: null });
      assert.equal(whole.lines?.length, whole.rows);
      for (const column of whole.columns) {
        const values = column.kind === 'number' ? column.values : column.codes;
        assert.equal(values.length, whole.rows);
        if (column.kind === 'number')
          assert.ok(column.values.every((value) => Math.abs(value) !== Number.POSITIVE_INFINITY));
        else assert.ok(column.codes.every((code) => code >= -1 && code < column.categories.length));
      }
      const chunks = [input.subarray(0, half), input.subarray(half)].filter((chunk) => chunk.length > 0);
      assert.deepEqual(await readCsv({ name: 'fuzzed', chunks }, { target: null }), whole);
    },
  },
  {
    name: 'CSV read to its end',
    samples: [bytesOf(TEXT), bytesOf('a,b\n1,2\nx,\ninf,3,4\n')],
    tokens: ['"', '""', ',', '\n', '\r\n', ';', 'NaN', '1e999', '\u202e'],
    built,
    accept: async (input) => {
      const { table, notes } = await readNoting({ name: 'fuzzed', chunks: [input] }, { target: null });
      for (const column of table.columns) {
        const { missing, words, notFinite, text } = notes.columns.get(column.name) ?? NOTHING;
        const gaps =
          column.kind === 'number'
            ? column.values.filter((value) => Number.isNaN(value)).length
            : column.codes.filter((code) => code < 0).length;
        // Every cell is a value, or counted once.
        if (text === null && column.kind === 'number')
          assert.equal(gaps, missing.count + words.count + notFinite.count);
        assert.ok(missing.first.length <= 5 && missing.count >= missing.first.length);
      }
    },
  },
];
