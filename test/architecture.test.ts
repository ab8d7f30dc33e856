// The layering and the house style of DESIGN, held by reading the code. Each failure names file:line.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { cyclesOf, folderOf } from './source/imports.ts';
import { importGraph, layeringErrors, MAY_IMPORT } from './source/layers.ts';
import { filesBelow, parseSource, ROOT, readText } from './source/parse.ts';
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
  styleErrors,
  timeIsAnArgument,
} from './source/style.ts';

const isGenerated = (path: string): boolean => path.includes('/generated/');
const isAssembly = (path: string): boolean => path.includes('/wasm/assembly/');
const isTest = (path: string): boolean => /\.(test|fixture)\.tsx?$/.test(path);

const paths = filesBelow('src', ['.ts', '.tsx']).filter((path) => !isGenerated(path));
const sources = paths
  .filter((path) => !isAssembly(path) && !isTest(path))
  .map((path) => parseSource(path, readText(path)));

test('every folder of src has its row in the table', () => {
  expect([...new Set(sources.map((file) => folderOf(file.path)))].filter((folder) => !(folder in MAY_IMPORT))).toEqual(
    [],
  );
});

test('the tree in CONTRIBUTING.md has every folder of src, and every other one that is compiled, and no more', () => {
  const [, tree] = readText('CONTRIBUTING.md').match(/```text\n(src\/\n[\s\S]*?)```/) ?? [];
  const told = (line: RegExp): string[] => [...tree.matchAll(line)].map(([, name]) => name).sort();
  const inSrc = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(told(/^ {2}([\w-]+)\//gm)).toEqual(inSrc.map(({ name }) => name).sort());
  const { include } = JSON.parse(readText('tsconfig.json')) as { readonly include: readonly string[] };
  const folders = include.filter((path) => !path.includes('.'));
  expect(told(/^([\w-]+)\//gm)).toEqual([...folders, 'docs'].sort());
});

test('the table itself has no cycle', () => {
  const folderOfEntry = (entry: string): string => entry.split('/')[0];
  const edges = Object.entries(MAY_IMPORT).map(
    ([folder, others]) => [folder, new Set(others.map(folderOfEntry))] as const,
  );
  expect(cyclesOf(new Map(edges))).toEqual([]);
});

test('every import follows the table: allowed folders, through index.ts, packages and node: where they belong', () => {
  expect(layeringErrors(sources)).toEqual([]);
});

test('no cycle between folders', () => {
  expect(cyclesOf(importGraph(sources).byFolder).map((cycle) => cycle.join(' -> '))).toEqual([]);
});

test('no cycle between files', () => {
  expect(cyclesOf(importGraph(sources).byFile).map((cycle) => cycle.join(' -> '))).toEqual([]);
});

test.each<[string, Rule]>([
  ['no any, enum, namespace, default export or class hierarchy', plainLanguage],
  ['no arithmetic whose bits depend on the engine', fixedBits],
  ['process and Buffer only in node and cli, console only in cli', ownGlobals],
  ['the time is an argument', timeIsAnArgument],
  ['index.ts files hold a header comment and named re-exports only', indexFilesOnlyReExport],
  ['every export has a doc comment', exportsAreDocumented],
  ['importing a module does nothing', importingDoesNothing],
])('style: %s', (_, rule) => {
  expect(styleErrors(sources, [rule])).toEqual([]);
});

test('style: files have at most 400 lines, tests 600', () => {
  const all = [...paths, ...filesBelow('test', ['.ts'], 'test/output')];
  expect(all.map((path) => lengthError(path, readText(path))).filter((error) => error !== undefined)).toEqual([]);
});

test('style: files and folders are named in kebab-case', () => {
  expect(paths.map(nameError).filter((error) => error !== undefined)).toEqual([]);
});

test('heddle, bundled alone, contains no package and no node: module', async () => {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['./src/index.ts'],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    packages: 'external',
    outdir: 'unused',
    logLevel: 'silent',
  });
  const imported = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  expect(imported).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((input) => !input.startsWith('src/'))).toEqual([]);
});
