import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerCalls } from '../../browser/connection.ts';
import { HeddleError } from '../../core/index.ts';
import { CLAIMS_ELEMENT, fileElement, WORKER_ELEMENT } from '../../report/index.ts';
import type { ProofCalls } from '../proof/messages.ts';
import { type Lab, openLab } from './lab.ts';

const ELEMENTS: { readonly [id: string]: string } = {
  [CLAIMS_ELEMENT]: JSON.stringify({ profile: 'strict', batchSize: 8, files: [] }),
  [WORKER_ELEMENT]: 'the program',
  [fileElement('model')]: 'packed',
};
beforeEach(() => {
  vi.stubGlobal('document', {
    getElementById: (id: string) => (Object.hasOwn(ELEMENTS, id) ? { textContent: ELEMENTS[id] } : null),
  });
});
afterEach(() => vi.unstubAllGlobals());

/** A lab whose workers are channels; `model` answers what its worker is asked for a model. */
function world(model: () => string) {
  const asked: string[] = [];
  const failures: ((error: HeddleError) => void)[] = [];
  const ends: (() => void)[] = [];
  const lab = openLab((program, name, onFailure) => {
    const number = failures.push(onFailure);
    const { port1, port2 } = new MessageChannel();
    port1.start();
    port2.start();
    answerCalls<ProofCalls>(port2, {
      model(): never {
        asked.push(`model of ${number}`);
        return { fingerprint: model() } as never;
      },
      predict: ({ features }) => features,
      rows: () => new Promise<never>(() => undefined),
      test: () => new Promise<never>(() => undefined),
    });
    const terminate = (): void => {
      asked.push(`end of ${number}`);
      port1.close();
    };
    ends.push(() => port1.close());
    asked.push(`${name}: ${program}`);
    return Object.assign(port1, { terminate }) as unknown as Worker;
  }) as Lab;
  return { lab, asked, failures, close: () => ends.map((end) => end()) };
}

const broken = new HeddleError('worker', { where: 'heddle proof', expected: 'a', received: 'b', hint: 'c.' });

test('an answer is computed once, and what failed is asked for again', async () => {
  let times = 0;
  const { lab, asked, close } = world(() => {
    if (++times === 1) throw new HeddleError('format', { where: 'model', expected: 'a', received: 'b', hint: 'c.' });
    return 'abc';
  });
  const failed = await lab.model().catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(HeddleError);
  expect(failed).toMatchObject({ code: 'format', message: 'model: expected a, received b. c.' });
  expect(await lab.model()).toEqual({ fingerprint: 'abc' });
  expect(await lab.predict(Float32Array.of(1))).toEqual(Float32Array.of(1));
  expect(asked).toEqual(['heddle proof: the program', 'model of 1', 'model of 1']);
  close();
});

test('a worker that failed fails what waits, and the next question starts another, with the model', async () => {
  const { lab, asked, failures, close } = world(() => 'abc');
  await lab.model();
  const rows = lab.rows();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  failures[0](broken);
  await expect(rows).rejects.toThrow('heddle proof: expected a, received b. c.');
  expect(await lab.predict(Float32Array.of(1))).toEqual(Float32Array.of(1));
  expect(asked).toEqual([
    ...['heddle proof: the program', 'model of 1', 'end of 1'],
    ...['heddle proof: the program', 'model of 2'],
  ]);
  close();
});

test('a page that may start no worker says so each time it is asked, and can be asked again', async () => {
  let times = 0;
  const lab = openLab(() => {
    times++;
    throw broken;
  }) as Lab;
  for (const asked of [1, 2]) {
    await expect(lab.model()).rejects.toThrow('heddle proof: expected a');
    expect(times).toBe(asked);
  }
});
