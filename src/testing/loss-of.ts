import { referenceBackend } from '../kernels/index.ts';
import { type Loss, sequential } from '../model/index.ts';
import { openWorkbench } from './workbench.ts';

/**
 * The mean loss of a network that gives `predictions`, rows x outputs, in float64.
 *
 * @param given.targets labels, one a row, or rows x outputs values
 * @example
 * await lossOf(meanSquaredError(), { outputs: 1, predictions: [1, 2], targets: [0, 0] }); // 2.5
 */
export async function lossOf(
  loss: Loss,
  given: {
    readonly outputs: number;
    readonly predictions: readonly number[];
    readonly targets: readonly number[];
  },
): Promise<number> {
  const rows = given.predictions.length / given.outputs;
  const model = sequential({ input: [given.outputs] }, []);
  const bench = openWorkbench({ model, loss, backend: referenceBackend({ floats: 64 }), rows });
  bench.setBatch(given.predictions, given.targets);
  const mean = await bench.forward();
  bench.close();
  return mean;
}
