// The house style that a parser can see (DESIGN section 7). Each rule takes one file and tells where it is broken.

import { folderOf } from './imports.ts';
import { NODE_FOLDERS } from './layers.ts';
import { lineAt, type SourceFile, type SyntaxNode, walk } from './parse.ts';
import { referencesOf } from './references.ts';

/** One broken rule: where in the text, and what is wrong. */
export interface Finding {
  readonly at: number;
  readonly message: string;
}

/** A rule of style. */
export type Rule = (file: SourceFile) => Finding[];

/** The findings of all rules in all files, as `file:line: what is wrong`. */
export function styleErrors(files: readonly SourceFile[], rules: readonly Rule[]): string[] {
  return files.flatMap((file) =>
    rules.flatMap((rule) => rule(file).map(({ at, message }) => `${file.path}:${lineAt(file.text, at)}: ${message}`)),
  );
}

/** Collects what `find` says of every node. */
function eachNode(
  file: SourceFile,
  find: (node: SyntaxNode, parent: SyntaxNode | null) => string | undefined,
): Finding[] {
  const findings: Finding[] = [];
  walk(file.program, (node, parent) => {
    const message = find(node, parent);
    if (message !== undefined) findings.push({ at: node.start, message });
  });
  return findings;
}

/** No `any`, enum, namespace or default export; a class extends nothing but Error. */
export const plainLanguage: Rule = (file) =>
  eachNode(file, (node) => {
    switch (node.type) {
      case 'TSAnyKeyword':
        return 'any is not used: say the type, or unknown';
      case 'TSEnumDeclaration':
        return 'enums are not used: take a union of names';
      case 'TSModuleDeclaration':
        return 'namespaces are not used: a file is a module';
      case 'ExportDefaultDeclaration':
        return 'default exports are not used: export a name';
      case 'ExportSpecifier':
        return nameOf(node['exported']) === 'default' ? 'default exports are not used: export a name' : undefined;
      case 'ClassDeclaration':
      case 'ClassExpression':
        return node['superClass'] !== null && nameOf(node['superClass']) !== 'Error'
          ? 'a class extends only Error: pass a function or an object instead'
          : undefined;
      default:
        return undefined;
    }
  });

const nameOf = (node: unknown): unknown => (node as SyntaxNode | null)?.['name'];

/** What IEEE 754 and ECMAScript fix to the bit; every other function of Math may differ between engines. */
const EXACT_MATH = [
  ...['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'],
  ...['E', 'LN10', 'LN2', 'LOG10E', 'LOG2E', 'PI', 'SQRT1_2', 'SQRT2'],
];

/** No function whose bits depend on the engine, and no randomness but core's. */
export const fixedBits: Rule = (file) => [
  ...referencesOf(file.program)
    .filter(({ name, node, parent }) => {
      if (name !== 'Math') return false;
      const isPlainMember =
        parent.type === 'MemberExpression' && parent['object'] === node && parent['computed'] !== true;
      return !(isPlainMember && EXACT_MATH.includes(nameOf(parent['property']) as string));
    })
    .map(({ start, parent }) => ({
      at: start,
      message: `Math.${nameOf(parent['property']) ?? '?'} has other bits on other engines: use core's exact math or randomSequence`,
    })),
  ...eachNode(file, (node) => {
    const isPower =
      (node.type === 'BinaryExpression' || node.type === 'AssignmentExpression') &&
      /^\*\*=?$/.test(node['operator'] as string);
    if (!isPower || (isLiteral(node['left']) && isLiteral(node['right'])) || isBigInt(node['right'])) return undefined;
    return '** of variables has other bits on other engines: use integerPower, or multiply';
  }),
];

function isLiteral(value: unknown): boolean {
  const node = value as SyntaxNode;
  return node.type === 'Literal' || (node.type === 'UnaryExpression' && isLiteral(node['argument']));
}

/** A bigint exponent makes the whole power one of bigints, which is exact. */
function isBigInt(value: unknown): boolean {
  const node = value as SyntaxNode;
  return node['bigint'] !== undefined || (node.type === 'CallExpression' && nameOf(node['callee']) === 'BigInt');
}

/** Global names that only some folders may use, and why. */
const GLOBALS: readonly {
  readonly names: readonly string[];
  readonly folders: readonly string[];
  readonly reason: string;
}[] = [
  {
    names: ['process', 'Buffer', 'NodeJS', '__dirname', '__filename', 'require'],
    folders: NODE_FOLDERS,
    reason: 'exists in Node alone',
  },
  // A page has no other place than its console for the one notice that it computes with less than it could.
  {
    names: ['console'],
    folders: ['cli', 'browser'],
    reason: 'is for the command line: throw, return, or emit an event',
  },
];

/** Node's globals only in node and cli, console only in cli. */
export const ownGlobals: Rule = (file) => {
  const folder = folderOf(file.path);
  return referencesOf(file.program).flatMap(({ name, start }) => {
    const limit = GLOBALS.find((entry) => entry.names.includes(name) && !entry.folders.includes(folder));
    return limit === undefined ? [] : [{ at: start, message: `${name} ${limit.reason}` }];
  });
};

/** The folders in which the time may be read; elsewhere it is an argument. */
const CLOCK_FOLDERS = ['node', 'cli', 'browser', 'pages'];
/** `fit` takes a clock too, but has the platform's as its default: it is the short way. */
const CLOCK_DEFAULTS = ['src/experiment/fit.ts'];

/** The time is an argument: no Date.now(), new Date() or performance.now() in a universal folder. */
export const timeIsAnArgument: Rule = (file) => {
  if (CLOCK_FOLDERS.includes(folderOf(file.path)) || CLOCK_DEFAULTS.includes(file.path)) return [];
  return referencesOf(file.program).flatMap(({ name, start, parent }) => {
    const member = nameOf(parent['property']);
    const reads =
      (name === 'Date' &&
        (member === 'now' || (parent.type === 'NewExpression' && (parent['arguments'] as unknown[]).length === 0))) ||
      (name === 'performance' && member === 'now');
    return reads ? [{ at: start, message: 'the time is an argument: let the caller pass it' }] : [];
  });
};

/** The whole API: its names are written out in the lists of src/api, which it gathers. */
const isWholeApi = (path: string): boolean => path === 'src/index.ts';

/** An index.ts, and each list of src/api, is a header comment and named re-exports; src/index.ts gathers those lists. */
export const indexFilesOnlyReExport: Rule = (file) => {
  if (!file.path.endsWith('/index.ts') && folderOf(file.path) !== 'api') return [];
  const reExports = (node: SyntaxNode): boolean =>
    isWholeApi(file.path)
      ? node.type === 'ExportAllDeclaration' &&
        /^\.\/api\/[\w-]+\.ts$/.test(String((node['source'] as SyntaxNode)['value']))
      : node.type === 'ExportNamedDeclaration' && node['source'] !== null;
  const message = isWholeApi(file.path)
    ? 'src/index.ts gathers the lists of src/api only'
    : 'an index.ts holds named re-exports only';
  const findings: Finding[] = (file.program['body'] as SyntaxNode[])
    .filter((node) => !reExports(node))
    .map((node) => ({ at: node.start, message }));
  if (file.comments[0]?.start !== 0)
    findings.push({
      at: 0,
      message: 'an index.ts begins with a comment: what flows in, what flows out, how to add one',
    });
  return findings;
};

/** Every exported declaration has a doc comment right above it. */
export const exportsAreDocumented: Rule = (file) =>
  (file.program['body'] as SyntaxNode[])
    .filter((node) => node.type === 'ExportNamedDeclaration' && node['declaration'] !== null)
    .filter((node) => !file.comments.some((comment) => isDocOf(comment, node, file.text)))
    .map((node) => ({ at: node.start, message: 'an export has a doc comment right above it' }));

const isDocOf = (comment: SourceFile['comments'][number], node: SyntaxNode, text: string): boolean =>
  comment.type === 'Block' &&
  comment.value.startsWith('*') &&
  comment.end <= node.start &&
  text.slice(comment.end, node.start).trim() === '';

/** Programs: the only modules that may do something when they are loaded. */
const PROGRAMS = /^src\/cli\/main\.ts$|^src\/pages\/|(^|[/-])worker\.ts$/;

/** Importing a module does nothing: its top level only declares, imports and exports. */
export const importingDoesNothing: Rule = (file) => {
  if (PROGRAMS.test(file.path)) return [];
  const doing = [
    'ExpressionStatement',
    'IfStatement',
    'ForStatement',
    'ForOfStatement',
    'WhileStatement',
    'TryStatement',
    'ThrowStatement',
  ];
  return (file.program['body'] as SyntaxNode[])
    .filter((node) => doing.includes(node.type))
    .map((node) => ({ at: node.start, message: 'importing a module does nothing: put this into a function' }));
};

/** Lines allowed in a file: 400, in a test 600. */
export function lengthError(path: string, text: string): string | undefined {
  const lines = text.trimEnd().split('\n').length;
  const limit = /\.test\.tsx?$/.test(path) ? 600 : 400;
  return lines > limit ? `${path}:${limit + 1}: ${lines} lines, ${limit} at most: one idea a file` : undefined;
}

/** Files and folders are named in kebab-case. */
export function nameError(path: string): string | undefined {
  const isKebab = path
    .split('/')
    .every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|fixture|d))?(\.[a-z]+)?$/.test(part));
  return isKebab ? undefined : `${path}:1: names are kebab-case`;
}
