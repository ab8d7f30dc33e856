// What users install: dist, and the packages that it asks for.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, packageOf } from './source/imports.ts';
import { linksOf } from './source/markdown.ts';
import { filesBelow, parseSource, ROOT, readText } from './source/parse.ts';

const { dependencies, peerDependencies, files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly files: readonly string[];
};

/** What a built file imports, Node's own modules left out. */
const specifiersOf = (path: string): string[] =>
  importsOf(parseSource(path, readText(path)))
    .map(({ specifier }) => specifier)
    .filter((specifier) => !specifier.startsWith('node:'));

const isOurs = (specifier: string): boolean => specifier.startsWith('.');
const built = filesBelow('dist', ['.js']).filter((path) => !path.startsWith('dist/pages/'));
const imports = new Map(built.map((path) => [path, specifiersOf(path)]));

test('dist imports the packages that come with Heddle, and no other', () => {
  const packages = new Set(
    [...imports.values()]
      .flat()
      .filter((specifier) => !isOurs(specifier))
      .map(packageOf),
  );
  // koffi is required by its name, where there is one.
  expect([...packages].sort()).toEqual(Object.keys(dependencies).sort());
  expect(Object.keys(peerDependencies)).toEqual(['koffi']);
});

test('what the command line uses lies beside it: nothing there leads to the rest of dist', () => {
  const files = built.filter((path) => path.startsWith('dist/cli/'));
  expect(files).toContain('dist/cli/main.js');
  const targets = files.flatMap((path) =>
    imports
      .get(path)!
      .filter(isOurs)
      .map((to) => posix.join('dist/cli', to)),
  );
  expect(targets.filter((target) => !files.includes(target))).toEqual([]);
});

test('every link of a packed page leads to a packed file, or into the sources, which the repository alone has', () => {
  // npm packs README.md, LICENSE and package.json whatever `files` says.
  const isPacked = (path: string): boolean =>
    [...files, 'README.md', 'LICENSE', 'package.json'].some((entry) => path === entry || path.startsWith(`${entry}/`));
  const isSource = (path: string): boolean => /^(src|test|bench|scripts)\//.test(path);
  const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...filesBelow('docs', ['.md'])];
  expect(pages.filter((page) => !isPacked(page))).toEqual([]);
  const dead = pages.flatMap((page) =>
    linksOf(readText(page))
      .map(({ target }) => posix.join(posix.dirname(page), decodeURI(target).split('#')[0]))
      .filter((path) => path !== posix.dirname(page) && !isPacked(path) && !isSource(path))
      .map((path) => `${page}: ${path}`),
  );
  expect(dead).toEqual([]);
});

test('ECharts is inside of what draws with it', () => {
  expect(imports.get('dist/report/draw-chart.js')).toEqual([]);
});
