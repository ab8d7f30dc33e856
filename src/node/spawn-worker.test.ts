import { expect, test } from 'vitest';
import { createWasmMemory, type TeamWorkerData, teamBackend, type Watch } from '../kernels/index.ts';
import { spawnWorker } from './spawn-worker.ts';

/** Starts a worker that does what `body` says, and gives what it is told of its failure by the time it has surely ended. */
async function failuresOf(body: string, meanwhile: (worker: ReturnType<typeof spawnWorker>) => unknown = () => 0) {
  const worker = spawnWorker(`async function startWorker(data, post, listen) { ${body} }`, {} as TeamWorkerData);
  const failures: string[] = [];
  worker.onFailure((error) => failures.push(error.message));
  await meanwhile(worker);
  for (let wait = 0; wait < 200 && failures.length === 0; wait++) await new Promise((r) => setTimeout(r, 10));
  // The exit, which must not be told again, comes right after the error.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return failures;
}

test('a worker that throws is told of once, with its own message', async () => {
  expect(await failuresOf("throw new RangeError('no room for the module');")).toEqual(['no room for the module']);
});

test('a worker that throws when it is sent a message is told of once', async () => {
  const send = (worker: ReturnType<typeof spawnWorker>): void => worker.post('go');
  expect(await failuresOf("listen((message) => { throw new Error(message + ' wrong'); });", send)).toEqual([
    'go wrong',
  ]);
});

test('a worker that just ends is told of once, with its exit code', async () => {
  expect(await failuresOf('process.exit(3);')).toEqual(['it ended with exit code 3']);
});

test('a worker that is asked to end is no failure', async () => {
  const worker = spawnWorker(
    'async function startWorker(data, post, listen) { listen(() => undefined); }',
    {} as TeamWorkerData,
  );
  const failures: string[] = [];
  worker.onFailure((error) => failures.push(error.message));
  await worker.end();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(failures).toEqual([]);
});

test.each([
  ['thread 0, in its own loop', 'run(begin, end, times);', 'for (;;);', 0],
  ['thread 1, which never follows', 'follow();', 'for (;;);', 1],
] as const)(
  'a thread that hangs is named after nine looks, and its team can be closed: %s',
  async (_, part, hang, thread) => {
    const watch: Watch = (look) => {
      const timer = setInterval(look, 30);
      return () => clearInterval(timer);
    };
    const memory = createWasmMemory({ shared: true });
    const spawn = (source: string, data: TeamWorkerData) => spawnWorker(source.replace(part, hang), data);
    const backend = await teamBackend({ profile: 'strict', threads: 2, memory, spawn, watch });
    const out = { type: 'float' as const, offset: memory.allocate(64), length: 1 };
    const program = backend.record(({ fill }) => fill({ out, length: 1, value: 1 }));
    await expect(backend.run(program, 3)).rejects.toThrow(
      `worker thread ${thread} of 2: expected to compute until told to end, received no movement for 9 seconds.`,
    );
    await backend.close();
  },
);
