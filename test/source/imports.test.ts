import { expect, test } from 'vitest';
import { cyclesOf, folderOf, importsOf, packageOf, targetOf } from './imports.ts';
import { parseSource } from './parse.ts';

const imports = (text: string, path = 'src/model/x.ts') =>
  importsOf(parseSource(path, text)).map(({ specifier, line }) => `${specifier}:${line}`);

test('every kind of import is seen, with its line', () => {
  const text = [
    "import { a } from './a.ts';",
    "import type { B } from './b.ts';",
    "import * as c from './c.ts';",
    "import './d.ts';",
    "export { e } from './e.ts';",
    "export * from './f.ts';",
    "const g = await import('./g.ts');",
    "type H = import('./h.ts').H;",
  ].join('\n');
  expect(imports(text)).toEqual([
    './a.ts:1',
    './b.ts:2',
    './c.ts:3',
    './d.ts:4',
    './e.ts:5',
    './f.ts:6',
    './g.ts:7',
    './h.ts:8',
  ]);
});

test('imports in comments, texts and templates are none', () => {
  const text = [
    "// import './a.ts';",
    "/* import './b.ts'; */",
    'const text = "import \'./c.ts\'";',
    "const template = `import './d.ts'`;",
    'const pattern = /import "e"/;',
    'export { text, template, pattern };',
  ].join('\n');
  expect(imports(text)).toEqual([]);
});

test('imports of a file with JSX are seen past an apostrophe in its text', () => {
  expect(imports("export const p = <p>don't</p>;\nimport './a.ts';", 'src/pages/p.tsx')).toEqual(['./a.ts:2']);
});

test('an import that spans lines counts at its first', () => {
  expect(imports("\nimport {\n  a,\n} from './a.ts';")).toEqual(['./a.ts:2']);
});

test('a file that does not parse fails with its name and line', () => {
  expect(() => parseSource('src/core/x.ts', 'const a = 1;\nconst = 2;')).toThrow(/^src\/core\/x\.ts:2: /);
});

test('specifiers become paths, packages and folders', () => {
  expect(targetOf('src/model/layers/dense.ts', '../../core/index.ts')).toBe('src/core/index.ts');
  expect(targetOf('src/model/layers/dense.ts', 'echarts')).toBeUndefined();
  expect([packageOf('echarts/core'), packageOf('@preact/signals/x'), packageOf('yaml')]).toEqual([
    'echarts',
    '@preact/signals',
    'yaml',
  ]);
  expect([folderOf('src/kernels/wasm/x.ts'), folderOf('src/index.ts')]).toEqual(['kernels', 'src']);
});

test('a cycle is found wherever it begins, and none where there is none', () => {
  const edges = (text: string) =>
    new Map(
      text.split(' ').map((entry) => {
        const [from, to] = entry.split('>');
        return [from, new Set(to.split(',').filter(Boolean))] as const;
      }),
    );
  expect(cyclesOf(edges('a>b b>c,d c> d>b'))).toEqual([['b', 'd', 'b']]);
  expect(cyclesOf(edges('a>a'))).toEqual([['a', 'a']]);
  expect(cyclesOf(edges('a>b,c b>c c>'))).toEqual([]);
});
