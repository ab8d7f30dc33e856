// Vectors of 256 bits, which only some Nodes make out of WebAssembly's 128 (src/node/fastest-kernels.ts): the tests of kernels once more,
// on those Nodes.

import { expect, test } from 'vitest';
import { processorFlags } from '../src/node/processor-flags.ts';
import { OTHER_NODES, reason, runOn } from './other-nodes.fixture.ts';

const MINUTES = 60_000;

const SUITES = ['src/node/fastest-kernels.test.ts', 'src/node/engine-parity.test.ts', 'src/node/engine.test.ts'];

test.skipIf(reason !== '').each(OTHER_NODES)(
  `every kernel gives on %s the bits it gives elsewhere, with vectors of 256 bits ${reason}`,
  { timeout: 10 * MINUTES },
  (node) => {
    const { status, text } = runOn(node, ['node_modules/vitest/vitest.mjs', 'run', ...SUITES]);
    expect(status, text).toBe(0);
    expect(text).toMatch(/Test Files .*3 passed/);
  },
);

test.skipIf(reason !== '').each(OTHER_NODES)(
  `so it does on %s when not the product alone, but every kernel is compiled for them ${reason}`,
  { timeout: 10 * MINUTES },
  (node) => {
    const flags = { HEDDLE_REVECTORIZE: '1', HEDDLE_VECTORS: '128' };
    const { status, text } = runOn(
      node,
      ['node_modules/vitest/vitest.mjs', 'run', 'src/node/engine-parity.test.ts'],
      flags,
    );
    expect(status, text).toBe(0);
  },
);

test.skipIf(reason !== '').each(OTHER_NODES)(
  `the doctor says on %s what vectors there are, and why there are no wider ones ${reason}`,
  { timeout: MINUTES },
  (node) => {
    const vectorsOf = (flags: readonly string[], env: Readonly<Record<string, string>> = {}): string => {
      const { status, stdout, text } = runOn(node, [...flags, 'dist/cli/main.js', 'doctor'], env);
      expect(status, text).toBe(0);
      return /^ {2}vectors +(.*)$/m.exec(stdout)?.[1] ?? stdout;
    };
    const tries = Array.from({ length: 4 }, () => vectorsOf([]));
    if (processorFlags().has('avx2'))
      expect(tries).toContain('256 bits: this Node computes two vectors of 128 bits as one');
    expect(vectorsOf(['--no-enable-avx2'])).toBe('128 bits: vectors of 256 bits are not faster here');
    expect(vectorsOf([], { HEDDLE_VECTORS: '128' })).toBe('128 bits: HEDDLE_VECTORS asks for them');
    expect(vectorsOf(['--no-wasm-inlining'])).toMatch(/^128 bits: Node was started with flags of WebAssembly/);
  },
);
