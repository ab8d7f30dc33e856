import { expect, test } from 'vitest';
import { csvDataset } from '../csv/index.ts';
import { preparedOn } from '../data/index.ts';
import { RING } from '../experiment/tiny-run.fixture.ts';
import { receivedDataset, sentDataset } from './sent-dataset.ts';

/** Numbers, words, gaps, and a target of either kind. */
const file = (name: string, from: number, rows: number) => ({
  name,
  chunks: [
    new TextEncoder().encode(
      `size,colour,price,kind\n${Array.from({ length: rows }, (_, i) => {
        const row = from + i;
        const colour = row % 5 === 0 ? '' : ['red', 'green', 'blue'][row % 3];
        return `${(row * 7) % 13},${colour},${(row * row) % 17}.5,${row % 2 === 0 ? 'even' : 'odd'}`;
      }).join('\n')}\n`,
    ),
  ],
});

test.each([
  ['kind', 0.2, false],
  ['price', 0.2, false],
  ['kind', 0, true],
] as const)('a table of target %s is fitted and encoded in a worker as on the page', async (target, test, given) => {
  const parts = { id: 'things', source: 'memory', train: file('train.csv', 0, 60), test };
  const validation = given ? file('validation.csv', 100, 20) : null;
  const dataset = await csvDataset({ ...parts, validation }, { target, missing: 'fill', scaling: 'minMax' });
  const received = receivedDataset(structuredClone(sentDataset(dataset)));
  for (const rows of [Uint32Array.of(1, 2, 3, 5, 8, 13), Uint32Array.from({ length: 40 }, (_, row) => row)]) {
    const [here, there] = [dataset, received].map((held) => {
      const { raw: _, ...prepared } = preparedOn(held, rows);
      return prepared;
    });
    expect(there).toEqual(here);
    expect(there.preprocessing).not.toEqual(dataset.preprocessing);
  }
  expect(received.sha256).toBe(dataset.sha256);
});

test('a data set without raw rows arrives as it is; raw rows of another making are refused before anything is sent', () => {
  expect(receivedDataset(structuredClone(sentDataset(RING)))).toEqual(RING);
  const raw = { fit: () => ({ kind: 'plain' }) as never, encode: () => ({ train: RING.train, test: RING.test }) };
  expect(() => sentDataset({ ...RING, raw })).toThrow(
    `dataset ${RING.id}: expected raw rows of a table, as csvDataset and tableDataset give them, received raw rows with methods of their own, which cannot be sent to a worker. prepare them on the rows that train, with preparedOn, and leave raw out.`,
  );
});
