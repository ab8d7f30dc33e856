import { expect, test } from 'vitest';
import { referenceBackend, type Span } from '../kernels/index.ts';
import { measure, type Placer, placeLayout } from './placer.ts';

const layout = (place: Placer): Span[] => [
  place('parameters', 'float', 3),
  place('activations', 'double', 9),
  place('workspace', 'int32', 0),
  place('optimizer', 'uint8', 65),
];

test('a layout is measured in whole lines of 64 bytes, by use', () => {
  expect(measure(4, layout)).toEqual({
    parameters: 64,
    gradients: 0,
    optimizer: 128,
    activations: 128,
    workspace: 0,
    total: 320,
  });
  expect(measure(8, layout).parameters).toBe(64);
});

test('a placed layout takes one block: its buffers follow one another, aligned, zeroed, and are given back', () => {
  const { memory } = referenceBackend({ floats: 32 });
  const dirty = memory.allocate(1024);
  memory.write({ type: 'uint8', offset: dirty, length: 1024 }, new Uint8Array(1024).fill(255));
  memory.release(dirty);
  const { buffers, plan, release } = placeLayout(memory, layout);
  expect(buffers.map(({ offset }) => offset - buffers[0].offset)).toEqual([0, 64, 192, 192]);
  expect(buffers[0].offset % 64).toBe(0);
  expect(
    Array.from(memory.read({ type: 'uint8', offset: buffers[0].offset, length: plan.total })).every(
      (byte) => byte === 0,
    ),
  ).toBe(true);
  release();
  expect(memory.allocate(64)).toBe(dirty);
});
