// Tries a parser on many inputs. Each must give a value that keeps its promises, or a HeddleError; nothing else, quickly,
// and without memory that the input's size does not justify.

import fc from 'fast-check';
import { HeddleError } from 'heddle';
import { inputsOf } from './mutated.ts';
import type { ParserCase } from './parser-case.ts';
import { watchdog } from './watchdog.ts';

/** What the inputs came to. */
export interface FuzzOutcome {
  readonly accepted: number;
  readonly refused: number;
}

/** Bytes that a parser may hold for any input, and how often the input's own size beyond that. */
const FREE_BYTES = 64 << 20;
const SIZE_FACTOR = 64;

/** Bytes in buffers and in objects at this instant. */
function held(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

/** The objects that a hostile name could change for everyone. */
const PROTOTYPES: readonly object[] = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const propertiesOf = (): string => PROTOTYPES.map((one) => Reflect.ownKeys(one).map(String).join()).join('|');

/**
 * Tries `parser` on `inputs` inputs drawn from `seed`.
 *
 * @throws Error with the seed and the smallest input found when a promise is broken
 */
export async function fuzz(parser: ParserCase, inputs: number, seed: number): Promise<FuzzOutcome> {
  const clean = propertiesOf();
  let accepted = 0;
  let refused = 0;
  const watch = watchdog(parser.name, seed);
  const property = fc.asyncProperty(inputsOf(parser), async (input) => {
    watch.alive();
    const before = held();
    try {
      await parser.accept(input);
      accepted++;
    } catch (error) {
      if (!(error instanceof HeddleError)) throw error;
      refused++;
    }
    const grown = held() - before;
    if (grown > FREE_BYTES + SIZE_FACTOR * input.length)
      throw new Error(`an input of ${input.length} bytes took ${grown} bytes of memory`);
    if (propertiesOf() !== clean) throw new Error('a prototype that everything shares was changed');
  });
  try {
    await fc.assert(property, { numRuns: inputs, seed, includeErrorInReport: true });
  } finally {
    await watch.stop();
  }
  return { accepted, refused };
}
