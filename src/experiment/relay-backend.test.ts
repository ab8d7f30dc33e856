import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { type Backend, referenceBackend } from '../kernels/index.ts';
import { relayBackend } from './relay-backend.ts';

/** A backend that notes its runs; each takes until `release` is called, where there is one. */
function noted(name: string, log: string[], until?: Promise<void>): Backend {
  return {
    ...referenceBackend({ floats: 32 }),
    async run() {
      log.push(`${name} begins`);
      await until;
      log.push(`${name} ends`);
    },
  };
}

test('runs are made by the other team from when it is there, after those that were asked for before', async () => {
  const log: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const relay = relayBackend(noted('own', log, held));
  const program = relay.backend.record(() => undefined);
  const first = relay.backend.run(program, 1);
  relay.handTo(Promise.resolve(noted('next', log)));
  const second = relay.backend.run(program, 1);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(log).toEqual(['own begins']);
  release();
  await Promise.all([first, second]);
  expect(log).toEqual(['own begins', 'own ends', 'next begins', 'next ends']);
});

test('while the other team starts its own team goes on', async () => {
  const log: string[] = [];
  const relay = relayBackend(noted('own', log));
  relay.handTo(new Promise(() => undefined));
  await relay.backend.run(
    relay.backend.record(() => undefined),
    1,
  );
  expect(log).toEqual(['own begins', 'own ends']);
});

test('a team that cannot start fails the next run', async () => {
  const relay = relayBackend(noted('own', []));
  const lost = new HeddleError('worker', {
    where: 'worker thread 1 of 2',
    expected: 'to start',
    received: 'nothing',
    hint: 'run again.',
  });
  relay.handTo(Promise.reject(lost));
  await new Promise((resolve) => setTimeout(resolve, 0));
  const program = relay.backend.record(() => undefined);
  await expect(relay.backend.run(program, 1)).rejects.toBe(lost);
});

test('closing a relay closes no team', async () => {
  const log: string[] = [];
  const own = { ...noted('own', log), close: async () => void log.push('closed') };
  await relayBackend(own).backend.close();
  expect(log).toEqual([]);
});
