// The YAML parser calls itself for every level of nesting, and a text of brackets exhausts its stack. So the levels are
// counted first, over the tokens of the lexer, which is a loop.

import { Lexer } from 'yaml';
import { HeddleError } from '../core/index.ts';

const DEEPEST = 32;
const WIDEST_INDENTATION = 128;
/** The lexer puts this before the text of a scalar, which may look like any token. */
const SCALAR = '\u001f';

/**
 * Refuses a text that nests deeper than anybody writes: flow collections, `- - -` in one line, indentation.
 *
 * @throws HeddleError `format` with the line.
 */
export function checkNesting(text: string, where: string): void {
  let line = 1;
  let flow = 0;
  let indicators = 0;
  let before = '\n';
  for (const token of new Lexer().lex(text)) {
    const startsLine = before.endsWith('\n');
    if (startsLine) indicators = 0;
    if (before !== SCALAR) {
      if (token === '[' || token === '{') flow++;
      else if (token === ']' || token === '}') flow--;
      else if (flow <= 0 && (token === '-' || token === '?' || token === ':')) indicators++;
      const indentation = startsLine && /^[ \t]+$/.test(token) ? token.length : 0;
      if (flow > DEEPEST || indicators > DEEPEST || indentation > WIDEST_INDENTATION) {
        throw new HeddleError('format', {
          where: `${where}:${line}`,
          expected: `values nested at most ${DEEPEST} levels deep`,
          received: 'more',
          hint: 'write a flatter file.',
        });
      }
    }
    line += token.split('\n').length - 1;
    before = token;
  }
}
