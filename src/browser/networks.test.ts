import { expect, test } from 'vitest';
import { wasmBackend } from '../kernels/index.ts';
import { watchMemory } from '../kernels/memory-ledger.fixture.ts';
import { crossEntropy, type NamedTensor } from '../model/index.ts';
import { smallModel, trainSmall } from '../train/small-training.fixture.ts';
import { createNetworks } from './networks.ts';

const { tensors } = await trainSmall({ epochs: 1 });
/** More rows than are answered at a time. */
const rows = Float32Array.from({ length: 2 * 300 }, (_, i) => i / 600);
const trained = { model: smallModel(), loss: crossEntropy(), live: false };

test('a network that is released while its weights are fetched leaves nothing behind, and its prediction says so', async () => {
  const backend = await wasmBackend({ profile: 'strict' });
  const { held } = watchMemory(backend.memory);
  const networks = createNetworks(backend);
  let give: (tensors: readonly NamedTensor[]) => void = () => undefined;
  const fetched = new Promise<readonly NamedTensor[]>((resolve) => {
    give = resolve;
  });
  networks.hold(1, { ...trained, tensors: () => fetched });
  const asked = networks.predict(1, Float32Array.of(1, 2));
  networks.release(1);
  give(tensors);
  await expect(asked).rejects.toThrow(
    'network 1: expected one that the engine still holds, received one that was released, or whose training failed. ' +
      'release a network after its last prediction.',
  );
  expect([...held]).toEqual([]);
});

test('a network that is released while it answers gives its answer, and then its memory', async () => {
  const backend = await wasmBackend({ profile: 'strict' });
  const { held } = watchMemory(backend.memory);
  let networks = createNetworks(backend);
  networks.hold(1, { ...trained, tensors: async () => tensors });
  const expected = await networks.predict(1, rows);
  networks.release(1);
  networks = createNetworks({
    ...backend,
    async run(program, times) {
      networks.release(1);
      return backend.run(program, times);
    },
  });
  networks.hold(1, { ...trained, tensors: async () => tensors });
  expect(await networks.predict(1, rows)).toEqual(expected);
  expect([...held]).toEqual([]);
});
