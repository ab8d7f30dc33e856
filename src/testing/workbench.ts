// A network on a backend with nothing around it: weights, batch and clock are what the test writes, and each pass is made when
// the test asks for it. Training, evaluation and the fixtures stand on the same functions of model.

import { keyOf, type Seed, seedFrom, sizeOf } from '../core/index.ts';
import type { Backend, Kernels, Program, Span, SpanArray } from '../kernels/index.ts';
import {
  type Loss,
  layoutNetwork,
  type Model,
  type NetworkBuffers,
  type Objective,
  objectiveOf,
  placeLayout,
  recordBackward,
  recordForward,
  recordLoss,
  writeConstants,
} from '../model/index.ts';

/** A placed network and its passes, for one batch of `rows` rows. The clock stands still: dropout's mask is always the same. */
export interface Workbench {
  readonly objective: Objective;
  readonly buffers: NetworkBuffers;
  readonly backend: Backend;
  /** Writes rows of features and their targets. */
  setBatch(x: ArrayLike<number>, targets: ArrayLike<number>): void;
  /** Writes a parameter or running statistic, as `0.weight`. */
  write(name: string, values: ArrayLike<number>): void;
  read(name: string): SpanArray;
  /** Where a parameter's gradient is. */
  gradientSpan(name: string): Span;
  /** A forward pass of training; gives the mean loss. */
  forward(): Promise<number>;
  /** Forward, loss and backward; gives the mean loss. Gradients are overwritten. */
  backward(): Promise<number>;
  /** A forward pass of evaluation; gives the mean loss. */
  evaluate(): Promise<number>;
  /** The network's output in the last pass, as the loss saw it: rows x outputs. */
  output(): SpanArray;
  /** The kernel calls of `backward`, for recording more around them. Gives the output's buffer. */
  recordStep(kernels: Kernels): Span;
  close(): void;
}

/**
 * Places a network on a backend.
 *
 * @throws HeddleError when model and loss do not fit together.
 * @example
 * const model = sequential({ input: [3] }, [dense({ units: 2 })]);
 * const bench = openWorkbench({ model, loss: crossEntropy(), backend: referenceBackend({ floats: 64 }), rows: 4 });
 */
export function openWorkbench(options: {
  readonly model: Model;
  readonly loss: Loss;
  readonly backend: Backend;
  readonly rows: number;
  /** Of the dropout masks; default 1. */
  readonly seed?: Seed;
}): Workbench {
  const { model, loss, backend, rows: n } = options;
  const { memory } = backend;
  const key = keyOf(options.seed ?? seedFrom(1));
  const objective = objectiveOf(model, loss);
  const { buffers, release } = placeLayout(memory, (place) => ({
    network: layoutNetwork(objective, { batchSize: n, training: true, floatBytes: memory.floatBytes }, place),
    totals: place('workspace', 'double', 2),
    losses: place('workspace', 'double', 1),
  }));
  const { network, totals, losses } = buffers;
  writeConstants(memory, objective, network);

  let y: Span = network.x;
  const recordPass = (kernels: Kernels, training: boolean): Span => {
    const { rowLosses, rowWeights, scale, clock } = network;
    const output = recordForward(objective, network, { kernels, n, training, key });
    recordLoss(objective, network, kernels, n, output);
    kernels.meanLoss({ rowLosses, rowWeights, totals, losses, scale, clock, n });
    return output;
  };
  const recordStep = (kernels: Kernels): Span => {
    const output = recordPass(kernels, true);
    const gradients = network.gradients as Span;
    kernels.fill({ out: gradients, length: gradients.length, value: 0 });
    recordBackward(objective, network, { kernels, n, key, y: output });
    return output;
  };
  const programs = new Map<string, { readonly program: Program; readonly output: Span }>();
  async function run(name: string, body: (kernels: Kernels) => Span): Promise<number> {
    let recorded = programs.get(name);
    if (recorded === undefined) {
      let output = network.x;
      const program = backend.record((kernels) => {
        output = body(kernels);
      });
      recorded = { program, output };
      programs.set(name, recorded);
    }
    y = recorded.output;
    await backend.run(recorded.program, 1);
    return memory.read(losses)[0];
  }
  const spanOf = (name: string): Span => {
    const tensor = network.tensors.find((candidate) => candidate.name === name);
    if (tensor === undefined)
      throw new Error(`no tensor ${name} among ${network.tensors.map((candidate) => candidate.name).join(', ')}`);
    return tensor.span;
  };
  return {
    objective,
    buffers: network,
    backend,
    setBatch(x, targets) {
      memory.write(network.x, x);
      memory.write(network.targets, targets);
    },
    write: (name, values) => memory.write(spanOf(name), values),
    read: (name) => memory.read(spanOf(name)),
    gradientSpan(name) {
      const [index, parameter] = name.split('.');
      return network.layers[Number(index)].grads[parameter];
    },
    forward: () => run('forward', (kernels) => recordPass(kernels, true)),
    backward: () => run('backward', recordStep),
    evaluate: () => run('evaluate', (kernels) => recordPass(kernels, false)),
    output: () => memory.read({ ...y, length: n * sizeOf(objective.output) }),
    recordStep,
    close() {
      for (const { program } of programs.values()) program.release();
      release();
    },
  };
}
