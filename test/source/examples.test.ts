import { expect, test } from 'vitest';
import { type Example, examplesIn, examplesOf, moduleOf, originalPlaces } from './examples.ts';
import { parseSource } from './parse.ts';

const SOURCE = `/**
 * Adds.
 *
 * @param a one
 * @example
 * const c = add(1, 2);
 * c.toFixed();
 * @throws never
 */
export function add(a: number, b: number): number {
  return a + b;
}

/** @example inner(1); */
function inner() {}
`;

test('examples of exported symbols are found with their lines, up to the next tag', () => {
  expect(examplesOf(parseSource('src/core/x.ts', SOURCE))).toEqual([
    { path: 'src/core/x.ts', line: 5, code: '\nconst c = add(1, 2);\nc.toFixed();', importsForIt: true },
  ]);
});

test('a fence around an example is taken away, and its lines stay', () => {
  expect(examplesIn('*\n * @example\n * ```ts\n * add(1, 2);\n * ```\n ', 10)).toEqual([
    { line: 11, code: '\n\nadd(1, 2);\n\n' },
  ]);
});

test('an example becomes a module with its imports first and its code on its own line', () => {
  const example: Example = {
    path: 'src/core/x.ts',
    line: 3,
    code: 'const c = add(1, other(local));',
    importsForIt: true,
  };
  const text = moduleOf(
    example,
    '/nowhere',
    new Map([['add', 'heddle/node']]),
    new Map([['core add', 'src/core/x.ts']]),
  );
  expect(text.split('\n')).toEqual([
    "export {}; import { add } from 'heddle/node';",
    '',
    'const c = add(1, other(local));',
    '',
  ]);
});

test('code of a page gets no imports', () => {
  const example: Example = { path: 'README.md', line: 2, code: 'add(1, 2);', importsForIt: false };
  expect(moduleOf(example, '/nowhere', new Map([['add', 'heddle']]), new Map())).toBe('export {};\nadd(1, 2);\n');
});

test('the compiler’s messages name the original', () => {
  const output =
    "test/output/examples/src/core/x.ts/5.ts(6,7): error TS2304: Cannot find name 'a'.\nsrc/core/y.ts(1,1): error TS1: other";
  expect(originalPlaces(output)).toEqual(["src/core/x.ts:6: error TS2304: Cannot find name 'a'."]);
});
