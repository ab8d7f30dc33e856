import { expect, test } from 'vitest';
import { parseSource } from './parse.ts';
import { referencesOf } from './references.ts';
import {
  exportsAreDocumented,
  fixedBits,
  importingDoesNothing,
  indexFilesOnlyReExport,
  lengthError,
  nameError,
  ownGlobals,
  plainLanguage,
  type Rule,
  timeIsAnArgument,
} from './style.ts';

const messages = (rule: Rule, text: string, path = 'src/model/x.ts') =>
  rule(parseSource(path, text)).map(({ message }) => message);

test('references leave out properties and what the code declares', () => {
  const names = (text: string) => referencesOf(parseSource('x.ts', text).program).map(({ name }) => name);
  expect(names('const a = b.c; const { d, e: f = g } = h; (i: J) => i + a + d + f;')).toEqual(['b', 'g', 'h', 'J']);
  expect(names('const o = { key: value, short, method() {} }; o.key;')).toEqual(['value', 'short', 'short']);
  expect(names('function f<T>(x: T): x is T { return g(x); }')).toEqual(['g']);
});

test.each([
  ['let a: any;', 'any is not used: say the type, or unknown'],
  ['enum A { b }', 'enums are not used: take a union of names'],
  ['namespace A { export const b = 1; }', 'namespaces are not used: a file is a module'],
  ['export default 1;', 'default exports are not used: export a name'],
  ['const a = 1; export { a as default };', 'default exports are not used: export a name'],
  ['class A extends B {}', 'a class extends only Error: pass a function or an object instead'],
  ['const a = class extends b.C {};', 'a class extends only Error: pass a function or an object instead'],
])('%s breaks plain language', (text, message) => {
  expect(messages(plainLanguage, text)).toEqual([message]);
});

test('plain language allows errors, interfaces, and the word any elsewhere', () => {
  expect(
    messages(plainLanguage, 'class A extends Error {} interface B extends C {} // any\nconst any = "any"; class D {}'),
  ).toEqual([]);
});

test('arithmetic with open bits is refused, and exact arithmetic is not', () => {
  for (const name of ['exp', 'log', 'pow', 'sin', 'cos', 'tanh', 'random', 'log2', 'hypot', 'cbrt']) {
    expect(messages(fixedBits, `const a = Math.${name}(b, c);`)).toEqual([
      `Math.${name} has other bits on other engines: use core's exact math or randomSequence`,
    ]);
  }
  expect(messages(fixedBits, 'const { exp } = Math;')).toHaveLength(1);
  expect(messages(fixedBits, "const f = Math['exp'];")).toHaveLength(1);
  expect(messages(fixedBits, 'const a = x ** 2; let b = 2; b **= n;')).toHaveLength(2);
  expect(
    messages(
      fixedBits,
      'Math.sqrt(2); Math.max(1, 2); Math.PI; 2 ** 32; 2 ** -52; 3n ** 4n; a ** BigInt(b); random.exp(1);',
    ),
  ).toEqual([]);
});

test('process, Buffer and console stay where they belong', () => {
  expect(messages(ownGlobals, 'process.exit(1);')).toEqual(['process exists in Node alone']);
  expect(messages(ownGlobals, 'const a: Buffer = b;')).toEqual(['Buffer exists in Node alone']);
  expect(messages(ownGlobals, 'console.log(1);')).toEqual([
    'console is for the command line: throw, return, or emit an event',
  ]);
  expect(messages(ownGlobals, 'console.log(1);', 'src/node/x.ts')).toHaveLength(1);
  expect(messages(ownGlobals, 'process.exit(1);', 'src/node/x.ts')).toEqual([]);
  expect(messages(ownGlobals, 'console.log(process.argv);', 'src/cli/x.ts')).toEqual([]);
  expect(
    messages(ownGlobals, "import { type Buffer } from './y.ts'; const a: Buffer = { process: 1 }; a.process;"),
  ).toEqual([]);
});

test('the time is read only where there is a clock', () => {
  for (const text of ['Date.now();', 'new Date();', 'performance.now();']) {
    expect(messages(timeIsAnArgument, text)).toEqual(['the time is an argument: let the caller pass it']);
    expect(messages(timeIsAnArgument, text, 'src/node/x.ts')).toEqual([]);
  }
  expect(messages(timeIsAnArgument, 'new Date(time).toISOString();')).toEqual([]);
});

test('an index.ts is a header and named re-exports', () => {
  const of = (text: string) => messages(indexFilesOnlyReExport, text, 'src/model/index.ts');
  expect(of("// model: ...\n\nexport { a, type B } from './a.ts';")).toEqual([]);
  expect(of("// model: ...\nexport * from './a.ts';")).toEqual(['an index.ts holds named re-exports only']);
  expect(of('// model: ...\nexport const a = 1;')).toEqual(['an index.ts holds named re-exports only']);
  expect(of("export { a } from './a.ts';")).toEqual([
    'an index.ts begins with a comment: what flows in, what flows out, how to add one',
  ]);
  expect(messages(indexFilesOnlyReExport, 'export const a = 1;')).toEqual([]);
});

test('src/index.ts gathers the lists of src/api, and those write every name out', () => {
  const list = (text: string) => messages(indexFilesOnlyReExport, text, 'src/api/model.ts');
  expect(list("// Layers.\nexport { a } from '../model/index.ts';")).toEqual([]);
  expect(list("// Layers.\nexport * from '../model/index.ts';")).toEqual(['an index.ts holds named re-exports only']);
  const whole = (text: string) => messages(indexFilesOnlyReExport, text, 'src/index.ts');
  const refused = ['src/index.ts gathers the lists of src/api only'];
  expect(whole("// heddle\nexport * from './api/model.ts';")).toEqual([]);
  expect(whole("// heddle\nexport * from './model/index.ts';")).toEqual(refused);
  expect(whole("// heddle\nexport { a } from './model/index.ts';")).toEqual(refused);
});

test('a doc comment stands right above its export', () => {
  const missing = ['an export has a doc comment right above it'];
  expect(messages(exportsAreDocumented, '/** One. */\nexport const a = 1;')).toEqual([]);
  expect(messages(exportsAreDocumented, "export { a } from './a.ts'; const b = 1; export { b };")).toEqual([]);
  expect(messages(exportsAreDocumented, 'export const a = 1;')).toEqual(missing);
  expect(messages(exportsAreDocumented, '// One.\nexport const a = 1;')).toEqual(missing);
  expect(messages(exportsAreDocumented, '/** One. */\nconst b = 2;\nexport const a = 1;')).toEqual(missing);
});

test('a module that does something when loaded is refused, unless it is a program', () => {
  expect(messages(importingDoesNothing, 'register(1);')).toEqual([
    'importing a module does nothing: put this into a function',
  ]);
  expect(messages(importingDoesNothing, 'for (const a of b) a();')).toHaveLength(1);
  expect(messages(importingDoesNothing, 'await run();', 'src/cli/main.ts')).toEqual([]);
  expect(messages(importingDoesNothing, 'await run();', 'src/node/trial-worker.ts')).toEqual([]);
});

test('long files are named with their limit', () => {
  expect(lengthError('src/core/x.ts', 'a\n'.repeat(400))).toBeUndefined();
  expect(lengthError('src/core/x.ts', 'a\n'.repeat(401))).toBe(
    'src/core/x.ts:401: 401 lines, 400 at most: one idea a file',
  );
  expect(lengthError('src/core/x.test.ts', 'a\n'.repeat(600))).toBeUndefined();
});

test('names are kebab-case', () => {
  expect(['src/core/exact-math.test.ts', 'src/pages/try-it.tsx', 'src/core/sha256.ts'].map(nameError)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(nameError('src/core/exactMath.ts')).toBe('src/core/exactMath.ts:1: names are kebab-case');
  expect(nameError('src/Core/x.ts')).toBeDefined();
});
