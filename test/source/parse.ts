// Source files as syntax trees (ESTree with TypeScript, from the parser of vitest's own bundler), for the tests that
// read the code: architecture and docs.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'rolldown/utils';

/** The repository's root folder, without a trailing slash. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A node of the tree: its kind, its place in the text, and whatever that kind holds. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

/** A comment; `value` is the text between its marks. */
export interface SourceComment {
  readonly type: 'Line' | 'Block';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** One parsed file. `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: SyntaxNode;
  readonly comments: readonly SourceComment[];
}

/** Parses TypeScript, or TSX where the path says so; throws with file, line and reason where it cannot. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) {
    const place = errors[0].labels?.[0]?.start ?? 0;
    throw new Error(`${path}:${lineAt(text, place)}: ${errors[0].message}`);
  }
  return { path, text, program: program as unknown as SyntaxNode, comments: comments as readonly SourceComment[] };
}

/**
 * Paths of all files below a folder that end in one of `endings`, relative to the root, sorted.
 *
 * @param except a folder that is not looked into: files may come and go there meanwhile
 */
export function filesBelow(folder: string, endings: readonly string[], except?: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return path === except ? [] : filesBelow(path, endings, except);
      return entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    })
    .sort();
}

/** Reads a file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The line, from 1, of a place in a text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';

/** Visits a node and everything below it, parents first. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode, parent: SyntaxNode | null) => void): void {
  const inner = (at: SyntaxNode, parent: SyntaxNode | null): void => {
    visit(at, parent);
    for (const value of Object.values(at)) {
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) inner(item, at);
      } else if (isNode(value)) inner(value, at);
    }
  };
  inner(node, null);
}
