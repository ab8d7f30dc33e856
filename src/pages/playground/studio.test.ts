import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BrowserEngine, BrowserFitOptions, BrowserTrained, LiveTraining } from '../../browser/index.ts';
import { HeddleError } from '../../core/index.ts';
import { epochOf } from '../../train/small-training.fixture.ts';
import { defaultSetup } from './setup.ts';
import { openStudio, type Studio } from './studio.ts';

beforeEach(() => {
  vi.stubGlobal('location', { hash: '#problem=curve' });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('history', {
    replaceState: (_state: unknown, _title: string, hash: string) => void Object.assign(location, { hash }),
  });
});
afterEach(() => vi.unstubAllGlobals());

/** An engine that trains when a test says so, and tells what was asked of it. */
function world() {
  const asked: string[] = [];
  let trainings = 0;
  const tell: BrowserFitOptions['onEvent'][] = [];
  const ends: { resolve(trained: BrowserTrained): void; reject(error: Error): void }[] = [];
  const engine = {
    profile: { asked: 'fused', used: 'fused' },
    threads: 1,
    train(_model: unknown, _table: unknown, { onEvent }: BrowserFitOptions) {
      tell.push(onEvent);
      const number = ++trainings;
      const done = new Promise<BrowserTrained>((resolve, reject) => ends.push({ resolve, reject }));
      const say = (what: string) => () => void asked.push(`${what} ${number}`);
      return {
        ...{ done, stop: say('stop'), pause: say('pause'), resume: say('resume'), step: say('step') },
        predict: async () => Float32Array.of(number),
      } as Partial<LiveTraining>;
    },
    close: () => void asked.push('close'),
  } as unknown as BrowserEngine;
  const trained = (number: number): BrowserTrained =>
    ({
      result: { message: 'All 3 epochs trained; the weights of epoch 2 were kept', epochs: [epochOf(3, 0.25)] },
      release: () => void asked.push(`release ${number}`),
    }) as unknown as BrowserTrained;
  return { engine, asked, ends, tell, trained };
}

const until = (studio: Studio, status: string) => vi.waitFor(() => expect(studio.status.value).toBe(status));

test('a training that has taken all its epochs says so, and answers until the next one begins', async () => {
  const { engine, asked, ends, trained } = world();
  const studio = openStudio(async () => engine);
  await until(studio, 'ready');
  studio.start();
  ends[0].resolve(trained(1));
  await until(studio, 'ended');
  expect(studio.message.value).toBe('All 3 epochs trained; the weights of epoch 2 were kept. Reset begins anew.');
  expect(studio.last.value?.epoch).toBe(3);
  expect(await studio.predict([1])).toEqual(Float32Array.of(1));
  studio.start();
  studio.step();
  expect(studio.status.value).toBe('ended');
  expect(asked).toEqual(['resume 1']);
  studio.reset();
  await until(studio, 'ready');
  expect(asked).toEqual(['resume 1', 'stop 1', 'release 1']);
  expect(await studio.predict([1])).toEqual(Float32Array.of(2));
});

test('a training that ends after it was replaced is released, and nothing is said of it', async () => {
  const { engine, asked, ends, trained } = world();
  const studio = openStudio(async () => engine);
  await until(studio, 'ready');
  studio.reset();
  await until(studio, 'ready');
  ends[0].resolve(trained(1));
  await vi.waitFor(() => expect(asked).toEqual(['stop 1', 'release 1']));
  expect(studio.status.value).toBe('ready');
});

test('an engine that did not start, or whose worker failed, is started anew by the next reset', async () => {
  const { engine, asked, ends } = world();
  let started = 0;
  const studio = openStudio(async () => {
    if (++started === 1) throw new Error('no room for a worker');
    return engine;
  });
  await until(studio, 'failed');
  expect(studio.message.value).toBe('no room for a worker');
  studio.reset();
  await until(studio, 'ready');
  ends[0].reject(new HeddleError('worker', { where: 'heddle', expected: 'a', received: 'b', hint: 'c.' }));
  await until(studio, 'failed');
  await vi.waitFor(() => expect(asked).toEqual(['close']));
  studio.reset();
  await until(studio, 'ready');
  expect(started).toBe(3);
  // What is wrong with the training alone does not end the engine.
  ends[1].reject(new HeddleError('diverged', { where: 'epoch 1', expected: 'a', received: 'b', hint: 'c.' }));
  await until(studio, 'failed');
  studio.reset();
  await until(studio, 'ready');
  expect(started).toBe(3);
});

test('the loss curve keeps its first epoch however many there are, and its epochs stay evenly apart', async () => {
  const { engine, tell } = world();
  const studio = openStudio(async () => engine);
  await until(studio, 'ready');
  studio.start();
  for (let epoch = 1; epoch <= 5000; epoch++)
    tell[0]?.({ type: 'epoch', record: epochOf(epoch, 1 / epoch), best: true });
  studio.pause();
  const epochs = studio.losses.value.map(({ epoch }) => epoch);
  expect(epochs.slice(0, 3)).toEqual([1, 17, 33]);
  expect(epochs.every((epoch) => epoch % 16 === 1)).toBe(true);
  expect(epochs.at(-1)).toBe(4993);
});

test('a training that diverged is told in words of the page, and answers no more', async () => {
  const { engine, ends } = world();
  const studio = openStudio(async () => engine);
  await until(studio, 'ready');
  const moment = studio.moment.value;
  ends[0].reject(
    new HeddleError('diverged', {
      where: 'epoch 1234, step 7',
      expected: 'a finite loss',
      received: 'NaN; the first output that is not finite is that of model[4] dense',
      hint: 'lower the learning rate, or clip gradients with clipNorm.',
    }),
  );
  await until(studio, 'failed');
  expect(studio.message.value).toBe(
    'In epoch 1,234 the loss was no longer a finite number: the training diverged. Choose a smaller learning rate.',
  );
  expect(studio.moment.value).toBe(moment + 1);
  expect(await studio.predict([1])).toBeNull();
});

test('large numbers have commas where the training has ended', async () => {
  const { engine, ends, trained } = world();
  const studio = openStudio(async () => engine);
  await until(studio, 'ready');
  const { result, ...rest } = trained(1);
  ends[0].resolve({
    ...rest,
    result: { ...result, message: 'All 100000 epochs trained; the weights of epoch 99 were kept' },
  });
  await until(studio, 'ended');
  expect(studio.message.value).toBe(
    'All 100,000 epochs trained; the weights of epoch 99 were kept. Reset begins anew.',
  );
});

test('nothing trains while a field cannot be read; what was typed goes with its field or its problem', async () => {
  const { engine, asked } = world();
  const studio = openStudio(async () => engine);
  await until(studio, 'ready');
  studio.mistype('layers', 'many');
  studio.mistype('seed', '-3');
  studio.start();
  studio.step();
  expect([studio.status.value, asked]).toEqual(['ready', []]);
  studio.change({ layers: [4] });
  expect(studio.mistyped.value).toEqual({ seed: '-3' });
  studio.replace(defaultSetup('spirals'));
  expect(studio.mistyped.value).toEqual({});
  await until(studio, 'ready');
  studio.start();
  expect(studio.status.value).toBe('running');
});

test('rows of another problem are not those of the set-up, while its own load and where they cannot be loaded', async () => {
  const { engine } = world();
  const studio = openStudio(async () => engine);
  await until(studio, 'ready');
  expect(studio.problem.value?.name).toBe('curve');
  studio.replace({ ...defaultSetup('curve'), seed: 2 });
  expect(studio.problem.value?.name).toBe('curve');
  studio.replace(defaultSetup('garments')); // its worker does not start here
  expect([studio.problem.value, studio.model.value, await studio.predict([1])]).toEqual([null, null, null]);
  await until(studio, 'failed');
  expect(studio.problem.value).toBeNull();
});

test('the address says what is in force; one that says nothing is left so', async () => {
  const { engine } = world();
  const start = async (hash: string): Promise<string> => {
    vi.stubGlobal('location', { hash });
    await until(
      openStudio(async () => engine),
      'ready',
    );
    return location.hash;
  };
  expect(await start('#problem=loom&rate=0.5&batch=x&loom=1')).toBe('#problem=spirals&rate=0.5');
  expect(await start('#rate=0.01')).toBe('#problem=spirals');
  expect(await start('')).toBe('');
});
