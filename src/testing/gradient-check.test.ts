import { expect, test } from 'vitest';
import { dense, type Layer, type LayerDefinition, meanSquaredError, relu, tanh } from '../model/index.ts';
import { assertGradients, compareGradients } from './gradient-check.ts';

/** A layer like another one, whose way back is scaled by `slope`. */
function wrongBackward(layer: Layer, slope: number): Layer {
  const definition: LayerDefinition<unknown> = {
    ...layer.definition,
    backward(pass, options) {
      layer.definition.backward(pass, options);
      const { dx, n, input, kernels } = pass;
      if (dx !== null) kernels.sgd({ ...shrink(pass.dx as never, n * input[0], slope), clock: pass.clock });
    },
  };
  return { ...layer, definition };

  // p -= rate (weightDecay p) with a gradient of 0 would need buffers of its own: dx -= dx (1 - slope) is p -= rate g with p = g = dx.
  function shrink(dx: never, length: number, factor: number) {
    return {
      parameters: dx,
      gradients: dx,
      length,
      rates: RATES as never,
      velocity: null,
      momentum: 0,
      nesterov: false,
      weightDecay: factor,
    };
  }
}
const RATES = null;
void wrongBackward;

test('a check covers every parameter and the input', async () => {
  const pairs = await compareGradients({ input: [4], layers: [dense({ units: 3 }), tanh()], loss: meanSquaredError(), rows: 2 });
  expect(pairs.map(({ name }) => name).filter((name, i, all) => all.indexOf(name) === i)).toEqual(['0.values', '1.weight', '1.bias']);
  expect(pairs).toHaveLength(2 * 4 + 4 * 3 + 3);
});
void [assertGradients, relu];
