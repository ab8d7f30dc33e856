import { expect, test } from 'vitest';
import { type TeamWorker, teamBackend } from './team-backend.ts';
import { createWasmMemory } from './wasm-memory.ts';

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
