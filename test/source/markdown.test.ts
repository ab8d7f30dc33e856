import { expect, test } from 'vitest';
import { anchorsOf, codeBlocksOf, isExcerptOf, linksOf } from './markdown.ts';

const PAGE = `# The title

See [the tour](docs/tour.md#part-two), ![a chart](chart.svg "title") and [the web](https://example.org).
A \`[link](in-code.md)\` is none.

\`\`\`ts
const a = '[x](y.md)';
# no heading
\`\`\`

<img src="picture.png" alt=""> [here](#the-title)

## The \`title\`, again!
## The title

[ref]: other.md
`;

test('links are found with their lines, and those in code or to the web are not', () => {
  expect(linksOf(PAGE).map(({ target, line }) => `${target}:${line}`)).toEqual([
    'docs/tour.md#part-two:3',
    'chart.svg:3',
    '#the-title:11',
    'picture.png:11',
    'other.md:16',
  ]);
});

test('anchors are made as GitHub makes them', () => {
  expect(anchorsOf(PAGE)).toEqual(['the-title', 'the-title-again', 'the-title-1']);
  expect(anchorsOf('## 4. Numerics: a stated promise\n### `npm start` & [more](x.md)')).toEqual([
    '4-numerics-a-stated-promise',
    'npm-start--more',
  ]);
});

test('code blocks have their info and the line of their code', () => {
  expect(codeBlocksOf(PAGE)).toEqual([{ info: 'ts', code: "const a = '[x](y.md)';\n# no heading", line: 7 }]);
});

test('a block that is never closed is an error', () => {
  expect(() => codeBlocksOf('text\n```ts\nconst a = 1;')).toThrow('line 2: the code block is never closed');
});

test('an excerpt stands in its source, indentation aside, with gaps where it says so', () => {
  const source = 'function f() {\n  one();\n\n  two();\n  three();\n}\n';
  expect(isExcerptOf('one();\ntwo();', source)).toBe(true);
  expect(isExcerptOf('function f() {\n  // ...\n  three();\n}', source)).toBe(true);
  expect(isExcerptOf('one();\nthree();', source)).toBe(false);
  expect(isExcerptOf('three();\n// ...\none();', source)).toBe(false);
  expect(isExcerptOf('one()', source)).toBe(false);
});
