// The playground's state, as signals, and what its buttons do. One engine serves the page; a training belongs to one set-up, and
// every change of the set-up begins a new one.

import { type Signal, signal } from '@preact/signals';
import {
  type BrowserEngine,
  type BrowserTrained,
  createBrowserEngine,
  type LiveTraining,
  type TrainingEvent,
} from '../../browser/index.ts';
import { HeddleError } from '../../core/index.ts';
import type { Model } from '../../model/index.ts';
import type { EpochRecord } from '../../record/index.ts';
import { lossOf, networkOf, optimizerOf } from './network.ts';
import { openProblem, type Problem } from './problem.ts';
import { fromHash, type Setup, toHash } from './setup.ts';

/** What the page can be doing. A training that has `ended` took all its epochs: it answers, and goes no further. */
export type Status = 'opening' | 'ready' | 'running' | 'paused' | 'ended' | 'failed';

/** A field of the set-up that a person types into. */
export type FieldName = 'layers' | 'seed';

/** A loss to draw: of the training rows, and of those to look at. */
export interface LossPoint {
  readonly epoch: number;
  readonly train: number;
  readonly validation: number;
}

/** The state of the page and its actions. */
export interface Studio {
  readonly setup: Signal<Setup>;
  /** What was typed into a field and cannot be read, by field. Nothing trains while there is any. */
  readonly mistyped: Signal<{ readonly [field in FieldName]?: string }>;
  readonly status: Signal<Status>;
  readonly message: Signal<string>;
  /** The rows of the set-up's problem; null until they are there. */
  readonly problem: Signal<Problem | null>;
  readonly model: Signal<Model | null>;
  readonly progress: Signal<{ readonly epoch: number; readonly step: number; readonly stepsPerEpoch: number }>;
  readonly losses: Signal<readonly LossPoint[]>;
  readonly last: Signal<EpochRecord | null>;
  /** How it computes, in words. */
  readonly engineText: Signal<string>;
  /** Counts the moments at which the network may have changed; whoever draws it looks at this. */
  readonly moment: Signal<number>;
  change(changes: Partial<Setup>): void;
  replace(setup: Setup): void;
  mistype(field: FieldName, text: string): void;
  start(): void;
  pause(): void;
  step(): void;
  reset(): void;
  /** Answers of the network as it is now; null while there is none. */
  predict(features: ArrayLike<number>): Promise<Float32Array | null>;
}

/** Points that the loss curve keeps: when there are more, every second one goes, but never the first. */
const MOST_POINTS = 600;
const MANY_EPOCHS = 100_000;

/**
 * The studio of this page; its set-up is in the address.
 *
 * @param startEngine starts what trains
 */
export function openStudio(startEngine: () => Promise<BrowserEngine> = createBrowserEngine): Studio {
  const setup = signal(fromHash(location.hash));
  const mistyped = signal<Studio['mistyped']['value']>({});
  const status = signal<Status>('opening');
  const message = signal('Starting');
  const problem = signal<Problem | null>(null);
  const model = signal<Model | null>(null);
  const progress = signal({ epoch: 1, step: 0, stepsPerEpoch: 1 });
  const losses = signal<readonly LossPoint[]>([]);
  const last = signal<EpochRecord | null>(null);
  const engineText = signal('');
  const moment = signal(0);

  let engine: Promise<BrowserEngine> | undefined;
  let training: LiveTraining | undefined;
  /** What the training came to, once it has ended. */
  let ended: BrowserTrained | undefined;
  /** Counts set-ups: what an earlier one still says is not for this one. */
  let generation = 0;
  let points: LossPoint[] = [];
  let every = 1;
  let shown = 0;

  /** The engine of the page. One that failed is not kept: the next set-up starts another. */
  function startedEngine(): Promise<BrowserEngine> {
    if (engine !== undefined) return engine;
    const starting = startEngine();
    starting.catch(() => {
      if (engine === starting) engine = undefined;
    });
    engine = starting;
    return starting;
  }

  /** What the address says wrongly, or of another problem, is not in force: it says what is. */
  const mendAddress = (): void => {
    const hash = toHash(setup.value);
    if (location.hash !== '' && location.hash !== hash) history.replaceState(null, '', hash);
  };

  const fail = (error: unknown): void => {
    status.value = 'failed';
    message.value = failureText(error);
    moment.value++;
    if (!(error instanceof HeddleError) || error.code !== 'worker') return;
    // A worker that failed takes nothing more.
    engine?.then(
      (failed) => failed.close(),
      () => undefined,
    );
    engine = undefined;
  };

  function take(event: TrainingEvent): void {
    if (event.type === 'progress') {
      const { epoch, step, stepsPerEpoch } = event;
      progress.value = { epoch, step, stepsPerEpoch };
      moment.value++;
      return;
    }
    if (event.type !== 'epoch') return;
    const { record } = event;
    const validation = record.validationLoss ?? record.trainLoss;
    if ((record.epoch - 1) % every === 0) points.push({ epoch: record.epoch, train: record.trainLoss, validation });
    if (points.length > MOST_POINTS) {
      points = points.filter((_, i) => i % 2 === 0);
      every *= 2;
    }
    // Small problems end hundreds of epochs a second: not each is drawn.
    const time = performance.now();
    if (status.value === 'running' && time - shown < 100) return;
    shown = time;
    losses.value = [...points];
    last.value = record;
    progress.value = { ...progress.value, epoch: record.epoch, step: progress.value.stepsPerEpoch };
  }

  function end(trained: BrowserTrained): void {
    ended = trained;
    status.value = 'ended';
    message.value = `${withCommas(trained.result.message)}. Reset begins anew.`;
    losses.value = [...points];
    last.value = trained.result.epochs.at(-1) ?? null;
    progress.value = { ...progress.value, epoch: trained.result.epochs.length };
    moment.value++;
  }

  /** A new training of the set-up as it is, held before its first step. */
  async function open(): Promise<void> {
    const own = ++generation;
    const current = (): boolean => own === generation;
    training?.stop();
    training = undefined;
    ended?.release();
    ended = undefined;
    points = [];
    every = 1;
    losses.value = [];
    last.value = null;
    progress.value = { epoch: 1, step: 0, stepsPerEpoch: 1 };
    status.value = 'opening';
    message.value = 'Starting';
    model.value = null;
    if (problem.value?.name !== setup.value.problem) problem.value = null;
    moment.value++;
    try {
      const ready = await startedEngine();
      const threads = ready.threads === 1 ? '1 thread' : `${ready.threads} threads`;
      engineText.value = `${threads}, profile ${ready.profile.used}`;
      const asked = setup.value;
      const opened = await openProblem(asked, (text) => {
        if (current()) message.value = text;
      });
      if (!current()) return;
      const network = networkOf(asked, opened);
      problem.value = opened;
      model.value = network;
      const started = ready.train(network, opened.train, {
        loss: lossOf(opened),
        optimizer: optimizerOf(asked),
        validation: opened.validation,
        batchSize: Math.min(asked.batchSize, opened.train.rows),
        epochs: MANY_EPOCHS,
        seed: asked.seed,
        keepBest: { metric: 'trainLoss', direction: 'min' },
        paused: true,
        onEvent: (event) => {
          if (current()) take(event);
        },
      });
      training = started;
      started.done.then(
        (trained) => {
          if (current()) end(trained);
          else trained.release();
        },
        (error: unknown) => {
          if (current()) fail(error);
        },
      );
      status.value = 'ready';
      message.value = 'Ready';
      moment.value++;
    } catch (error) {
      if (current()) fail(error);
    }
  }

  const isMistyped = (): boolean => Object.keys(mistyped.value).length > 0;
  const isFailed = (): boolean => status.value === 'failed';
  const studio: Studio = {
    ...{ setup, mistyped, status, message, problem, model, progress, losses, last, engineText, moment },
    change(changes) {
      mistyped.value = Object.fromEntries(Object.entries(mistyped.value).filter(([field]) => !(field in changes)));
      studio.replace({ ...setup.value, ...changes });
    },
    replace(next) {
      if (next.problem !== setup.value.problem) mistyped.value = {};
      setup.value = next;
      history.replaceState(null, '', toHash(next));
      void open();
    },
    mistype(field, text) {
      mistyped.value = { ...mistyped.value, [field]: text };
    },
    start() {
      if (isMistyped()) return;
      if (status.value !== 'ready' && status.value !== 'paused') return;
      training?.resume();
      status.value = 'running';
      message.value = 'Learning';
    },
    pause() {
      if (status.value !== 'running') return;
      training?.pause();
      status.value = 'paused';
      message.value = 'Paused';
      losses.value = [...points];
    },
    step() {
      if (isMistyped()) return;
      if (status.value === 'running') studio.pause();
      if (status.value !== 'ready' && status.value !== 'paused') return;
      training?.step();
      status.value = 'paused';
      message.value = 'One step taken';
    },
    reset: () => void open(),
    async predict(features) {
      const own = training;
      if (own === undefined || isFailed()) return null;
      try {
        const answers = await own.predict(features);
        return own === training && !isFailed() ? answers : null;
      } catch (error) {
        // Of a training that has just been replaced there is nothing to say.
        if (own === training && !isFailed()) fail(error);
        return null;
      }
    },
  };
  addEventListener('hashchange', () => {
    setup.value = fromHash(location.hash);
    mistyped.value = {};
    mendAddress();
    void open();
  });
  mendAddress();
  void open();
  return studio;
}

const withCommas = (text: string): string => text.replace(/\d{4,}/g, (digits) => Number(digits).toLocaleString('en'));

/** What went wrong, with advice that this page has a field for. */
function failureText(error: unknown): string {
  if (!(error instanceof HeddleError) || error.code !== 'diverged') {
    return error instanceof Error ? error.message : String(error);
  }
  const [epoch] = error.where.split(',');
  return `In ${withCommas(epoch)} the loss was no longer a finite number: the training diverged. Choose a smaller learning rate.`;
}
