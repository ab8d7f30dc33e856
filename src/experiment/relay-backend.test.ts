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
    async time() {
      log.push(`${name} times`);
      return [];
    },
  };
}

/** A clock that stands still until it is set. */
function clock() {
  let time = 0;
  return {
    now: () => time,
    set: (milliseconds: number) => {
      time = milliseconds;
    },
  };
}

const unexpected = (error: Error): never => expect.unreachable(error.message);
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test("runs asked for after the hand-over are the other team's, and begin when those before have ended", async () => {
  const log: string[] = [];
  const { now, set } = clock();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { backend, alone } = relayBackend(noted('own', log, held), now);
  const program = backend.record(() => undefined);
  alone(async () => noted('next', log), unexpected);
  set(1000);
  const first = backend.run(program, 1);
  await turn();
  const second = backend.run(program, 1);
  const third = backend.time([program], now);
  await turn();
  expect(log).toEqual(['own begins']);
  release();
  await Promise.all([first, second, third]);
  expect(log).toEqual(['own begins', 'own ends', 'next begins', 'next ends', 'next times']);
});

test('the other team is started once, for a training that has been alone for a second', async () => {
  const { now, set } = clock();
  let started = 0;
  const { backend, alone } = relayBackend(noted('own', []), now);
  const program = backend.record(() => undefined);
  set(5000);
  await backend.run(program, 1);
  alone(async () => {
    started++;
    return noted('next', []);
  }, unexpected);
  set(5999);
  await backend.run(program, 1);
  expect(started).toBe(0);
  set(6000);
  await backend.run(program, 1);
  await backend.run(program, 1);
  expect(started).toBe(1);
});

test('where the other team cannot start its own goes on, and it is said why', async () => {
  const log: string[] = [];
  const { now, set } = clock();
  const { backend, alone } = relayBackend(noted('own', log), now);
  const program = backend.record(() => undefined);
  const failures: string[] = [];
  alone(
    () => Promise.reject(new Error('no thread to be had')),
    ({ message }) => failures.push(message),
  );
  set(1000);
  for (let i = 0; i < 2; i++) await backend.run(program, 1);
  await turn();
  expect(failures).toEqual(['no thread to be had']);
  expect(log).toEqual(['own begins', 'own ends', 'own begins', 'own ends']);
});

test('closing a relay closes no team', async () => {
  const log: string[] = [];
  const own = { ...noted('own', log), close: async () => void log.push('closed') };
  await relayBackend(own, () => 0).backend.close();
  expect(log).toEqual([]);
});
