import { expect, test } from 'vitest';
import type { WasmProgram } from './record-program.ts';
import { type SpawnWorker, type TeamWorker, teamBackend } from './team-backend.ts';
import { createWasmMemory } from './wasm-memory.ts';
import type { Watch } from './watch-team.ts';

/** Workers that start at once; thread 0 keeps each command until it is answered with `seconds`. */
function waitingWorkers(seconds: readonly number[] = []) {
  const posted: { readonly times: number }[] = [];
  let answer: (message: unknown) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const spawn: SpawnWorker = (_, { thread }) => ({
    post: (message) => posted.push(message as { times: number }),
    onMessage(listener) {
      if (thread === 0) answer = listener;
      queueMicrotask(() => listener('ready'));
    },
    onFailure(listener) {
      if (thread === 0) fail = listener;
    },
    keepAlive: () => undefined,
    end: async () => undefined,
  });
  return { spawn, posted, answer: () => answer({ seconds }), fail: (error: Error) => fail(error) };
}

/** Lets everything that is due happen. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Workers that say they are ready and do nothing else; `fail` ends one of them. */
function idleWorkers() {
  const failures: ((error: Error) => void)[] = [];
  const spawn = (): TeamWorker => ({
    post: () => undefined,
    onMessage: (listener) => queueMicrotask(() => listener('ready')),
    onFailure: (listener) => failures.push(listener),
    keepAlive: () => undefined,
    end: async () => undefined,
  });
  return { spawn, fail: (thread: number, message: string) => failures[thread](new Error(message)) };
}

const MESSAGE =
  'worker thread 1 of 2: expected to compute until told to end, received out of memory. run again; with --threads 1 if it happens again.';

test('a worker that fails while it computes fails the run, and every run after it', async () => {
  const { spawn, fail } = idleWorkers();
  const memory = createWasmMemory({ shared: true });
  const backend = await teamBackend({ profile: 'strict', threads: 2, memory, spawn });
  const program = backend.record(({ fill }) =>
    fill({ out: { type: 'float', offset: 1024, length: 1 }, length: 1, value: 1 }),
  );
  const running = backend.run(program, 1);
  fail(1, 'out of memory');
  await expect(running).rejects.toThrow(MESSAGE);
  await expect(backend.run(program, 1)).rejects.toThrow(MESSAGE);
});

test('a worker that cannot start fails the start', async () => {
  const { spawn } = idleWorkers();
  const memory = createWasmMemory({ shared: true });
  const broken = (): TeamWorker => ({
    ...spawn(),
    onMessage: () => undefined,
    onFailure: (listener) => queueMicrotask(() => listener(new Error('no threads left'))),
  });
  await expect(teamBackend({ profile: 'strict', threads: 1, memory, spawn: broken })).rejects.toThrow(
    'worker thread 0 of 1: expected to compute until told to end, received no threads left.',
  );
});

test('when one worker cannot start, all are ended and the scratch is given back', async () => {
  const memory = createWasmMemory({ shared: true });
  const free = memory.allocate(64);
  memory.release(free);
  const ended: number[] = [];
  const spawn: SpawnWorker = (_, { thread }) => ({
    post: () => undefined,
    onMessage: (listener) => thread !== 1 && queueMicrotask(() => listener('ready')),
    onFailure: (listener) => thread === 1 && queueMicrotask(() => listener(new Error('no threads left'))),
    keepAlive: () => undefined,
    end: async () => {
      ended.push(thread);
    },
  });
  const starting = teamBackend({ profile: 'strict', threads: 3, memory, spawn });
  await expect(starting).rejects.toThrow(
    'worker thread 1 of 3: expected to compute until told to end, received no threads left. run again; with --threads 1 if it happens again.',
  );
  await expect(starting).rejects.toMatchObject({ code: 'worker' });
  expect(ended.toSorted()).toEqual([0, 1, 2]);
  expect(memory.allocate(64)).toBe(free);
});

test('runs that overlap take place one after the other, in the order they were asked for', async () => {
  const { spawn, posted, answer } = waitingWorkers();
  const backend = await teamBackend({
    profile: 'strict',
    threads: 2,
    memory: createWasmMemory({ shared: true }),
    spawn,
  });
  const program = backend.record(({ tick }) => tick({ clock: { type: 'int32', offset: 1024, length: 3 }, rows: 1 }));
  const ended: number[] = [];
  const runs = [1, 2, 3].map((times) => backend.run(program, times).then(() => ended.push(times)));
  for (const times of [1, 2, 3]) {
    await turn();
    expect(posted.map((command) => command.times)).toEqual([1, 2, 3].slice(0, times));
    expect(ended).toEqual([1, 2, 3].slice(0, times - 1));
    answer();
  }
  await Promise.all(runs);
  expect(ended).toEqual([1, 2, 3]);
});

test('programs are timed by the worker that leads, all of them at one command, in turn with runs', async () => {
  const { spawn, posted, answer } = waitingWorkers([9, 0.25, 0.5]);
  const memory = createWasmMemory({ shared: true });
  const backend = await teamBackend({ profile: 'strict', threads: 2, memory, spawn });
  const clock = { type: 'int32' as const, offset: 1024, length: 3 };
  const programs = [1, 2].map((rows) => backend.record(({ tick }) => tick({ clock, rows })));
  const running = backend.run(programs[0], 7);
  const timing = backend.time(programs, () => expect.unreachable('the worker has a clock'));
  await turn();
  expect(posted.map(({ times }) => times)).toEqual([7]);
  answer();
  await running;
  await turn();
  // Before them one that wakes the others, whose seconds are nobody's.
  const places = (programs as WasmProgram[]).map(({ begin, end }) => ({ begin, end }));
  expect(posted[1]).toEqual({
    programs: [{ begin: expect.any(Number), end: expect.any(Number) }, ...places],
    times: 1,
  });
  answer();
  expect(await timing).toEqual([0.25, 0.5]);
});

test('when a worker fails, the runs that wait fail too instead of waiting for ever', async () => {
  const { spawn, fail } = waitingWorkers();
  const backend = await teamBackend({
    profile: 'strict',
    threads: 1,
    memory: createWasmMemory({ shared: true }),
    spawn,
  });
  const program = backend.record(({ tick }) => tick({ clock: { type: 'int32', offset: 1024, length: 3 }, rows: 1 }));
  const ends = Promise.allSettled([backend.run(program, 1), backend.run(program, 1)]);
  await turn();
  fail(new Error('out of memory'));
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a program of no calls, and no times of any program, need no worker', async () => {
  const { spawn, posted } = waitingWorkers();
  const backend = await teamBackend({
    profile: 'strict',
    threads: 2,
    memory: createWasmMemory({ shared: true }),
    spawn,
  });
  const program = backend.record(({ tick }) => tick({ clock: { type: 'int32', offset: 1024, length: 3 }, rows: 1 }));
  await backend.run(
    backend.record(() => undefined),
    1,
  );
  await backend.run(program, 0);
  expect(posted).toEqual([]);
});

test('closing waits for the run that is under way, gives the scratch back once, and refuses later runs', async () => {
  const { spawn, answer } = waitingWorkers();
  const memory = createWasmMemory({ shared: true });
  const free = memory.allocate(64);
  memory.release(free);
  const backend = await teamBackend({ profile: 'strict', threads: 2, memory, spawn });
  const program = backend.record(({ tick }) => tick({ clock: { type: 'int32', offset: 1024, length: 3 }, rows: 1 }));
  const ends: string[] = [];
  const running = backend.run(program, 1).then(() => ends.push('run'));
  await turn();
  const closing = backend.close().then(() => ends.push('close'));
  await turn();
  expect(ends).toEqual([]);
  answer();
  await Promise.all([running, closing]);
  expect(ends).toEqual(['run', 'close']);
  expect(memory.allocate(64)).toBe(free);
  await backend.close();
  expect(memory.allocate(64)).not.toBe(free);
  await expect(backend.run(program, 1)).rejects.toThrow(
    'backend: expected one that is open, received one that was closed. close the engine after the last training.',
  );
});

/** A watch whose looks come when the test says so. */
function byHand() {
  const looks = new Set<() => void>();
  const watch: Watch = (look) => {
    looks.add(look);
    return () => looks.delete(look);
  };
  return {
    watch,
    look: () => {
      for (const look of [...looks]) look();
    },
    watching: () => looks.size,
  };
}

test('a team in which nothing moves for nine looks fails the run, naming the thread that is behind', async () => {
  const { spawn } = idleWorkers();
  const { watch, look, watching } = byHand();
  const memory = createWasmMemory({ shared: true });
  const backend = await teamBackend({ profile: 'strict', threads: 2, memory, spawn, watch });
  expect(watching()).toBe(0);
  const out = { type: 'float' as const, offset: memory.allocate(64), length: 1 };
  const running = backend.run(
    backend.record(({ fill }) => fill({ out, length: 1, value: 1 })),
    1,
  );
  const failed = expect(running).rejects.toThrow(
    'worker thread 0 of 2: expected to compute until told to end, received no movement for 9 seconds. run again; with --threads 1 if it happens again.',
  );
  await turn();
  for (let looks = 0; looks < 9; looks++) look();
  await failed;
  expect(watching()).toBe(0);
});

test('a worker that never starts is named', async () => {
  const { watch, look, watching } = byHand();
  const silent: SpawnWorker = (_, { thread }) => ({
    ...idleWorkers().spawn(),
    onMessage: (listener) => thread === 0 && queueMicrotask(() => listener('ready')),
  });
  const memory = createWasmMemory({ shared: true });
  const starting = teamBackend({ profile: 'strict', threads: 2, memory, spawn: silent, watch });
  const failed = expect(starting).rejects.toThrow('worker thread 1 of 2: expected to compute until told to end');
  while (watching() === 0) await turn();
  for (let looks = 0; looks < 11; looks++) {
    look();
    await turn();
  }
  await failed;
});
