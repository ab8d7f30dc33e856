// A table is swept on a page as in Node: each fold fits its scaling on its own training rows, in the worker.

import { csvDataset } from 'heddle/csv';
import { expect, test } from 'vitest';
import { chromium } from './chromium.fixture.ts';
import { heddlePage, sweptInNode } from './engine.fixture.ts';
import { withServer } from './serve.fixture.ts';

const CSV = `size,colour,kind\n${Array.from(
  { length: 90 },
  (_, row) =>
    `${(row * 7) % 13},${['red', 'green', 'blue'][row % 3]},${((row * 7) % 13) + (row % 3) > 7 ? 'big' : 'small'}`,
).join('\n')}\n`;
const SWEEP = `
name: things
dataset: things.csv
folds: 3
models: { small: [dense: 8, relu, dense: 2] }
training: { batchSize: 16, epochs: 3 }
seed: 5
`;
/** Of what both sides compute: the source of a function, since a page has to get it too. */
const DATASET = `(csv, text) => csv.csvDataset(
  { id: 'things.csv', source: 'memory', train: { name: 'things.csv', chunks: [new TextEncoder().encode(text)] }, validation: null, test: 0.2 },
  { target: 'kind' },
)`;

test('a table of a CSV file, in folds: the bits that Node gives', async ({ skip }) => {
  const reason = chromium.missing();
  skip(reason !== undefined, reason);
  const dataset = await new Function(`return ${DATASET}`)()({ csvDataset }, CSV);
  const { records, test: figures } = await sweptInNode(SWEEP, dataset, 'strict');
  const fingerprints = records.map(({ fingerprint }) => fingerprint);
  expect(new Set(fingerprints).size).toBe(4); // three folds, and the training on all rows
  const page = await heddlePage();
  await chromium.with((browser) =>
    withServer({ '/': page }, { isolated: true }, async (address) => {
      await browser.goto(`${address}/`);
      const found = await browser.evaluate<unknown>(`(async () => {
        const dataset = await (${DATASET})(csv, ${JSON.stringify(CSV)});
        const spec = parseSweepFile(${JSON.stringify(SWEEP)}, 'sweep.yaml', heddle.standardKinds);
        const { result, files } = await browser.runBrowserSweep({ spec, dataset, profile: 'strict' });
        const records = [...files].filter(([path]) => path.endsWith('/trial.json')).map(([, bytes]) => JSON.parse(new TextDecoder().decode(bytes)));
        return { fingerprints: records.map(({ fingerprint }) => fingerprint), loss: result.test.loss };
      })()`);
      expect(found).toEqual({ fingerprints, loss: figures?.loss });
    }),
  );
});
