// Heddle's float64 reference against PyTorch in double precision: layers, losses, optimizers under schedules, a training.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adam,
  crossEntropy,
  type EpochRecord,
  type Loss,
  layerKinds,
  lossKinds,
  meanSquaredError,
  modelFromSpec,
  type Optimizer,
  optimizerKinds,
  referenceBackend,
  resolveOptions,
  type Schedule,
  scheduleKinds,
  sequential,
} from 'heddle';
import {
  assertClose,
  FIXTURES,
  openWorkbench,
  PYTORCH,
  parametersAfter,
  probe,
  probeLayer,
  ROUNDING_TRAINED,
} from 'heddle/testing';
import { describe, expect, test } from 'vitest';
import { pythonWith } from './python.fixture.ts';
import {
  FIXTURE_NAMES,
  type LayerFixture,
  type LossFixture,
  makeFixtures,
  type OptimizerFixtures,
  readFixture,
  type TrainingFixture,
} from './pytorch.fixture.ts';

const oracle = referenceBackend({ floats: 64 });

/** An optimizer, schedule or loss from its kind and options. */
function built<Kind extends { readonly options: unknown }>(
  kinds: { readonly [kind: string]: { readonly options: object } },
  { kind, ...options }: { readonly kind: string },
): Kind {
  const definition = kinds[kind];
  return { definition, options: resolveOptions(kind, definition.options, options) } as unknown as Kind;
}

describe('layers', () => {
  test.each(readFixture<LayerFixture[]>('layers').map((fixture) => [fixture.name, fixture] as const))(
    '%s: outputs, loss, gradients and running statistics are those of PyTorch',
    async (_, { input, rows, layers, tensors, train, evaluate }) => {
      // The probe stands first, so that dx is the gradient of a parameter; every layer's place is one more.
      const kinds = { ...layerKinds, probe: probeLayer };
      const model = modelFromSpec({ input: [input], layers: [{ kind: 'probe', rows }, ...layers] }, kinds);
      const bench = openWorkbench({ model, loss: meanSquaredError(), backend: oracle, rows });
      const later = (name: string): string => name.replace(/^\d+/, (place) => String(Number(place) + 1));
      const gradient = (name: string, length: number) => oracle.memory.read({ ...bench.gradientSpan(name), length });
      for (const [name, values] of Object.entries(tensors)) bench.write(later(name), values);
      for (const { name, plan, span } of bench.buffers.tensors)
        if (name.endsWith('.runningVariance'))
          bench.write(name, Array(span.length).fill(plan.initialize.kind === 'ones' ? 1 : 0));

      for (const [batch, expected] of train.entries()) {
        bench.write('0.values', expected.x);
        bench.setBatch(expected.x, expected.targets);
        const loss = await bench.backward();
        const what = (part: string): string => `batch ${batch + 1}, ${part}`;
        assertClose(what('y'), bench.output(), expected.y, PYTORCH);
        assertClose(what('loss'), [loss], [expected.loss], PYTORCH);
        assertClose(what('dx'), gradient('0.values', rows * input), expected.dx, PYTORCH);
        for (const [name, values] of Object.entries(expected.gradients))
          assertClose(what(`gradient of ${name}`), gradient(later(name), values.length), values, PYTORCH);
        for (const [name, values] of Object.entries(expected.state))
          assertClose(what(name), bench.read(later(name)), values, PYTORCH);
      }
      bench.write('0.values', evaluate.x);
      await bench.evaluate();
      assertClose('evaluation', bench.output(), evaluate.y, PYTORCH);
      bench.close();
    },
  );

  test('every layer that computes the same at every seed has a fixture', () => {
    const covered = new Set(
      readFixture<LayerFixture[]>('layers').flatMap(({ layers }) => layers.map(({ kind }) => kind)),
    );
    // Dropout draws its own masks, and flatten moves nothing.
    expect([...covered, 'dropout', 'flatten'].sort()).toEqual(Object.keys(layerKinds).sort());
  });
});

describe('losses', () => {
  test.each(readFixture<LossFixture[]>('losses').map((fixture) => [fixture.name, fixture] as const))(
    '%s: value and gradient are those of PyTorch',
    async (_, { loss, rows, outputs, y, targets, value, dy }) => {
      const model = sequential({ input: [outputs] }, [probe({ rows })]);
      const bench = openWorkbench({ model, loss: built<Loss>(lossKinds, loss), backend: oracle, rows });
      bench.write('0.values', y);
      bench.setBatch(y, targets);
      assertClose('value', [await bench.backward()], [value], PYTORCH);
      assertClose('dy', oracle.memory.read({ ...bench.gradientSpan('0.values'), length: y.length }), dy, PYTORCH);
      bench.close();
    },
  );

  test('every loss has a fixture', () => {
    const covered = new Set(readFixture<LossFixture[]>('losses').map(({ loss }) => loss.kind));
    expect([...covered].sort()).toEqual(Object.keys(lossKinds).sort());
  });
});

describe('optimizers and schedules', () => {
  const { stepsPerEpoch, metric, parameters, gradients, cases } = readFixture<OptimizerFixtures>('optimizers');

  test.each(
    cases.map((fixture) => [JSON.stringify(fixture.optimizer), JSON.stringify(fixture.schedule), fixture] as const),
  )(
    'ten steps of %s under %s are those of PyTorch',
    async (_, __, { optimizer: optimizerSpec, schedule: scheduleSpec, rates: expectedRates, after }) => {
      const optimizer = built<Optimizer>(optimizerKinds, optimizerSpec);
      const { definition, options } = built<Schedule>(scheduleKinds, scheduleSpec);
      const totalSteps = gradients.length;
      const rates = gradients.map((_gradient, step) => {
        const epoch = Math.floor(step / stepsPerEpoch);
        const history = metric.slice(0, epoch).map((validationLoss) => ({ validationLoss }) as EpochRecord);
        const moment = { step, epoch, stepsPerEpoch, totalSteps, history };
        return optimizer.options.learningRate * definition.factor(moment, options);
      });
      assertClose('learning rates', rates, expectedRates, PYTORCH);
      const steps = await parametersAfter({ optimizer, backend: oracle, parameters, gradients, rates });
      for (const [i, values] of after.entries()) {
        const step = steps.length - after.length + i;
        assertClose(`parameters after step ${step + 1}`, steps[step], values, PYTORCH);
      }
    },
  );

  test('every optimizer and schedule has a fixture', () => {
    const kindsOf = (part: 'optimizer' | 'schedule') => [...new Set(cases.map((fixture) => fixture[part].kind))].sort();
    expect(kindsOf('optimizer')).toEqual(Object.keys(optimizerKinds).sort());
    expect(kindsOf('schedule')).toEqual(Object.keys(scheduleKinds).sort());
  });
});

test('ten steps of a classifier with Adam, clipped by the global norm, are those of PyTorch', async () => {
  const fixture = readFixture<TrainingFixture>('training');
  const { rows, clipNorm, losses, norms } = fixture;
  const model = modelFromSpec({ input: [fixture.input], layers: fixture.layers }, layerKinds);
  const bench = openWorkbench({ model, loss: crossEntropy(), backend: oracle, rows });
  const { memory } = oracle;
  const floats = (length: number) => ({ type: 'float' as const, offset: memory.allocate(8 * length), length });
  const { parameters, clock } = bench.buffers;
  const gradients = bench.buffers.gradients as typeof parameters;
  const { length } = parameters;
  const { definition, options } = adam({ learningRate: fixture.learningRate });
  const slots = Object.fromEntries(definition.slots(options).map((name) => [name, floats(length)]));
  const rates = floats(1);
  const norm = { ...floats(2), type: 'double' as const };
  memory.write(rates, [options.learningRate]);
  bench.setBatch(fixture.x, fixture.labels);
  for (const [name, values] of Object.entries(fixture.before)) bench.write(name, values);
  bench.write('1.runningVariance', Array(6).fill(1));
  const update = oracle.record((kernels) => {
    kernels.clipByNorm({ gradients, length, maximum: clipNorm, norm });
    definition.update({ kernels, parameters, gradients, length, slots, rates, clock }, options);
  });
  expect(norms.some((value) => value > clipNorm) && norms.some((value) => value < clipNorm)).toBe(true);
  for (const [step, loss] of losses.entries()) {
    memory.write(clock, [0, step, 0]);
    assertClose(`loss of step ${step + 1}`, [await bench.backward()], [loss], PYTORCH);
    await oracle.run(update, 1);
    assertClose(`norm of step ${step + 1}`, [memory.read(norm)[0]], [norms[step]], PYTORCH);
  }
  for (const [name, values] of Object.entries(fixture.after)) assertClose(name, bench.read(name), values, PYTORCH);
});

const python = await pythonWith('torch');

test.skipIf(python === undefined)(
  'the committed fixtures are what PyTorch computes here (needs a Python with torch: $HEDDLE_PYTHON, or python3-torch)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-fixtures-'));
    try {
      makeFixtures(python as string, folder);
      for (const name of FIXTURE_NAMES)
        assertSame(name, readFixture<unknown>(name, folder), readFixture<unknown>(name));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** The bias before the training's batch normalisation, which takes away whatever it adds, and the running mean, which takes it in. */
const isTakenAway = (where: string): boolean => /^training\.after\.(0\.bias|1\.runningMean)\./.test(where);

/** The same structure and texts, and numbers that agree to rounding. */
function assertSame(where: string, actual: unknown, expected: unknown): void {
  if (typeof expected === 'number')
    assertClose(where, [actual as number], [expected], isTakenAway(where) ? ROUNDING_TRAINED : FIXTURES);
  else if (typeof expected !== 'object' || expected === null) expect(actual, where).toBe(expected);
  else {
    expect(Object.keys(actual as object), where).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected))
      assertSame(`${where}.${key}`, (actual as Record<string, unknown>)[key], value);
  }
}
