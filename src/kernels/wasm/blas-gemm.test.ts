// Who computes a product of the profile fast, by a clock and a multiply of the test's own: nothing here depends on what is fast.

import { expect, test } from 'vitest';
import { compileBlasKernels } from './blas-modules.ts';
import { type SpawnWorker, teamBackend } from './team-backend.ts';
import { createWasmMemory } from './wasm-memory.ts';

/** What a multiply that is not one writes into a product's first number, which the tiles make K. */
const NOT_THE_PRODUCT = -1;
const [M, N, K] = [64, 32, 128];

/**
 * A worker in this thread, of the script that all workers run. `multiply` writes `NOT_THE_PRODUCT`. The first and the last look at the
 * clock of a run are the script's; of those between them every second one ends a turn, which took as many milliseconds as the next of `turns`.
 */
function workerWith(turns: Iterator<number>): SpawnWorker {
  return (source, data) => {
    let [looks, time] = [0, 0];
    const now = (): number => {
      if (looks++ > 0 && looks % 2 === 1) {
        const { value, done } = turns.next();
        if (done === true) throw new Error('more turns than the test gave');
        time += value;
      }
      return time;
    };
    const multiply = (out: number): void => new DataView(data.memory.buffer).setFloat32(out, NOT_THE_PRODUCT, true);
    let tell: (message: unknown) => void;
    let fail: (error: Error) => void;
    let obey: (command: unknown) => void;
    const startWorker = new Function('performance', `${source}; return startWorker;`)({ now });
    startWorker(
      data,
      (message: unknown) => queueMicrotask(() => tell(message)),
      (listener: typeof obey) => {
        obey = listener;
      },
      multiply,
    ).catch((error: Error) => fail(error));
    return {
      post(command) {
        try {
          looks = 0;
          obey(command);
        } catch (error) {
          fail(error as Error);
        }
      },
      onMessage: (listener) => {
        tell = listener;
      },
      onFailure: (listener) => {
        fail = listener;
      },
      keepAlive: () => undefined,
      end: async () => undefined,
    };
  };
}

/**
 * Who computed each of some products, run after run: `b` for BLAS, `t` for the tiles. `turns` says how long each turn takes in which
 * they are tried.
 */
async function computedBy(options: { readonly products: number; readonly runs: number; readonly turns: number[] }) {
  const memory = createWasmMemory({ shared: true });
  const turns = options.turns.values();
  const module = await compileBlasKernels();
  const backend = await teamBackend({ profile: 'fast', module, threads: 1, memory, spawn: workerWith(turns) });
  const span = (length: number) => ({ type: 'float' as const, offset: memory.allocate(4 * length), length });
  const [a, b] = [span(M * K), span(K * N)];
  const outs = Array.from({ length: options.products }, () => span(M * N));
  for (const ones of [a, b]) memory.write(ones, new Float32Array(ones.length).fill(1));
  const program = backend.record(({ gemm }) => {
    for (const out of outs) gemm({ out, a, b, m: M, n: N, k: K });
  });
  const said = outs.map(() => '');
  for (let run = 0; run < options.runs; run++) {
    await backend.run(program, 1);
    for (const [i, out] of outs.entries()) {
      const [first] = memory.read(out) as Float32Array;
      if (first !== K) expect(first).toBe(NOT_THE_PRODUCT);
      said[i] += first === K ? 't' : 'b';
    }
  }
  expect(turns.next().done).toBe(true);
  await backend.close();
  return said;
}

/** Ten times BLAS and the tiles in turn, each as long as given, but for the turns that `changed` names. */
const turnsOf = (blas: number, tiles: number, changed: { readonly [turn: number]: number } = {}): number[] =>
  Array.from({ length: 20 }, (_, turn) => changed[turn] ?? (turn % 2 === 0 ? blas : tiles));

const TRIALS = 'bt'.repeat(10);

test.each([
  ['BLAS where it is faster', turnsOf(2, 3), 'b'],
  ['BLAS where both take as long', turnsOf(2, 2), 'b'],
  ['the tiles where they are faster', turnsOf(3, 2), 't'],
  ['the tiles where one turn of theirs was the fastest, however slow the others', turnsOf(3, 9, { 15: 2 }), 't'],
  ['BLAS where its last turn was the fastest', turnsOf(9, 3, { 18: 2 }), 'b'],
  ['the tiles where only the first of their turns was slow', turnsOf(3, 2, { 1: 50 }), 't'],
])('both compute a product in turn, ten times each, and then %s', async (_, turns, then) => {
  expect(await computedBy({ products: 1, runs: 25, turns })).toEqual([TRIALS + then.repeat(5)]);
});

test('every product of a program chooses for itself', async () => {
  const [first, second] = [turnsOf(3, 2), turnsOf(2, 3)];
  const turns = first.flatMap((turn, i) => [turn, second[i]]);
  expect(await computedBy({ products: 2, runs: 22, turns })).toEqual([`${TRIALS}tt`, `${TRIALS}bb`]);
});
