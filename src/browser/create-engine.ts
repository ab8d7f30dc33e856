import { HeddleError, specOf } from '../core/index.ts';
import type { Table } from '../data/index.ts';
import { COMMON_OPTIONS, checkFit, type OptionNames } from '../experiment/index.ts';
import type { Model, NamedTensor } from '../model/index.ts';
import { adam } from '../train/index.ts';
import { type Connection, connect } from './connection.ts';
import type { BrowserEngine, BrowserEngineOptions, BrowserFitOptions, BrowserTrained, LiveTraining } from './engine.ts';
import { engineWorker } from './generated/engine-worker.ts';
import { consoleNotice, noticeText } from './notice.ts';
import { openRequest } from './open-request.ts';
import type { EngineCalls, EngineNews, FitRequest, OpenAnswer, TrainingEvent } from './protocol.ts';
import { startWorkers } from './start-workers.ts';

/**
 * Starts a worker that trains and predicts, so that the page never waits for arithmetic.
 *
 * @throws HeddleError `option` for options that do not fit, `engine` in a browser without SIMD, `worker` where the page may start none.
 * @example
 * const engine = await createBrowserEngine();
 * const model = sequential({ input: [2] }, [dense({ units: 16 }), tanh(), dense({ units: 2 })]);
 * const trained = await engine.fit(model, twoSpirals(500, seedFrom(1)), {
 *   loss: crossEntropy(),
 *   onEvent: (event) => document.title = event.type,
 * });
 * await trained.predict([0.5, 0.5]); // probabilities of both classes
 * engine.close();
 */
export async function createBrowserEngine(options: BrowserEngineOptions = {}): Promise<BrowserEngine> {
  const { request, noticesOf } = openRequest(options);
  const listeners = new Map<number, (event: TrainingEvent) => void>();
  const { leader, ports, end } = startWorkers(engineWorker, 'heddle', request, (error) => connection.fail(error));
  const connection = connect<EngineCalls, EngineNews>(leader, ({ network, event }) => listeners.get(network)?.(event));
  let used: OpenAnswer;
  try {
    used = await connection.call('open', { ...request, ports }, ports);
  } catch (error) {
    end();
    throw error;
  }
  const notices = noticesOf(used);
  const notice = noticeText(notices);
  if (notice !== undefined) (options.onNotice ?? consoleNotice)(notice);

  let networks = 0;
  function train(model: Model, table: Table, fit: BrowserFitOptions): LiveTraining {
    const network = ++networks;
    const sent = fitRequest(network, model, table, fit);
    const control = (command: 'stop' | 'pause' | 'resume' | 'step', steps?: number): void => {
      connection.call('control', { network, command, steps }).catch(() => undefined); // a failed worker is told by `done`
    };
    const stop = (): void => control('stop');
    if (fit.onEvent !== undefined) listeners.set(network, fit.onEvent);
    const done = connection
      .call('fit', sent)
      .then((result) => ({ ...trainedNetwork(connection, network, model, result.tensors), result }));
    if (fit.signal?.aborted === true) stop();
    else fit.signal?.addEventListener('abort', stop);
    const ended = (): void => {
      listeners.delete(network);
      fit.signal?.removeEventListener('abort', stop);
    };
    done.then(ended, ended);
    return {
      done,
      stop,
      pause: () => control('pause'),
      resume: () => control('resume'),
      step: (steps = 1) => control('step', steps),
      predict: (features) => connection.call('predict', { network, features: Float32Array.from(features) }),
      tensors: () => connection.call('tensors', { network }),
    };
  }
  return {
    profile: { asked: request.profile, used: used.profile },
    threads: used.threads,
    shared: used.shared,
    notices,
    train,
    async fit(model, table, fit) {
      return train(model, table, fit).done;
    },
    async load(model, loss, tensors) {
      const network = ++networks;
      await connection.call('load', { network, model: model.toJSON(), loss: specOf(loss), tensors });
      return trainedNetwork(connection, network, model, tensors);
    },
    close() {
      end();
      connection.fail(
        new HeddleError('engine', {
          where: 'engine',
          expected: 'one that is open',
          received: 'one that was closed',
          hint: 'close an engine after its last training and prediction.',
        }),
      );
    },
  };
}

function trainedNetwork(
  connection: Connection<EngineCalls>,
  network: number,
  model: Model,
  tensors: readonly NamedTensor[],
): Omit<BrowserTrained, 'result'> {
  return {
    model,
    tensors,
    predict: (features) => connection.call('predict', { network, features: Float32Array.from(features) }),
    evaluate: (table) => connection.call('evaluate', { network, table }),
    release() {
      connection.call('release', { network }).catch(() => undefined); // a worker that is gone holds nothing
    },
  };
}

const FIT_OPTIONS: OptionNames<BrowserFitOptions> = {
  ...COMMON_OPTIONS,
  earlyStopping: true,
  signal: true,
  onEvent: true,
  paused: true,
};

/** A training as its worker gets it; what plain JavaScript can get wrong is checked. */
function fitRequest(network: number, model: Model, table: Table, options: BrowserFitOptions): FitRequest {
  checkFit(model, table, options, FIT_OPTIONS);
  const { loss, optimizer = adam(), schedule, validation, earlyStopping, paused, signal, onEvent, ...plain } = options;
  return {
    ...plain,
    network,
    model: model.toJSON(),
    loss: specOf(loss),
    optimizer: specOf(optimizer),
    schedule: schedule === undefined ? null : specOf(schedule),
    table,
    validation: validation ?? null,
    earlyStopping: earlyStopping ?? null,
    paused: paused ?? false,
  };
}
