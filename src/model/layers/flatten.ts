// Flattens a row's features: the same numbers under a shape of one axis. Nothing moves: y is x.

import { sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** The flatten layer's definition. */
export const flattenLayer: LayerDefinition<Record<string, never>> = {
  kind: 'flatten',
  options: {},
  plan: (input) => ({ output: [sizeOf(input)], passThrough: 'always' }),
  forward: () => undefined,
  backward: () => undefined,
};

/**
 * Flattens a row's features to one axis.
 *
 * @example
 * flatten();
 */
export const flatten: () => Layer = layerFactory(flattenLayer);
