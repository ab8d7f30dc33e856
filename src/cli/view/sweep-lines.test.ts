import { expect, test } from 'vitest';
import { exampleRun } from '../../report/example-run.fixture.ts';
import { createColours } from '../format/colours.ts';
import { widthOf } from '../format/text-width.ts';
import { endingLines } from './sweep-lines.ts';

const [{ record }] = exampleRun().trials;

test('how a trial ended stands on one line while there is room for its short name and the message', () => {
  const message = 'All 15 epochs trained; the weights of epoch 12 were kept';
  for (const columns of [100, 80, 74]) {
    const lines = endingLines({ ...record, message, seconds: 24.7 }, { colours: createColours(false), columns });
    expect(lines).toHaveLength(1);
    expect(widthOf(lines[0])).toBeLessThanOrEqual(columns);
    expect(lines[0]).toContain(message);
    expect(lines[0].endsWith('(24.7 s)')).toBe(columns > 74);
  }
});
