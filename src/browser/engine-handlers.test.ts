import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { specOf } from '../core/index.ts';
import { crossEntropy } from '../model/index.ts';
import { adam } from '../train/index.ts';
import { rings, smallModel } from '../train/small-training.fixture.ts';
import { engineHandlers } from './engine-handlers.ts';
import type { FitRequest, TrainingEvent } from './protocol.ts';

// Heartbeats are not to stand in for what the pieces of a run tell.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** A worker whose every run lasts long, and what it tells. */
async function world() {
  const told: { readonly network: number; readonly event: TrainingEvent }[] = [];
  let milliseconds = 0;
  const handlers = engineHandlers({
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => {
      milliseconds += 30;
      return milliseconds;
    },
    tell: (network, event) => void told.push({ network, event }),
  });
  await handlers.open({ profile: 'strict', threads: 1, shared: false, ports: [] });
  return { handlers, told };
}

const request = (network: number, epochs: number, paused = false): FitRequest => ({
  ...{ network, epochs, paused, batchSize: 4, seed: 1 },
  ...{ model: smallModel().toJSON(), loss: specOf(crossEntropy()), optimizer: specOf(adam()), schedule: null },
  ...{ table: rings(), validation: rings(), earlyStopping: null },
});

/** The progress that is told again and again while an epoch is validated, by network and epoch. */
function toldAgain(told: Awaited<ReturnType<typeof world>>['told'], network: number, epoch: number): number {
  const steps = told.flatMap(({ network: of, event }) =>
    of === network && event.type === 'progress' && event.epoch === epoch ? [event.step] : [],
  );
  return steps.length - new Set(steps).size;
}

test('two trainings at once each say that they are alive in long runs, and the end of one does not silence the other', async () => {
  const { handlers, told } = await world();
  await Promise.all([handlers.fit(request(1, 8)), handlers.fit(request(2, 2))]);
  const end = told.findIndex(({ network, event }) => network === 2 && event.type === 'train-stopped');
  expect(told.slice(end).some(({ network, event }) => network === 1 && event.type === 'epoch')).toBe(true);
  for (const [network, epoch] of [
    [1, 1],
    [2, 1],
    [1, 8],
  ]) {
    expect(toldAgain(told, network, epoch), `network ${network}, epoch ${epoch}`).toBeGreaterThan(0);
  }
});

test('a training that is held says nothing while another one runs', async () => {
  const { handlers, told } = await world();
  const held = handlers.fit(request(1, 1, true));
  await handlers.fit(request(2, 3));
  expect(toldAgain(told, 1, 1)).toBe(0);
  expect(toldAgain(told, 2, 3)).toBeGreaterThan(0);
  handlers.control({ network: 1, command: 'stop' });
  await held;
});
