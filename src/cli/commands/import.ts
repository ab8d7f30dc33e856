// Weights that PyTorch trained become a model file of Heddle's: architecture, classes and preprocessing from a sweep or a trained
// network, the numbers from the file.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  fingerprintOf,
  HeddleError,
  type MatchedWeights,
  type Model,
  type ModuleMap,
  matchPytorch,
  type SavedModel,
  saveModel,
  shapeText,
  standardKinds,
  weightlessModel,
} from '../../index.ts';
import { fileError, writeWhole } from '../../node/index.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { fileTarget, refuseOthers } from '../export/file-target.ts';
import { bytesText } from '../format/number-text.ts';
import { pairs, table } from '../format/table.ts';
import { createOutput, type Output, type OutputOptions, printable } from '../output.ts';
import { shownPath } from '../view/ending.ts';
import { styleOf } from '../view/view-for.ts';
import { loadFor } from './load-for.ts';
import { locateModel, savedModelOf } from './locate-model.ts';
import { isSweep, locateSweep, readSweep } from './locate-sweep.ts';

/** The options of `heddle import`. */
export interface ImportOptions extends OutputOptions {
  readonly out: string;
  readonly model?: string;
  readonly map?: readonly string[];
  readonly to?: string;
  readonly trial?: string;
  readonly overwrite?: boolean;
  readonly dataDir?: string;
}

/** `heddle import`: a state_dict of PyTorch, saved as safetensors, as a model file. */
export async function importCommand(weights: string, source: string, options: ImportOptions): Promise<ExitCode> {
  const output = createOutput(options);
  const { name, parts } = await partsOf(source, options, output);
  const bytes = await readFile(weights).catch((error: unknown) => {
    throw fileError(weights, 'a state_dict saved as safetensors', error);
  });
  const map = mapOf(options.map ?? []);
  const matched = matchedWeights(new Uint8Array(bytes), basename(weights), parts.model, map);
  const content = saveModel({ ...parts, tensors: matched.tensors });
  const { folder, stem, ending } = fileTarget(options.to, name, ['.safetensors']);
  const path = join(folder, stem + ending);
  if (options.overwrite !== true) await refuseOthers([path], [{ content }]);
  await writeWhole(path, content);
  const fingerprint = fingerprintOf(matched.tensors);
  const { modules } = matched;
  if (output.json) {
    output.document({ file: path, size: content.length, fingerprint, modules });
    return EXIT.done;
  }
  const shown = shownPath(path);
  if (output.quiet) {
    output.lines([shown]);
    return EXIT.done;
  }
  const style = styleOf(output);
  output.lines([
    style.colours.bold(`${printable(basename(weights))} as ${printable(name)} of ${printable(source)}`),
    ...moduleLines(matched, parts.model, style.colours.dim),
    '',
    ...pairs(
      [
        ['wrote', `${shown} (${bytesText(content.length)})`],
        ['fingerprint', fingerprint],
        ['rows', rowsText(parts)],
      ],
      style.columns,
    ),
    '',
    style.colours.dim(`  heddle evaluate ${shown} <labelled files>`),
  ]);
  return EXIT.done;
}

/** All of a model file but its weights: of a sweep's model, or of a trained network. */
async function partsOf(
  source: string,
  options: ImportOptions,
  output: Output,
): Promise<{ readonly name: string; readonly parts: Omit<SavedModel, 'tensors'> }> {
  if (isSweep(source)) {
    const { spec, where } = readSweep(locateSweep(source), []);
    const dataset = await loadFor(spec, options, { builtIn: false }, output);
    return weightlessModel(spec, dataset, standardKinds, options.model, where);
  }
  if (options.model !== undefined) {
    throw new HeddleError('usage', {
      where: `--model ${options.model}`,
      expected: 'a sweep, which names models',
      received: source,
      hint: 'leave it out; --trial names another trial of a run.',
    });
  }
  const located = await locateModel(source, options);
  const { tensors: _, ...parts } = savedModelOf(located);
  return { name: located.name, parts };
}

/** `encoder.0=1` as the module and its layer. */
function mapOf(entries: readonly string[]): ModuleMap {
  return Object.fromEntries(
    entries.map((entry) => {
      const [, module, layer] = /^(.*)=(\d+)$/.exec(entry) ?? [];
      if (module !== undefined) return [module, Number(layer)];
      throw new HeddleError('usage', {
        where: `--map ${entry}`,
        expected: 'a module and the place of its layer, from 0, such as --map encoder=0',
        received: entry,
        hint: 'heddle sweep <sweep> --dry-run lists the layers of a model.',
      });
    }),
  );
}

/** As `matchPytorch`; where that asks for a `map`, the option is said, and the layers that there are. */
function matchedWeights(bytes: Uint8Array, where: string, model: Model, map: ModuleMap): MatchedWeights {
  try {
    return matchPytorch(bytes, where, model, map);
  } catch (error) {
    if (!(error instanceof HeddleError) || !error.hint.includes('`map`')) throw error;
    const layers = model.layers.flatMap(({ definition: { kind } }, layer) =>
      model.plans[layer].params === undefined ? [] : [`${layer} ${kind}`],
    );
    const modules = error.received.split(', ').map((module) => `--map ${module}=...`);
    const hint = `say which layer each is: ${modules.join(' ')}; the layers with weights are ${layers.join(', ')}.`;
    throw new HeddleError(error.code, { ...error, hint, cause: error });
  }
}

/** A line for each layer that has weights: the module, the layer, what became of its matrix. */
function moduleLines({ modules, tensors }: MatchedWeights, model: Model, dim: (text: string) => string): string[] {
  const rows = modules.map(({ module, layer }) => {
    const { kind } = model.layers[layer].definition;
    const own = tensors.filter(({ name }) => name.startsWith(`${layer}.`));
    const texts = own.map(({ name, shape }) => `${name.slice(`${layer}.`.length)} ${shapeText(shape)}`);
    return [module === '' ? '(the file)' : module, String(layer), kind, texts.join(', ')];
  });
  const columns = [
    { title: 'module', align: 'left' },
    { title: 'layer', align: 'right' },
    { title: 'kind', align: 'left' },
    { title: 'tensors, matrices transposed', align: 'left' },
  ] as const;
  return table(columns, rows, { indent: 2, title: dim });
}

function rowsText({ preprocessing, model }: Omit<SavedModel, 'tensors'>): string {
  if (preprocessing.kind === 'floats') return `numbers ${shapeText(model.input)}, as they are`;
  if (preprocessing.kind !== 'table')
    return `pictures ${shapeText(model.input)}, bytes times ${preprocessing.scale.toPrecision(4)}`;
  const count = preprocessing.columns.length;
  return `${count} ${count === 1 ? 'column' : 'columns'}, scaled and encoded as the sweep or network has it`;
}
