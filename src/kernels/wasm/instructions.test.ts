// What the AssemblyScript repeats as plain numbers, read from its source: a slip there would give wrong numbers without an error.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STREAMS } from '../../core/index.ts';
import { BLAS_GEMM, INSTRUCTIONS } from './instructions.ts';

const assembly = new URL('assembly/', import.meta.url);
const sources = readdirSync(assembly).filter((name) => name.endsWith('.ts'));
const textOf = (name: string): string => readFileSync(new URL(name, assembly), 'utf8');

test('assembly/index.ts calls each kernel under the opcode that is its place in the list', () => {
  const cases = [...textOf('index.ts').matchAll(/case (\d+):\s+return (\w+)\(at\);/g)];
  const listed = INSTRUCTIONS.map(({ name }, opcode) => `${opcode} ${name}`);
  expect(cases.map(([, opcode, kernel]) => `${opcode} ${kernel}`)).toEqual([...listed, `${BLAS_GEMM} blasGemm`]);
});

test('the AssemblyScript draws from the streams that core numbers', () => {
  const drawn = sources.flatMap((name) => [...textOf(name).matchAll(/const (\w+)_STREAM: u32 = (\d+);/g)]);
  const { initialize, shuffle, dropout } = STREAMS;
  expect(Object.fromEntries(drawn.map(([, name, number]) => [name.toLowerCase(), Number(number)]))).toEqual({
    initialize,
    shuffle,
    dropout,
  });
});
