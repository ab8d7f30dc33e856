import { expect, test } from 'vitest';
import { parseOverride } from './parse-override.ts';

test.each([
  ['optimizer.learningRate=0.001', 'optimizer.learningRate', 0.001],
  ['training.earlyStopping=null', 'training.earlyStopping', null],
  ['training.dropLast=false', 'training.dropLast', false],
  ['dataset=fashion-mnist', 'dataset', 'fashion-mnist'],
  ['models=[model_1, model_2]', 'models', ['model_1', 'model_2']],
  ['optimizer={ kind: sgd, momentum: 0.9 }', 'optimizer', { kind: 'sgd', momentum: 0.9 }],
  ['name=', 'name', null],
])('%s is read', (text, path, value) => {
  expect(parseOverride(text)).toEqual({ path, value });
});

test('a text without path and value is refused', () => {
  expect(() => parseOverride('epochs')).toThrow(
    '--set: expected path.to.field=value, received "epochs". for example --set optimizer.learningRate=0.001.',
  );
  expect(() => parseOverride('=3')).toThrow('--set: expected path.to.field=value, received "=3".');
  expect(() => parseOverride('\r =3')).toThrow('--set: expected path.to.field=value, received "\\r =3".');
  expect(() => parseOverride('name=[a')).toThrow(
    '--set name: expected YAML 1.2, received Flow sequence must end with a ]. mend the value, and put quotes around it for the shell.',
  );
  expect(() => parseOverride('name=[a')).toThrow(expect.objectContaining({ code: 'usage' }));
});
