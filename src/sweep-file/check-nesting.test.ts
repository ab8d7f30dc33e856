import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { readYaml } from './read-yaml.ts';

const close = (text: string, levels: number): string =>
  text.repeat(levels) + (text.includes('[') ? ']' : '}').repeat(levels);

test.each([
  ['brackets that are not closed', '['.repeat(50_000)],
  ['brackets', close('[', 40_000)],
  ['braces', close('{a: ', 15_000)],
  ['sequences in one line', `${'- '.repeat(40_000)}a`],
  ['explicit keys in one line', `${'? '.repeat(40_000)}a`],
  ['mappings in one line', `${'a: '.repeat(30_000)}b`],
  ['indentation', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
])('a text of %s, which would exhaust the stack, is refused', (_, text) => {
  expect(() => readYaml(text, 'sweep.yaml')).toThrow(HeddleError);
  expect(() => readYaml(text, 'sweep.yaml')).toThrow(
    /^sweep\.yaml:\d+: expected values nested at most 32 levels deep, received more\. write a flatter file\.$/,
  );
});

test.each([
  ['brackets inside texts', `a: "${'['.repeat(100)}"\nb: |\n${'  [\n'.repeat(100)}`, 2],
  ['a wide flow mapping', `a: { ${Array.from({ length: 200 }, (_, i) => `k${i}: ${i}`).join(', ')} }`, 1],
  ['many short lines', Array.from({ length: 500 }, (_, i) => `k${i}: [[1], {a: [2]}]`).join('\n'), 500],
  ['thirty-two levels', `a: ${close('[', 32)}`, 1],
])('a text of %s is read', (_, text, fields) => {
  expect(Object.keys(readYaml(text, 'sweep.yaml').value as object)).toHaveLength(fields);
});

test('any token many times over is an error or a value, never a crash', () => {
  const tokens = [
    '*a ',
    '&a ',
    '!!str ',
    '"',
    "'",
    '|\n',
    '>\n',
    '%',
    '---\n',
    '...\n',
    ', ',
    '\t',
    '#',
    'a\n',
    '- a\n',
    '&a [*a],',
  ];
  for (const token of tokens) {
    const text = token.repeat(Math.floor(4_000 / token.length));
    try {
      readYaml(text, 'sweep.yaml');
    } catch (error) {
      expect(error).toBeInstanceOf(HeddleError);
    }
  }
});
