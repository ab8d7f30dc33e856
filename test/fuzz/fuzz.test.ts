// HEDDLE_FUZZ_INPUTS inputs for each parser (2,000 unless set; `npm run test:fuzz` takes 100,000), drawn from HEDDLE_FUZZ_SEED.

import fc from 'fast-check';
import { HeddleError } from 'heddle';
import { describe, expect, test } from 'vitest';
import { type FuzzOutcome, fuzz } from './fuzz.ts';
import { inputsOf } from './mutated.ts';
import type { ParserCase } from './parser-case.ts';
import { parsers } from './parsers.ts';

const INPUTS = Number(process.env['HEDDLE_FUZZ_INPUTS'] ?? 2000);
const SEED = Number(process.env['HEDDLE_FUZZ_SEED'] ?? 20261124);

test('every parser has a name of its own', () => {
  const names = parsers.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(parsers.map((parser) => [parser.name, parser] as const))('%s', (name, parser) => {
  test('every sample is accepted', async () => {
    expect(parser.samples.length).toBeGreaterThan(0);
    for (const sample of parser.samples) await parser.accept(sample);
  });

  test(`${INPUTS} inputs are accepted as promised or refused`, { timeout: 3_600_000 }, async () => {
    const { accepted, refused } = await fuzz(parser, INPUTS, SEED);
    process.stdout.write(`fuzz: ${name}: seed ${SEED}, ${accepted} accepted, ${refused} refused\n`);
    expect(accepted + refused).toBe(INPUTS);
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});

describe('the fuzzer', () => {
  const careful: ParserCase = {
    name: 'careful',
    samples: [Uint8Array.of(1, 2, 3)],
    accept: (input) => {
      if (input.length % 2 === 0)
        throw new HeddleError('format', { where: 'x', expected: 'odd', received: 'even', hint: 'none' });
    },
  };
  const outcomeOf = (accept: ParserCase['accept']): Promise<FuzzOutcome> => fuzz({ ...careful, accept }, 300, 1);

  test('counts what is accepted and what is refused, the same each time', async () => {
    const first = await fuzz(careful, 300, 1);
    expect(first.accepted + first.refused).toBe(300);
    expect(await fuzz(careful, 300, 1)).toEqual(first);
    expect(fc.sample(inputsOf(careful), { numRuns: 20, seed: 1 })).toEqual(
      fc.sample(inputsOf(careful), { numRuns: 20, seed: 1 }),
    );
  });

  test('finds an error that is no HeddleError, and names the seed', async () => {
    const crash = (input: Uint8Array): void => {
      if (input.length > 20) throw new TypeError('cannot read properties of undefined');
    };
    await expect(outcomeOf(crash)).rejects.toThrow(/seed: 1[\s\S]*cannot read properties/);
  });

  test('finds memory that the size of an input does not justify', async () => {
    const kept: Uint8Array[] = [];
    const greedy = (input: Uint8Array): void => {
      if (input.length > 20) kept.push(new Uint8Array(256 << 20));
    };
    await expect(outcomeOf(greedy)).rejects.toThrow(/took \d+ bytes of memory/);
  });

  test('finds a prototype that was changed', async () => {
    const pollute = (input: Uint8Array): void => {
      if (input.length > 20) Object.assign(Object.prototype, { polluted: true });
    };
    try {
      await expect(outcomeOf(pollute)).rejects.toThrow('a prototype that everything shares was changed');
    } finally {
      delete (Object.prototype as { polluted?: boolean }).polluted;
    }
  });
});
