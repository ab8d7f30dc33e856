import { expect, test } from 'vitest';
import { type Backend, referenceBackend } from '../kernels/index.ts';
import { relayBackend } from './relay-backend.ts';

/** A backend that notes its runs; each takes until `until`, where there is one. */
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

test("runs asked for after the hand-over are the other team's, and begin when those before have ended", async () => {
  const log: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const relay = relayBackend(noted('own', log, held));
  const program = relay.backend.record(() => undefined);
  const first = relay.backend.run(program, 1);
  relay.handTo(noted('next', log));
  const second = relay.backend.run(program, 1);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(log).toEqual(['own begins']);
  release();
  await Promise.all([first, second]);
  expect(log).toEqual(['own begins', 'own ends', 'next begins', 'next ends']);
});

test('closing a relay closes no team', async () => {
  const log: string[] = [];
  const own = { ...noted('own', log), close: async () => void log.push('closed') };
  await relayBackend(own).backend.close();
  expect(log).toEqual([]);
});
