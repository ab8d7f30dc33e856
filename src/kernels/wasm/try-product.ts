// How fast a build multiplies on this engine, which decides between builds that give the same bits.

import { instantiate, SCRATCH } from './modules.ts';
import { recordProgram } from './record-program.ts';
import { createWasmMemory } from './wasm-memory.ts';

/** Rows, columns and depth of the product: whole tiles of every build, and a depth that none of them cuts. */
const SHAPE = { m: 64, n: 160, k: 128 } as const;

/** Turns in which one run is timed after the other. */
const RUNS = 4;

/** Least milliseconds that a run took, and the first run's. */
export interface ProductTimes {
  readonly first: number;
  readonly least: number;
}

/** Whether a product was tried long enough; it is asked after a few runs, and `milliseconds` counts from the first. */
export type Enough = (times: ProductTimes, milliseconds: number) => boolean;

/**
 * A matrix product of a build for shared memory, on the calling thread. What is answered runs it again and again, until `enough` says so:
 * an engine begins with code that is quick to compile, and goes over to code that is quick to run when it sees that a function is used.
 *
 * @param now milliseconds
 */
export async function productOf(
  module: WebAssembly.Module,
  now: () => number,
): Promise<(enough: Enough) => ProductTimes> {
  const memory = createWasmMemory({ shared: true });
  const kernels = await instantiate(module, memory.wasm);
  kernels.join(0, 1, memory.allocate(SCRATCH.control), memory.allocate(SCRATCH.shared), memory.allocate(SCRATCH.own));
  const { m, n, k } = SHAPE;
  const span = (length: number) => ({ type: 'float' as const, offset: memory.allocate(4 * length), length });
  const [a, b, out] = [span(m * k), span(k * n), span(m * n)];
  memory.write(a, Array(a.length).fill(0.5));
  memory.write(b, Array(b.length).fill(0.25));
  const { begin, end } = recordProgram(memory, ({ gemm }) => gemm({ out, a, b, m, n, k }));
  return (enough) => {
    const started = now();
    let times: ProductTimes | undefined;
    do {
      for (let run = 0; run < RUNS; run++) {
        const before = now();
        kernels.run(begin, end, 1);
        const taken = now() - before;
        times = { first: times?.first ?? taken, least: Math.min(times?.least ?? taken, taken) };
      }
    } while (!enough(times!, now() - started));
    return times!;
  };
}
