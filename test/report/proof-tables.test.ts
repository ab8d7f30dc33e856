// The proof of runs on tables, as `heddle sweep` writes them: columns of numbers, of categories and with gaps are embedded as the network
// takes them, and answers are in the target's own unit.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomSequence, seedFrom } from 'heddle';
import { expect, test } from 'vitest';
import { BROWSERS, missing } from '../browser/browsers.fixture.ts';
import { heddle, withFolder } from '../cli-process.fixture.ts';
import { PROVE, type ProofOutcome } from './prove.fixture.ts';
import { withPages } from './proved-run.fixture.ts';

/** 240 flats: their area, with gaps, district, price, and whether they were sold. */
function flats(): string {
  const random = randomSequence(seedFrom(1), 'synthetic', 0);
  const rows = Array.from({ length: 240 }, (_, i) => {
    const area = 30 + random.below(120);
    const district = ['north', 'south', 'harbour'][random.below(3)];
    const price = 2 * area + (district === 'harbour' ? 90 : 0) + random.below(20);
    return [i % 17 === 3 ? '' : area, district, price, price > 210 ? 'no' : 'yes'].join(',');
  });
  return ['area,district,price,sold', ...rows, ''].join('\n');
}

const NUMBERS = `
name: flats
dataset: { csv: flats.csv, target: price, ignore: [sold], missing: fill }
models: { small: [dense: 12, relu, dense: 1] }
loss: meanSquaredError
training: { epochs: 30, batchSize: 16 }
optimizer: { adam: { learningRate: 0.02 } }
`;

const CLASSES = NUMBERS.replace('target: price, ignore: [sold]', 'target: sold, ignore: [price]')
  .replace('dense: 1]', 'dense: 2]')
  .replace('loss: meanSquaredError\n', '');

test.skipIf(missing('chromium') !== undefined).for([
  ['numbers', NUMBERS, ['Every predicted number', 'RMSE', 'R²', 'Loss']],
  ['classes', CLASSES, ['Every predicted number', 'Confusion matrix', 'Accuracy', 'Macro-F1', 'Loss']],
] as const)(
  'the report of a table of %s agrees with itself in Chromium, bit by bit',
  { timeout: 180_000 },
  async ([name, sweep, expected]) => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'flats.csv'), flats());
      const file = join(folder, `${name}.yaml`);
      writeFileSync(file, sweep);
      const { code, stdout, stderr } = await heddle([
        'sweep',
        file,
        '--out',
        join(folder, 'runs'),
        '--json',
        '--quiet',
      ]);
      expect(code, stderr).toBe(0);
      const { runFolder } = JSON.parse(stdout) as { readonly runFolder: string };
      const page = readFileSync(join(runFolder, 'report.html'), 'utf8');
      await withPages({ page }, (address) =>
        BROWSERS.chromium.with(async (browser) => {
          await browser.goto(address('page'));
          const outcome = await browser.evaluate<ProofOutcome>(PROVE);
          expect(outcome.checks.filter((check) => !check.startsWith('agrees: '))).toEqual([]);
          expect(outcome.agrees, outcome.text).toBe(true);
          expect(outcome.checks.map((check) => check.replace('agrees: ', ''))).toEqual(
            expect.arrayContaining([...expected]),
          );
        }),
      );
    });
  },
);
