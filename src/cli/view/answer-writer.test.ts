import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type AnswerFormat, answerWriter } from './answer-writer.ts';

const RED = '\u001b[31mred\u009b2J';

/** What one answer looks like, in a pipe or on a terminal. */
async function written(format: AnswerFormat, isTTY: boolean): Promise<string> {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const writer = answerWriter(format, [RED, '__proto__'], true, stream);
  await writer.row({ file: `${RED}/0.png`, row: '1', values: Float32Array.of(0.75, 0.25) });
  await writer.end();
  stream.end();
  return (await stream.toArray()).map(String).join('');
}

test('a program gets the names as they are, a terminal gets them without what would steer it', async () => {
  expect(await written('csv', false)).toBe(`file,row,prediction,${RED},__proto__\n${RED}/0.png,1,${RED},0.75,0.25\n`);
  for (const format of ['table', 'csv', 'json'] as const)
    expect((await written(format, true)).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(await written('csv', true)).toContain('red,__proto__\n');
});

test('JSON is the same value whoever reads it, without a character that steers', async () => {
  const text = await written('json', false);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  const [answer] = JSON.parse(text);
  expect(answer).toMatchObject({ file: `${RED}/0.png`, prediction: RED });
  expect(Object.entries(answer.probabilities)).toEqual([
    [RED, 0.75],
    ['__proto__', 0.25],
  ]);
});

test('a table stays in its columns where letters are two columns wide', async () => {
  const stream = new PassThrough();
  const writer = answerWriter('table', ['\u30b7\u30e3\u30c4\u3068\u30ba\u30dc\u30f3', 'bag'], false, stream, 8);
  await writer.row({ file: '', row: '\u732b.png', values: Float32Array.of(0.75, 0.25) });
  await writer.row({ file: '', row: 'bag.png', values: Float32Array.of(0.25, 0.75) });
  stream.end();
  expect((await stream.toArray()).join('').split('\n')).toEqual([
    '  row       prediction      probability',
    '  \u732b.png    \u30b7\u30e3\u30c4\u3068\u30ba\u30dc\u30f3  0.7500',
    '  bag.png   bag             0.7500',
    '',
  ]);
});
