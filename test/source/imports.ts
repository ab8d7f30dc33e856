// What a file imports, types included, and what that means between folders of src.

import { posix } from 'node:path';
import { lineAt, type SourceFile, type SyntaxNode, walk } from './parse.ts';

/** One import, re-export, dynamic import or imported type. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** All imports of a file, in order. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  walk(file.program, (node) => {
    const source = sourceOf(node);
    if (source !== undefined) found.push({ specifier: source, line: lineAt(file.text, node.start) });
  });
  return found;
}

function sourceOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source'] as SyntaxNode | null);
    case 'TSExternalModuleReference':
      return literal(node['expression'] as SyntaxNode);
    default:
      return undefined;
  }
}

const literal = (node: SyntaxNode | null): string | undefined =>
  node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;

/** The path a relative specifier means, seen from a file; undefined for packages and `node:` modules. */
export function targetOf(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** The package a bare specifier belongs to: `@preact/signals/x` -> `@preact/signals`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The top folder of a file of src: `kernels` of `src/kernels/wasm/x.ts`; `src` of a file that is in none. */
export function folderOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? parts[1] : 'src';
}

/** Every cycle that a depth-first walk meets, each as a list that ends where it begins. */
export function cyclesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): void => {
    const seen = path.indexOf(node);
    if (seen >= 0) cycles.push([...path.slice(seen), node]);
    if (seen >= 0 || done.has(node)) return;
    path.push(node);
    for (const next of edges.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of edges.keys()) visit(node);
  return cycles;
}
