// Optimizers: from the gradients g to new parameters p, element by element over one flat vector.

import { integerPower } from '../../core/index.ts';
import { CLOCK, type Kernels, NORM_TILE, type OptimizerStep } from '../kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ReferenceMemory } from './reference-memory.ts';

/** The optimizer kernels over a memory. */
export function optimizerKernels(
  { round }: Arithmetic,
  { floats, ints }: ReferenceMemory,
): Pick<Kernels, 'clipByNorm' | 'sgd' | 'adam' | 'rmsProp'> {
  const rateOf = ({ rates, clock }: OptimizerStep): number => floats(rates)[ints(clock)[CLOCK.slot]];

  return {
    // g *= maximum / (norm + 1e-6) when that is below 1; norm = sqrt(sum of g^2) in double precision, norm[0] keeps it, norm[1 ..] the tiles' sums.
    clipByNorm({ gradients, length, maximum, norm }) {
      const g = floats(gradients);
      let total = 0;
      for (let tile = 0; tile < length; tile += NORM_TILE) {
        let sum = 0;
        for (let i = tile; i < Math.min(length, tile + NORM_TILE); i++) sum += g[i] * g[i];
        floats(norm)[1 + tile / NORM_TILE] = sum;
        total += sum;
      }
      floats(norm)[0] = Math.sqrt(total);
      const scale = round(maximum / (Math.sqrt(total) + 1e-6));
      if (scale < 1) for (let i = 0; i < length; i++) g[i] = round(g[i] * scale);
    },
    sgd(call) {
      const p = floats(call.parameters);
      const rate = rateOf(call);
      const momentum = round(call.momentum);
      const decay = round(call.weightDecay);
      const v = call.velocity === null ? undefined : floats(call.velocity);
      for (let i = 0; i < call.length; i++) {
        let g = floats(call.gradients)[i];
        if (decay !== 0) g = round(g + round(decay * p[i]));
        if (v !== undefined) {
          v[i] = round(round(momentum * v[i]) + g);
          g = call.nesterov ? round(g + round(momentum * v[i])) : v[i];
        }
        p[i] = round(p[i] - round(rate * g));
      }
    },
    // Kingma and Ba, 2015; decoupled weight decay by Loshchilov and Hutter, 2019.
    adam(call) {
      const p = floats(call.parameters);
      const m = floats(call.firstMoment);
      const v = floats(call.secondMoment);
      const rate = rateOf(call);
      const t = ints(call.clock)[CLOCK.step] + 1;
      const stepSize = round(rate / (1 - integerPower(call.beta1, t)));
      const inverseRoot = round(1 / Math.sqrt(1 - integerPower(call.beta2, t)));
      const [beta1, rest1] = [round(call.beta1), round(1 - call.beta1)];
      const [beta2, rest2] = [round(call.beta2), round(1 - call.beta2)];
      const epsilon = round(call.epsilon);
      const decay = call.decoupled ? round(rate * round(call.weightDecay)) : round(call.weightDecay);
      for (let i = 0; i < call.length; i++) {
        let g = floats(call.gradients)[i];
        if (decay !== 0) {
          if (call.decoupled) p[i] = round(p[i] - round(decay * p[i]));
          else g = round(g + round(decay * p[i]));
        }
        m[i] = round(round(beta1 * m[i]) + round(rest1 * g));
        v[i] = round(round(beta2 * v[i]) + round(rest2 * round(g * g)));
        const denominator = round(round(round(Math.sqrt(v[i])) * inverseRoot) + epsilon);
        p[i] = round(p[i] - round(round(stepSize * m[i]) / denominator));
      }
    },
    // Tieleman and Hinton, 2012.
    rmsProp(call) {
      const p = floats(call.parameters);
      const v = floats(call.meanSquare);
      const rate = rateOf(call);
      const [decay, rest] = [round(call.decay), round(1 - call.decay)];
      const epsilon = round(call.epsilon);
      const weightDecay = round(call.weightDecay);
      for (let i = 0; i < call.length; i++) {
        let g = floats(call.gradients)[i];
        if (weightDecay !== 0) g = round(g + round(weightDecay * p[i]));
        v[i] = round(round(decay * v[i]) + round(rest * round(g * g)));
        p[i] = round(p[i] - round(round(rate * g) / round(round(Math.sqrt(v[i])) + epsilon)));
      }
    },
  };
}
