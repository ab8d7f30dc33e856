// What every layer and every loss must do, whatever it computes: cases to run with any test runner.

import { canonicalJson, resolveOptions, type Shape, sizeOf } from '../core/index.ts';
import {
  dense,
  flatten,
  type Layer,
  type Loss,
  layerKinds,
  meanSquaredError,
  modelFromSpec,
  sequential,
} from '../model/index.ts';
import { assertGradients, type GradientCheck } from './gradient-check.ts';
import { assertParity, assertStepIsPlanned } from './network-parity.ts';

/** One thing that must hold; `check` throws when it does not. */
export interface TestCase {
  /** A sentence: what holds. */
  readonly name: string;
  check(): Promise<void>;
}

/** Rows of the parity checks: more than one tile of 64, and no multiple of 4. */
const MANY_ROWS = 67;

/**
 * The cases of a layer.
 *
 * @param options.input shape of one row that the layer takes
 * @example
 * import { test } from 'vitest';
 * for (const { name, check } of layerCases({ layer: relu(), input: [6] })) test(name, check);
 */
export function layerCases({ layer, input }: { readonly layer: Layer; readonly input: Shape }): readonly TestCase[] {
  const { kind } = layer.definition;
  const alone: GradientCheck = { input, layers: [layer, flatten()], loss: meanSquaredError() };
  const inside: GradientCheck = { input, layers: [layer, flatten(), dense({ units: 3 })], loss: meanSquaredError() };
  return [
    ...passCases(kind, alone, inside),
    {
      name: `a model with ${kind} survives JSON`,
      async check() {
        const kinds = { ...layerKinds, [kind]: layer.definition };
        const model = sequential({ input }, [layer, flatten(), dense({ units: 2 })]);
        const again = modelFromSpec(JSON.parse(JSON.stringify(model.toJSON())), kinds);
        const [a, b] = [model, again].map((one) => canonicalJson({ spec: one.toJSON(), plans: one.plans } as never));
        if (a !== b) throw new Error(`${b} instead of ${a}`);
        if (again.layers[0].definition !== layer.definition) throw new Error('the layer has another definition');
      },
    },
  ];
}

/**
 * The cases of a loss on `outputs` outputs.
 *
 * @example
 * import { test } from 'vitest';
 * for (const { name, check } of lossCases({ loss: huber(), outputs: 3 })) test(name, check);
 */
export function lossCases({ loss, outputs }: { readonly loss: Loss; readonly outputs: number }): readonly TestCase[] {
  const { kind } = loss.definition;
  const alone: GradientCheck = { input: [outputs], layers: [], loss };
  const inside: GradientCheck = { input: [4], layers: [dense({ units: outputs })], loss };
  return [
    ...passCases(kind, alone, inside),
    {
      name: `the options of ${kind} survive JSON`,
      async check() {
        const plain = JSON.parse(JSON.stringify(loss.options));
        const again = resolveOptions(kind, loss.definition.options, plain);
        const [a, b] = [loss.options, again].map((options) => canonicalJson(options as never));
        if (a !== b) throw new Error(`${b} instead of ${a}`);
      },
    },
  ];
}

function passCases(kind: string, alone: GradientCheck, inside: GradientCheck): TestCase[] {
  const width = sizeOf(alone.input);
  return [
    {
      name: `the gradients of ${kind} by its input and parameters are the central differences`,
      async check() {
        for (let sample = 0; sample < 3; sample++) await assertGradients({ ...alone, sample });
      },
    },
    {
      name: `the gradients through a network with ${kind} are the central differences`,
      check: () => assertGradients(inside),
    },
    {
      name: `strict WebAssembly computes ${kind} with the bits of the float32 textbook, forward and backward, and fused is close`,
      async check() {
        await assertParity({ ...inside, rows: MANY_ROWS });
        await assertParity({ ...inside, rows: 1 + (width % 2) });
      },
    },
    {
      name: `a step with ${kind} allocates nothing and calls no JavaScript once it is recorded`,
      check: () => assertStepIsPlanned(inside),
    },
  ];
}
