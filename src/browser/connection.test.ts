import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { answerCalls, connect, type Handlers, type Port, postNews } from './connection.ts';

interface Sums {
  add(request: readonly number[]): number;
  fail(request: 'heddle' | 'other'): null;
  fill(request: number): { readonly name: string; readonly values: Float32Array };
}

const HANDLERS: Handlers<Sums> = {
  add: async (numbers) => numbers.reduce((sum, value) => sum + value, 0),
  fail(kind) {
    if (kind === 'other') throw new TypeError('not a loom');
    throw new HeddleError('shape', { where: 'model[1]', expected: 'a', received: 'b', hint: 'do c.' });
  },
  fill: (length) => ({ name: 'ones', values: new Float32Array(length).fill(1) }),
};

/** Both ends of a channel, as a page and its worker have them. */
function channel(): { readonly page: Port; readonly worker: Port; close(): void } {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  return { page: port1, worker: port2, close: () => port1.close() };
}

test('answers come to their calls, errors stay HeddleErrors, and news come in between', async () => {
  const { page, worker, close } = channel();
  const news: string[] = [];
  const { call } = connect<Sums, string>(page, (text) => news.push(text));
  answerCalls<Sums>(worker, HANDLERS);
  postNews(worker, 'begun');
  expect(await Promise.all([call('add', [1, 2]), call('add', [3, 4])])).toEqual([3, 7]);
  expect(news).toEqual(['begun']);
  const error = await call('fail', 'heddle').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HeddleError);
  expect(error).toMatchObject({ code: 'shape', message: 'model[1]: expected a, received b. do c.' });
  await expect(call('fail', 'other')).rejects.toThrow('not a loom');
  close();
});

test('an answer that is handed over keeps nothing in the worker', async () => {
  for (const transfer of [true, false]) {
    const { page, worker, close } = channel();
    const kept = new Float32Array(3).fill(2);
    const { call } = connect<Sums, never>(page, () => undefined);
    answerCalls<Sums>(worker, { ...HANDLERS, fill: () => ({ name: 'twos', values: kept }) }, { transfer });
    expect(await call('fill', 3)).toEqual({ name: 'twos', values: Float32Array.of(2, 2, 2) });
    expect(kept.length).toBe(transfer ? 0 : 3);
    close();
  }
});

test('what cannot be sent is told, and a worker that fails fails what waits and what comes', async () => {
  const { page, close } = channel();
  const connection = connect<Sums, never>(page, () => undefined);
  await expect(connection.call('add', [(() => 1) as never])).rejects.toThrow(
    /^add: expected plain data, which a worker can be sent, received .*could not be cloned/,
  );
  const waiting = connection.call('add', [1]);
  connection.fail(new Error('the loom broke'));
  await expect(waiting).rejects.toThrow('the loom broke');
  await expect(connection.call('add', [1])).rejects.toThrow('the loom broke');
  close();
});
