// Which names a piece of code takes from outside itself.

import { type SyntaxNode, walk } from './parse.ts';

/** A use of a name that the tree does not declare. */
export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode;
}

/**
 * The identifiers a tree refers to, types included: neither names of properties, nor anything the tree declares
 * somewhere. Scopes are not told apart, so a name declared in one function counts as declared in all.
 */
export function referencesOf(program: SyntaxNode): Reference[] {
  const declared = new Set<string>();
  const found: Reference[] = [];
  walk(program, (node, parent) => {
    for (const part of DECLARED_PARTS[node.type] ?? []) bind(node[part], declared);
    if (parent === null || node.type !== 'Identifier' || isNameOnly(node, parent)) return;
    found.push({ name: node['name'] as string, start: node.start, node, parent });
  });
  return found.filter(({ name }) => !declared.has(name));
}

/** Where each kind of node declares names: identifiers, patterns, or lists of them. */
const DECLARED_PARTS: { readonly [type: string]: readonly string[] } = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  TSDeclareFunction: ['id', 'params'],
  TSEmptyBodyFunctionExpression: ['params'],
  TSFunctionType: ['params'],
  TSConstructorType: ['params'],
  TSMethodSignature: ['params'],
  TSCallSignatureDeclaration: ['params'],
  TSConstructSignatureDeclaration: ['params'],
  TSIndexSignature: ['parameters'],
  ClassDeclaration: ['id'],
  ClassExpression: ['id'],
  CatchClause: ['param'],
  TSInterfaceDeclaration: ['id'],
  TSTypeAliasDeclaration: ['id'],
  TSTypeParameter: ['name'],
  TSMappedType: ['key'],
  TSEnumDeclaration: ['id'],
  TSModuleDeclaration: ['id'],
  ImportSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
  ImportDefaultSpecifier: ['local'],
};

/** Parts of a pattern that hold further patterns. */
const PATTERN_PARTS: { readonly [type: string]: string } = {
  ObjectPattern: 'properties',
  ArrayPattern: 'elements',
  Property: 'value',
  AssignmentPattern: 'left',
  RestElement: 'argument',
  TSParameterProperty: 'parameter',
};

function bind(pattern: unknown, declared: Set<string>): void {
  if (Array.isArray(pattern)) for (const item of pattern) bind(item, declared);
  else if (typeof pattern === 'object' && pattern !== null) {
    const node = pattern as SyntaxNode;
    if (node.type === 'Identifier') declared.add(node['name'] as string);
    else if (node.type in PATTERN_PARTS) bind(node[PATTERN_PARTS[node.type]], declared);
  }
}

/** Parts that hold a mere name: of a property, a label, or another module's export. */
const NAME_PARTS: { readonly [type: string]: readonly string[] } = {
  Property: ['key'],
  MemberExpression: ['property'],
  PropertyDefinition: ['key'],
  MethodDefinition: ['key'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  TSQualifiedName: ['right'],
  TSImportType: ['qualifier'],
  TSNamedTupleMember: ['label'],
  TSTypePredicate: ['parameterName'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported', 'local'],
  ExportAllDeclaration: ['exported'],
  MetaProperty: ['meta', 'property'],
  LabeledStatement: ['label'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
};

function isNameOnly(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent['computed'] === true || parent['shorthand'] === true) return false;
  return (NAME_PARTS[parent.type] ?? []).some((part) => parent[part] === node);
}
