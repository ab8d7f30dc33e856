// A sweep's cells by name: one model with one choice of the grid's values each.

import { canonicalJson, type Json } from '../core/index.ts';
import { type Grid, type GridCell, gridCells } from '../sweep/index.ts';
import { concerns } from './read-grid.ts';
import type { ExperimentSpec } from './spec.ts';

/** One choice of the grid's values, and what the cell is called. */
export interface NamedCell {
  readonly name: string;
  readonly cell: GridCell;
}

/** The cells of one model, by the dimensions of the grid that concern it, the last path changing fastest. */
export function modelCells(modelName: string, grid: Grid): NamedCell[] {
  const dimensions = Object.entries(grid).filter(([path]) => concerns(path, modelName));
  return gridCells(Object.fromEntries(dimensions)).map((cell) => ({ name: cellName(modelName, cell), cell }));
}

/** The names of a sweep's cells in its order, model by model. */
export function cellNames({ models, grid }: Pick<ExperimentSpec, 'models' | 'grid'>): string[] {
  return Object.keys(models).flatMap((modelName) => modelCells(modelName, grid).map(({ name }) => name));
}

/** `model_3 learningRate=0.000625`; a path's last name stands for it where no other dimension ends alike. */
function cellName(modelName: string, cell: GridCell): string {
  const paths = Object.keys(cell);
  const label = (path: string): string => {
    const last = path.split('.').at(-1)!;
    const unclear = /^\d+$/.test(last) || paths.some((other) => other !== path && other.endsWith(`.${last}`));
    return unclear ? path : last;
  };
  const text = (value: Json): string => (typeof value === 'string' ? value : canonicalJson(value));
  return [modelName, ...paths.map((path) => `${label(path)}=${text(cell[path])}`)].join(' ');
}
