// The end of a network and its loss. A classifier's softmax belongs to crossEntropy, which works on logits; a final
// sigmoid belongs to binaryCrossEntropy. Such a last layer is merged: trained without, and applied once by predict.

import { HeddleError, type Shape, shapeText } from '../core/index.ts';
import type { Loss, LossPlan } from './loss.ts';
import type { Model } from './model.ts';

/** A model with its loss: which layers run, and what the loss needs. */
export interface Objective {
  readonly model: Model;
  readonly loss: Loss;
  /** Layers that forward and backward run; a merged last layer is not among them. */
  readonly depth: number;
  /** Shape of one row of what the last of these layers computes: `objectiveOf` takes flat ones only. */
  readonly output: Shape;
  readonly lossPlan: LossPlan;
}

/**
 * Joins a model and a loss.
 *
 * @throws HeddleError `model` for a softmax that would be applied twice, `shape` for an output the loss cannot take.
 */
export function objectiveOf(model: Model, loss: Loss): Objective {
  const { activation, kind } = loss.definition;
  const kindAt = (index: number): string | undefined => model.layers[index]?.definition.kind;
  let depth = model.layers.length;
  if (activation !== 'none' && kindAt(depth - 1) === activation) depth--;
  let last = depth - 1;
  while (last >= 0 && model.plans[last].passThrough !== undefined) last--;
  if (activation !== 'none' && kindAt(last) === activation) {
    throw new HeddleError('model', {
      where: `model[${last}] ${activation}`,
      expected: `one ${activation} at most before ${kind}, as the last layer`,
      received: depth === model.layers.length ? 'one that is not the last layer' : 'a second one',
      hint: `remove it: ${kind} works on logits and applies the ${activation} itself.`,
    });
  }
  const output = depth === 0 ? model.input : model.plans[depth - 1].output;
  if (output.length !== 1) {
    throw new HeddleError('shape', {
      where: kind,
      expected: 'a network with a flat output, such as [10]',
      received: shapeText(output),
      hint: 'end the network with flatten or dense.',
    });
  }
  return { model, loss, depth, output, lossPlan: loss.definition.plan(output, loss.options) };
}
