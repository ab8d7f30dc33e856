import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

/** What a promise has come to after everything that was waiting has run. */
async function stateOf(promise: Promise<number>): Promise<number | 'waiting'> {
  const waiting = new Promise<'waiting'>((resolve) => setTimeout(() => resolve('waiting'), 5));
  return Promise.race([promise, waiting]);
}

test('an open gate lets any number of steps through', async () => {
  const gate = createGate(true);
  expect(gate.isOpen()).toBe(true);
  expect(await gate.pass()).toBe(Number.POSITIVE_INFINITY);
});

test('a closed gate holds until it opens', async () => {
  const gate = createGate(false);
  const passing = gate.pass();
  expect(await stateOf(passing)).toBe('waiting');
  gate.open();
  expect(await passing).toBe(Number.POSITIVE_INFINITY);
});

test('steps that are let through come one at a time, and add up', async () => {
  const gate = createGate(false);
  gate.letThrough(1);
  gate.letThrough(1);
  expect([await gate.pass(), await gate.pass()]).toEqual([1, 1]);
  const third = gate.pass();
  expect(await stateOf(third)).toBe('waiting');
  gate.letThrough(1);
  expect(await third).toBe(1);
});

test('an open gate that lets one step through is closed after it', async () => {
  const gate = createGate(true);
  gate.letThrough(1);
  expect(gate.isOpen()).toBe(false);
  expect(await gate.pass()).toBe(1);
  expect(await stateOf(gate.pass())).toBe('waiting');
});
