// A network as a Python file that people read: the same layers as a torch.nn.Sequential, and the few lines that load Heddle's
// safetensors into it. Layers stand at the places they have in Heddle, so `3.weight` is layer 3 in both.

import { HeddleError, shapeText, sizeOf } from '../core/index.ts';
import type { Layer } from '../model/index.ts';
import type { SavedModel } from './model-file.ts';
import { type ModelInput, type PortableModel, portableModel } from './operations.ts';
import type { Provenance } from './provenance.ts';

/**
 * The Python file for a model.
 *
 * @param weightsName the safetensors file it loads, beside it: `model_3.safetensors`
 * @throws HeddleError `model` for a layer that PyTorch has no module for.
 */
export function writePytorch(saved: SavedModel, provenance: Provenance, weightsName: string): string {
  const portable = portableModel(saved);
  const { input, output } = portable;
  const { modules, answer } = modulesOf(saved, portable);
  const row =
    input.kind === 'table'
      ? 'a list of dicts, by the names of the columns'
      : `[n, ...], each of shape ${shapeText(input.shape)}${input.kind === 'bytes' ? ', whole numbers from 0 to 255' : ''}`;
  const answers = output.kind === 'values' ? `${output.size} values` : `${output.size} probabilities, as CLASS_NAMES`;
  return `"""${docText(provenance.name)}, written by ${docText(provenance.generatedBy)}.

    network = load()
    ${output.kind} = predict(network, rows)  # rows: ${row}

Weights: ${docText(weightsName)}, fingerprint ${provenance.fingerprint}
"""

import json
from pathlib import Path

import torch
from torch import nn

WEIGHTS = Path(__file__).with_name(${text(weightsName)})
${output.classNames === null ? '' : `CLASS_NAMES = [${output.classNames.map(text).join(', ')}]\n`}
# What Heddle calls a layer's tensors, and what PyTorch calls them.
NAMES = {
    "weight": "weight",
    "bias": "bias",
    "gamma": "weight",
    "beta": "bias",
    "runningMean": "running_mean",
    "runningVariance": "running_var",
}


def build():
    """The network with fresh weights, for flat rows of ${sizeOf(input.shape)} numbers${answer === '' ? '' : '; predict makes its outputs answers'}."""
    return nn.Sequential(
${modules.map((module) => `        ${module},\n`).join('')}    )


def read_safetensors(path):
    """Every tensor by name: 8 bytes say how long the JSON header is, which says where each tensor lies behind it."""
    data = Path(path).read_bytes()
    begin = 8 + int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:begin]).items():
        if name != "__metadata__":
            first, end = entry["data_offsets"]
            dtype = {"F32": torch.float32, "F64": torch.float64}[entry["dtype"]]
            numbers = torch.frombuffer(bytearray(data[begin + first : begin + end]), dtype=dtype)
            tensors[name] = numbers.reshape(entry["shape"])
    return tensors


def load(path=WEIGHTS):
    """The trained network. Heddle keeps the weights of a dense layer as [in, out], PyTorch as [out, in]."""
    network = build()
    state = network.state_dict()
    for name, tensor in read_safetensors(path).items():
        layer, part = name.split(".")
        state[f"{layer}.{NAMES[part]}"] = tensor.T if part == "weight" else tensor
    network.load_state_dict(state)
    return network.eval()


${featuresSource(input)}


@torch.no_grad()
def predict(network, rows):
    """${answers}, for each row."""
    return network(features(rows))${answer}
`;
}

/** The function that makes features of raw rows. */
function featuresSource(input: ModelInput): string {
  if (input.kind !== 'table') {
    const scale = input.kind === 'bytes' ? ` * ${python(Math.fround(input.scale))}` : '';
    return `def features(rows):
    """Raw rows as the network takes them: flat float32${scale === '' ? '' : ', scaled to 0 to 1'}."""
    return torch.as_tensor(rows).to(torch.float32).flatten(1)${scale}`;
  }
  const columns = input.columns.map((column) => {
    const missing = column.missing === null ? 'None' : JSON.stringify(column.missing);
    const known =
      column.kind === 'number'
        ? `"offset": ${python(column.offset)}, "divisor": ${python(column.divisor)}`
        : `"categories": [${column.categories.map(text).join(', ')}], "unseen": ${text(column.unseen)}`;
    return `    {"name": ${text(column.name)}, ${known}, "missing": ${missing}},\n`;
  });
  return `COLUMNS = [
${columns.join('')}]
MISSING_TEXTS = [${input.missingTexts.map(text).join(', ')}]


def features(rows):
    """Rows as the network takes them: numbers scaled in float32, categories as 1 at their place and 0 elsewhere."""
    table, offsets, divisors = [], [], []
    for column in COLUMNS:
        width = len(column.get("categories", [0]))
        offsets += [column.get("offset", 0.0)] * width
        divisors += [column.get("divisor", 1.0)] * width
    for row in rows:
        numbers = []
        for column in COLUMNS:
            name, value = column["name"], row[column["name"]]
            if value is None or value != value or value in MISSING_TEXTS:
                value = column["missing"]
            if value is None:
                raise ValueError(f"column {name}: expected a value")
            if "categories" not in column:
                numbers.append(float(value))
            elif value not in column["categories"] and column["unseen"] == "refuse":
                raise ValueError(f"column {name}: expected one of {column['categories']}, received {value}")
            else:
                numbers += [float(value == category) for category in column["categories"]]
        table.append(numbers)
    table, offsets, divisors = (torch.tensor(numbers, dtype=torch.float32) for numbers in (table, offsets, divisors))
    return (table - offsets) / divisors`;
}

/** A text as Python reads it. */
const text = (value: string): string => JSON.stringify(value);

/** Text inside the file's own documentation. */
const docText = (value: string): string =>
  value
    .replace(/\p{Cc}/gu, ' ')
    .replaceAll('\\', '/')
    .replaceAll('"', "'");

/** A number as Python reads it. */
const python = (value: number): string => String(value);

/** One module a layer, and what is applied to the network's output to make it an answer. */
function modulesOf(
  { model }: SavedModel,
  { operations }: PortableModel,
): { readonly modules: readonly string[]; readonly answer: string } {
  const last = operations.findLast((operation) => operation.kind !== 'rescale');
  const rescale = operations.find((operation) => operation.kind === 'rescale');
  const activation =
    last === undefined || last.layer !== null ? '' : last.kind === 'softmax' ? '.softmax(dim=1)' : '.sigmoid()';
  const { kind } = model.layers.at(-1)?.definition ?? {};
  // The last layer is the answer's own where the loss has it: the network then ends before it.
  const isMerged = activation !== '' && kind === last?.kind;
  const layers = isMerged ? model.layers.slice(0, -1) : model.layers;
  let size = sizeOf(model.input);
  const modules = layers.map((layer, index) => {
    const outputs = sizeOf(model.plans[index].output);
    const module = moduleOf(layer, size, outputs, index);
    size = outputs;
    return module;
  });
  const unit = rescale === undefined ? '' : ` * ${python(rescale.divisor)} + ${python(rescale.offset)}`;
  return { modules, answer: activation + unit };
}

function moduleOf({ definition, options }: Layer, inputs: number, outputs: number, index: number): string {
  const given = options as { readonly [option: string]: number };
  switch (definition.kind) {
    case 'dense':
      return `nn.Linear(${inputs}, ${outputs})`;
    case 'batchNorm':
      return `nn.BatchNorm1d(${inputs}, eps=${python(given['epsilon'])}, momentum=${python(given['momentum'])})`;
    case 'relu':
      return 'nn.ReLU()';
    case 'leakyRelu':
      return `nn.LeakyReLU(${python(given['slope'])})`;
    case 'sigmoid':
      return 'nn.Sigmoid()';
    case 'tanh':
      return 'nn.Tanh()';
    case 'softmax':
      return 'nn.Softmax(dim=1)';
    case 'dropout':
      return `nn.Dropout(${python(given['rate'])})`;
    case 'flatten':
      return 'nn.Flatten()';
    default:
      throw new HeddleError('model', {
        where: `model[${index}] ${definition.kind}`,
        expected: 'a layer that PyTorch has a module for',
        received: `a layer of kind ${definition.kind}`,
        hint: 'export as safetensors, which keeps every layer, or replace the layer.',
      });
  }
}
