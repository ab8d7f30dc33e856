import { expect, test } from 'vitest';
import { configured, definitionOf } from './configured.ts';
import { numberOption } from './option-spec.ts';

const rate = numberOption({ doc: 'how much', default: 0.5, min: 0, max: 1 });
const kinds = { drop: { options: { rate } }, keep: { options: { rate } } };
const refusal = { where: 'thing', expected: 'a kind of thing' };

test('a kind and its options become the definition and all options', () => {
  expect(configured({ kind: 'drop' }, kinds, refusal)).toEqual({ definition: kinds.drop, options: { rate: 0.5 } });
  expect(configured({ kind: 'keep', rate: 1 }, kinds, refusal).options).toEqual({ rate: 1 });
  expect(() => configured({ kind: 'keep', rate: 2 }, kinds, refusal)).toThrow('keep.rate: expected a number');
});

test('a kind that is not there is refused with the nearest, or with a hint of one’s own', () => {
  expect(() => configured({ kind: 'dorp' }, kinds, refusal)).toThrow(
    'thing: expected a kind of thing, received "dorp". did you mean drop?',
  );
  expect(() => definitionOf('toString', kinds, { ...refusal, hint: (nearest) => `${nearest}, or make one` })).toThrow(
    'received "toString". choose one of drop, keep, or make one',
  );
  expect(() => definitionOf(['drop'] as never, kinds, refusal)).toThrow('received ["drop"]. did you mean drop?');
});
