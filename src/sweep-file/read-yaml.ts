// YAML 1.2 (core schema) to plain data, with the place of every value kept. Keys are unique, aliases few, texts small:
// a sweep file is written by hand.

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { HeddleError } from '../core/index.ts';
import type { Path } from '../experiment/index.ts';
import { checkNesting } from './check-nesting.ts';

const MOST_CHARACTERS = 100_000;
const MOST_ALIASES = 100;

/** A text as plain data. */
export interface YamlText {
  readonly value: unknown;
  /** `7:12` of the value at a path, or of its key; of the nearest value around it where it is not in the text. */
  place(path: Path, atKey: boolean): string;
}

/**
 * Reads one YAML document.
 *
 * @param where the file's name; begins every error
 * @throws HeddleError `format` with line and column for broken YAML, keys given twice, and texts that are too large.
 */
export function readYaml(text: string, where: string): YamlText {
  if (text.length > MOST_CHARACTERS) throw tooMuch(where, `at most ${MOST_CHARACTERS} characters`, String(text.length));
  checkNesting(text, where);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter,
  });
  const position = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw broken(problem.pos[0], faultOf(problem, text));
  const aliases = aliasesOf(document);
  if (aliases.length > MOST_ALIASES) throw tooMuch(where, `at most ${MOST_ALIASES} aliases`, String(aliases.length));
  const dangling = aliases.find((alias) => alias.resolve(document) === undefined);
  if (dangling !== undefined)
    throw broken(offsetOf(dangling) ?? 0, {
      expected: 'YAML 1.2',
      received: `*${dangling.source} without &${dangling.source} before it`,
    });

  function broken(offset: number, fault: Fault): HeddleError {
    return new HeddleError('format', {
      where: `${where}:${position(offset)}`,
      ...fault,
      hint: 'mend the text there.',
    });
  }

  function place(path: Path, atKey: boolean): string {
    let node: unknown = document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const [depth, key] of path.entries()) {
      if (isAlias(node)) node = node.resolve(document);
      if (isSeq(node)) node = node.items[Number(key)];
      else if (isMap(node)) {
        let pair = pairOf(node, key);
        const [kind] = node.items;
        if (pair === undefined && depth > 0 && node.items.length === 1) {
          // `crossEntropy: { classWeights: ... }` or `random: 12000`: a resolved option stands below its kind.
          if (isMap(kind.value)) pair = pairOf(kind.value, key);
          else offset = offsetOf(kind.value) ?? offset;
        }
        if (pair === undefined) break;
        offset = offsetOf(pair.key) ?? offset;
        if (atKey && depth === path.length - 1) break;
        node = pair.value;
      } else break;
      offset = offsetOf(node) ?? offset;
    }
    return position(offset);
  }
  return { value: plainValue(document, where), place };
}

/** What is wrong with a text, in words. */
interface Fault {
  readonly expected: string;
  readonly received: string;
}

/** The parser's complaint; in words of our own where its own are for programmers. */
function faultOf({ code, pos, message }: YAMLError, text: string): Fault {
  if (code === 'MULTIPLE_DOCS') return { expected: 'one document', received: 'a second one' };
  if (code === 'DUPLICATE_KEY') {
    const [key] = /^(?:"[^"\n]*"|'[^'\n]*'|[^:\s]*)/.exec(text.slice(pos[0])) ?? [''];
    return { expected: 'each key once', received: `${key} again` };
  }
  return { expected: 'YAML 1.2', received: message.replace(/\.$/, '') };
}

const pairOf = (map: YAMLMap, key: string | number): Pair | undefined =>
  map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));

const offsetOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];

function aliasesOf(document: Document): Alias[] {
  const aliases: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      aliases.push(alias);
    },
  });
  return aliases;
}

function plainValue(document: Document, where: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    if (cause instanceof ReferenceError)
      throw tooMuch(where, `at most ${MOST_ALIASES} values behind aliases`, 'more', cause);
    throw cause;
  }
}

function tooMuch(where: string, expected: string, received: string, cause?: unknown): HeddleError {
  return new HeddleError('format', { where, expected, received, hint: 'write a smaller file.', cause });
}
