// The docs say what is: links lead somewhere, code compiles, excerpts stand in the source they name.
//
// In README.md, CONTRIBUTING.md, CHANGELOG.md and docs/*.md a block fenced as
//   ts               is a whole module: it must compile as it stands
//   ts path/of.ts    is an excerpt: its lines must stand in that file, `// ...` leaves lines out
// and every `@example` of an exported symbol must compile; the names that Heddle exports are imported for it.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { type Example, examplesOf, originalPlaces, writeExamples } from './source/examples.ts';
import { anchorsOf, codeBlocksOf, isExcerptOf, linksOf } from './source/markdown.ts';
import { filesBelow, parseSource, ROOT, readText } from './source/parse.ts';

const WRITTEN = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE', 'docs/tour.md'];

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((path) => existsSync(join(ROOT, path))),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

const sources = filesBelow('src', ['.ts', '.tsx'])
  .filter((path) => !/\/generated\/|\/assembly\/|\.(test|fixture)\.tsx?$/.test(path))
  .map((path) => parseSource(path, readText(path)));

test('the pages that a newcomer needs are there', () => {
  expect(WRITTEN.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('every link inside the repository leads to a file, and to a heading where it names one', () => {
  const broken = pages.flatMap((page) =>
    linksOf(readText(page)).flatMap(({ target, line }) => {
      const [path, anchor] = decodeURI(target).split('#');
      const file = path === '' ? page : posix.join(posix.dirname(page), path);
      if (!existsSync(join(ROOT, file))) return [`${page}:${line}: ${target} leads nowhere`];
      const hasAnchor = anchor === undefined || !file.endsWith('.md') || anchorsOf(readText(file)).includes(anchor);
      return hasAnchor ? [] : [`${page}:${line}: ${file} has no heading #${anchor}`];
    }),
  );
  expect(broken).toEqual([]);
});

const codeOf = (page: string) => codeBlocksOf(readText(page)).filter(({ info }) => /^(ts|typescript)\b/.test(info));

test('every excerpt in the docs stands in the source that it names', () => {
  const wrong = pages.flatMap((page) =>
    codeOf(page).flatMap(({ info, code, line }) => {
      const path = info.split(/\s+/)[1];
      if (path === undefined) return [];
      if (!existsSync(join(ROOT, path))) return [`${page}:${line}: there is no ${path}`];
      return isExcerptOf(code, readText(path)) ? [] : [`${page}:${line}: these lines do not stand in ${path}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test('every example in the docs and in doc comments compiles', () => {
  const inPages = pages.flatMap((page) =>
    codeOf(page)
      .filter(({ info }) => !/\s/.test(info))
      .map(({ code, line }): Example => ({ path: page, line, code, importsForIt: false })),
  );
  const examples = [...inPages, ...sources.flatMap(examplesOf)];
  expect(examples.length).toBeGreaterThan(10);

  const folder = join(ROOT, 'test/output/examples');
  writeExamples(folder, examples, sources);
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(
    process.execPath,
    [compiler, '-p', join(folder, 'tsconfig.json'), '--pretty', 'false'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  const errors = originalPlaces(stdout);
  expect(errors).toEqual([]);
  // What else the compiler found is in the sources themselves, and fails the build before any test.
  expect(status === 0 || /^src\//m.test(stdout), stdout).toBe(true);
  rmSync(folder, { recursive: true });
});
