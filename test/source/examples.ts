// Code in docs and in doc comments, made into files that the compiler can check. A file keeps its code on the line where
// it stands in the original, so that the compiler's lines are the original's.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { folderOf } from './imports.ts';
import { lineAt, parseSource, ROOT, readText, type SourceFile, type SyntaxNode } from './parse.ts';
import { referencesOf } from './references.ts';

/** A piece of code that should compile: where it stands, and what it may use without importing it. */
export interface Example {
  readonly path: string;
  readonly line: number;
  readonly code: string;
  /** Whether names that Heddle exports are imported for it. */
  readonly importsForIt: boolean;
}

/** The `@example` blocks of a file's exported declarations. */
export function examplesOf(file: SourceFile): Example[] {
  const exported = (file.program['body'] as SyntaxNode[]).filter((node) => node.type === 'ExportNamedDeclaration');
  const ends = new Set(exported.map((node) => node.start));
  return file.comments.flatMap((comment) => {
    if (comment.type !== 'Block' || !comment.value.startsWith('*')) return [];
    const next = comment.end + (/^\s*/.exec(file.text.slice(comment.end))?.[0].length ?? 0);
    if (!ends.has(next)) return [];
    return examplesIn(comment.value, lineAt(file.text, comment.start)).map((example) => ({
      ...example,
      path: file.path,
      importsForIt: true,
    }));
  });
}

/** The code after each `@example` of a doc comment, up to the next tag; a fence around it is taken away. */
export function examplesIn(comment: string, firstLine: number): { line: number; code: string }[] {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const found: { line: number; code: string[] }[] = [];
  let open = false;
  for (const [index, line] of lines.entries()) {
    const tag = /^@(\w+)\s*(.*)$/.exec(line);
    if (tag?.[1] === 'example') {
      found.push({ line: firstLine + index, code: [tag[2]] });
      open = true;
    } else if (tag) open = false;
    else if (open) found.at(-1)?.code.push(/^```/.test(line) ? '' : line);
  }
  return found.map(({ line, code }) => ({ line, code: code.join('\n') }));
}

/** Exported name -> the specifier that a user imports it from, for all entry points of package.json, `heddle` first. */
export function publicNames(): Map<string, string> {
  const names = new Map<string, string>();
  const entries = JSON.parse(readText('package.json')).exports as Record<string, { types?: string }>;
  for (const [entry, { types }] of Object.entries(entries)) {
    if (types === undefined) continue;
    const path = posix.normalize(types.replace('/dist/', '/src/').replace(/\.d\.ts$/, '.ts'));
    for (const name of namesOfModule(path)) if (!names.has(name)) names.set(name, posix.join('heddle', entry));
  }
  return names;
}

/** The names that a module exports, those of the lists that it gathers included. */
function namesOfModule(path: string): string[] {
  const file = parseSource(path, readText(path));
  const gathered = (file.program['body'] as SyntaxNode[])
    .filter((node) => node.type === 'ExportAllDeclaration')
    .map((node) => posix.join(posix.dirname(path), String((node['source'] as SyntaxNode)['value'])));
  return [...exportedNames(file), ...gathered.flatMap(namesOfModule)];
}

function exportedNames(file: SourceFile): string[] {
  return (file.program['body'] as SyntaxNode[]).flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration') return [];
    const specifiers = node['specifiers'] as { exported: { name: string } }[];
    const declaration = node['declaration'] as SyntaxNode | null;
    const ids =
      declaration === null
        ? []
        : ((declaration['declarations'] as SyntaxNode[]) ?? [declaration]).map((each) => each['id']);
    return [...specifiers.map(({ exported }) => exported.name), ...ids.map((id) => (id as { name: string }).name)];
  });
}

/**
 * The example as a module: imports on its first line, then blank lines down to where the example stands, then its code.
 * A name is imported from the entry point that exports it, or else from the example's own file or folder.
 */
export function moduleOf(
  example: Example,
  folder: string,
  names: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
): string {
  const code = example.code;
  const imports: string[] = ['export {};'];
  if (example.importsForIt) {
    const program = parseSource(`${example.path} (example of line ${example.line})`.replace(/$/, '.ts'), code).program;
    for (const name of new Set(referencesOf(program).map((reference) => reference.name))) {
      const source = names.get(name) ?? own.get(`${folderOf(example.path)} ${name}`);
      if (source === undefined) continue;
      const specifier = source.startsWith('src/') ? relative(folder, join(ROOT, source)).replaceAll('\\', '/') : source;
      imports.push(`import { ${name} } from '${specifier}';`);
    }
  }
  return `${imports.join(' ')}${'\n'.repeat(Math.max(example.line - 1, 1))}${code}\n`;
}

/** `folder name` -> file, for every exported declaration of `files`: what an example of that folder may use. */
export function namesByFolder(files: readonly SourceFile[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const file of files) {
    if (file.path.endsWith('/index.ts')) continue;
    for (const name of exportedNames(file)) names.set(`${folderOf(file.path)} ${name}`, file.path);
  }
  return names;
}

const SETTINGS = {
  extends: '../../../tsconfig.json',
  compilerOptions: { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, verbatimModuleSyntax: false },
  include: ['**/*.ts', '**/*.tsx'],
  exclude: [],
};

/** Writes examples below `folder`, one file each: `<folder>/<path of the original>/<line>.ts`. */
export function writeExamples(folder: string, examples: readonly Example[], files: readonly SourceFile[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(SETTINGS, null, 2));
  const names = publicNames();
  const own = namesByFolder(files);
  for (const example of examples) {
    const target = join(folder, example.path, `${example.line}.ts`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, moduleOf(example, dirname(target), names, own));
  }
}

/** The compiler's messages about examples, with the path and line of the original. */
export function originalPlaces(output: string): string[] {
  return output
    .split('\n')
    .map((line) => /^(?:test\/output\/examples\/)(.+)\/\d+\.ts\((\d+),\d+\): (.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, path, line, message]) => `${path}:${line}: ${message}`);
}
