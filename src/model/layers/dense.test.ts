import { expect, test } from 'vitest';
import { layerCases } from '../../testing/index.ts';
import { sequential } from '../sequential.ts';
import { dense, denseLayer } from './dense.ts';
import { relu } from './relu.ts';

for (const { name, check } of layerCases({ layer: dense({ units: 5 }), input: [7] })) test(name, check);

test('W is [in, out], begins He-normal, and b begins at 0', () => {
  expect(denseLayer.plan([8], { units: 3 }).params).toEqual([
    { name: 'weight', shape: [8, 3], initialize: { kind: 'normal', deviation: 0.5 } },
    { name: 'bias', shape: [3], initialize: { kind: 'zeros' } },
  ]);
});

test('an input that is not flat is refused when the model is built, naming the layer', () => {
  expect(() => sequential({ input: [28, 28] }, [relu(), dense({ units: 4 })])).toThrow(
    'model[1] dense: expected a flat input, such as [784], received [28, 28]. put flatten before it.',
  );
});

test.each([
  [
    0,
    'dense.units: expected a whole number at least 1 and at most 1000000, received 0. units is the number of outputs.',
  ],
  [
    2.5,
    'dense.units: expected a whole number at least 1 and at most 1000000, received 2.5. units is the number of outputs.',
  ],
  [
    undefined,
    'dense.units: expected a whole number at least 1 and at most 1000000, received nothing. give units: the number of outputs.',
  ],
])('units: %s is refused', (units, message) => {
  expect(() => dense({ units })).toThrow(message);
});

test('an unknown option is refused with the nearest name', () => {
  expect(() => dense({ units: 2, unit: 3 } as never)).toThrow(
    'dense.unit: expected an option of dense, received "unit". did you mean units?',
  );
});
