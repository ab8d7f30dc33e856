// What an engine's worker does for its page.

import { HeddleError, seedFrom } from '../core/index.ts';
import { unitOfTargets } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import { layerKinds, lossKinds, modelFromSpec, type NamedTensor } from '../model/index.ts';
import type { TrainEvent } from '../record/index.ts';
import {
  allRows,
  earlyStopping,
  optimizerKinds,
  type PlacedTable,
  placeTable,
  scheduleKinds,
  type TrainResult,
  train,
} from '../train/index.ts';
import { type Breath, breathingBackend } from './breathing-backend.ts';
import type { Handlers } from './connection.ts';
import { fromSpec } from './from-spec.ts';
import { createGate, type Gate } from './gate.ts';
import { createNetworks, type Networks } from './networks.ts';
import { openBackend } from './open-backend.ts';
import type { EngineCalls, FitRequest, TrainingEvent } from './protocol.ts';

/** Milliseconds between two progress events: 20 a second. */
const PROGRESS_MILLISECONDS = 50;
/** Steps are taken in chunks that last about as long: between two of them the worker hears its page. */
const CHUNK_MILLISECONDS = 1;
/** Long runs without steps (validation, predictions) stop for breath so often. */
const BREATH_MILLISECONDS = 10;

/** What a worker brings. */
export interface WorkerHost {
  readonly breathe: Breath;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** Tells the page what happens to a network. */
  tell(network: number, event: TrainingEvent): void;
}

interface Running {
  readonly controller: AbortController;
  readonly gate: Gate;
}

interface Opened {
  readonly backend: Backend;
  readonly networks: Networks;
  /** Called after each piece of a long run, one for each training. */
  readonly pieces: Set<() => void>;
}

/** The handlers of an engine's worker. */
export function engineHandlers(host: WorkerHost): Handlers<EngineCalls> {
  const running = new Map<number, Running>();
  let opened: Opened | undefined;
  const open = (): Opened => {
    if (opened === undefined) throw new Error('a request came before the engine was open');
    return opened;
  };

  return {
    async open(request) {
      const { backend: own, used } = await openBackend(request);
      const { breathe, now } = host;
      const pieces = new Set<() => void>();
      const afterPiece = (): void => {
        for (const piece of pieces) piece();
      };
      const backend = breathingBackend(own, breathe, { milliseconds: BREATH_MILLISECONDS, now, afterPiece });
      opened = { backend, networks: createNetworks(backend), pieces };
      return used;
    },
    async fit(request) {
      const run = { controller: new AbortController(), gate: createGate(!request.paused) };
      running.set(request.network, run);
      try {
        return await fitNetwork(request, open(), run, host);
      } catch (error) {
        open().networks.release(request.network);
        throw error;
      } finally {
        running.delete(request.network);
      }
    },
    control({ network, command, steps = 1 }) {
      const run = running.get(network);
      if (run === undefined) return null;
      if (command === 'pause') run.gate.close();
      else if (command === 'step') run.gate.letThrough(steps);
      else {
        if (command === 'stop') run.controller.abort();
        run.gate.open();
      }
      return null;
    },
    load({ network, model, loss, tensors }) {
      open().networks.hold(network, {
        model: modelFromSpec(model, layerKinds),
        loss: fromSpec('loss', loss, lossKinds),
        live: false,
        tensors: async () => tensors,
      });
      return null;
    },
    tensors: ({ network }) => open().networks.get(network).tensors(),
    predict: ({ network, features }) => open().networks.predict(network, features),
    evaluate: ({ network, table }) => open().networks.evaluate(network, table),
    release({ network }) {
      running.get(network)?.controller.abort();
      running.get(network)?.gate.open();
      open().networks.release(network);
      return null;
    },
  };
}

async function fitNetwork(
  request: FitRequest,
  { backend, networks, pieces }: Opened,
  { controller, gate }: Running,
  { breathe, now, tell }: WorkerHost,
): Promise<TrainResult> {
  const { network, table, validation } = request;
  const model = modelFromSpec(request.model, layerKinds);
  const loss = fromSpec('loss', request.loss, lossKinds);
  const optimizer = fromSpec('optimizer', request.optimizer, optimizerKinds);
  const schedule = request.schedule === null ? undefined : fromSpec('schedule', request.schedule, scheduleKinds);

  let progress: TrainingEvent | undefined;
  let told = Number.NEGATIVE_INFINITY;
  const tellProgress = (): void => {
    if (progress === undefined || now() - told < PROGRESS_MILLISECONDS) return;
    told = now();
    tell(network, progress);
  };
  const sayAlive = (): void => {
    if (gate.isOpen()) tellProgress();
  };
  pieces.add(sayAlive);
  // Where threads compute, this worker is free even while a step lasts long.
  const heartbeat = setInterval(sayAlive, PROGRESS_MILLISECONDS);

  // Whoever asks for the weights of a training gets them at its next moment between two steps.
  let moment: (() => NamedTensor[]) | undefined;
  const asking: { resolve: (tensors: NamedTensor[]) => void; reject: (error: Error) => void }[] = [];
  const unit = unitOfTargets(table.targets);
  networks.hold(network, {
    model,
    loss,
    unit,
    live: true,
    tensors: () =>
      moment === undefined
        ? new Promise((resolve, reject) => asking.push({ resolve, reject }))
        : Promise.resolve(moment()),
  });

  const placed: PlacedTable[] = [];
  const place = (rows: FitRequest['table']): PlacedTable => {
    const own = placeTable(backend.memory, rows);
    placed.push(own);
    return own;
  };
  try {
    const result = await train({
      model,
      loss,
      optimizer,
      schedule,
      backend,
      train: allRows(place(table)),
      validation: validation === null ? undefined : allRows(place(validation)),
      batchSize: request.batchSize ?? Math.min(32, table.rows),
      epochs: request.epochs ?? 10,
      dropLast: request.dropLast ?? false,
      clipNorm: request.clipNorm,
      seed: seedFrom(request.seed ?? 1),
      keepBest: request.keepBest,
      now,
      signal: controller.signal,
      listeners: [
        ...(request.earlyStopping === null ? [] : [earlyStopping(request.earlyStopping)]),
        {
          name: 'page',
          onEvent(event: TrainEvent) {
            if (event.type !== 'progress') tell(network, event);
          },
        },
      ],
      pace: {
        milliseconds: CHUNK_MILLISECONDS,
        async next({ epoch, step, stepsPerEpoch, loss: meanLoss, tensors }) {
          progress = { type: 'progress', epoch, step, stepsPerEpoch, loss: meanLoss };
          // Of single steps, each is told.
          if (!gate.isOpen()) told = Number.NEGATIVE_INFINITY;
          tellProgress();
          for (const { resolve } of asking.splice(0)) resolve(tensors());
          moment = tensors;
          await breathe();
          const most = await gate.pass();
          moment = undefined;
          return most;
        },
      },
    });
    networks.hold(network, { model, loss, unit, live: false, tensors: async () => result.tensors });
    for (const { resolve } of asking.splice(0)) resolve([...result.tensors]);
    return result;
  } finally {
    clearInterval(heartbeat);
    pieces.delete(sayAlive);
    for (const own of placed) own.release();
    const ended = new HeddleError('engine', {
      where: `network ${network}`,
      expected: 'a training that goes on',
      received: 'one that failed',
      hint: 'its own error says why.',
    });
    for (const { reject } of asking.splice(0)) reject(ended);
  }
}
