// The search for a BLAS on hosts of the test's own, and the profile fast against float64 on whatever BLAS this machine has.

import { afterAll, expect, test } from 'vitest';
import { casesOf, gemmCase, type KernelCase, noise, outcomeOf, randomOf } from '../kernels/parity.fixture.ts';
import { referenceBackend } from '../kernels/reference/reference-backend.ts';
import { batchNorm, crossEntropy, dense, dropout, relu, sequential } from '../model/index.ts';
import { assertClose, FAST } from '../testing/index.ts';
import { sgd } from '../train/index.ts';
import { rings, trainSmall } from '../train/small-training.fixture.ts';
import { BLAS_LIBRARIES, type BlasHost, findBlas, requireBlas } from './blas.ts';
import { createEngine, type Engine } from './engine.ts';
import { betterKernels, KERNELS_VARIABLE } from './openblas-kernels.ts';
import { processorFlags } from './processor-flags.ts';

/**
 * A host whose libraries are given as the functions they have. Its OpenBLAS chooses kernels when it is loaded: those that OPENBLAS_CORETYPE
 * names, or else `kernels`; loaded again before it was unloaded it is as it was. One that is `sticky` is never unloaded.
 */
function hostWith(
  libraries: { readonly [name: string]: readonly string[] },
  { kernels = 'Loom', flags = '', sticky = false, ...changes }: Partial<BlasHost> & OpenBlasOfTest = {},
): BlasHost {
  const environment = changes.environment ?? {};
  const loaded = new Map<string, string>();
  const koffi = {
    load(path: string) {
      if (libraries[path] === undefined) throw new Error(`${path}: No such file or directory`);
      const core = loaded.get(path) ?? environment['OPENBLAS_CORETYPE'] ?? kernels;
      loaded.set(path, core);
      return {
        unload: () => {
          if (!sticky) loaded.delete(path);
        },
        func(definition: string) {
          const name = libraries[path].find((known) => definition.includes(`${known}(`));
          if (name === undefined || !loaded.has(path)) throw new Error('no such function');
          return () => ({ openblas_get_config: 'OpenBLAS 0.3.99 DYNAMIC_ARCH', openblas_get_corename: core })[name];
        },
      };
    },
  };
  return {
    ...{ platform: 'linux', asked: undefined, environment, processorFlags: () => new Set(flags.split(' ')) },
    ...{ loadKoffi: () => ({ koffi, file: '/koffi.cjs' }), ...changes },
  };
}

/** What the OpenBLAS of a test's host is like. */
interface OpenBlasOfTest {
  readonly kernels?: string;
  readonly flags?: string;
  readonly sticky?: boolean;
}

const OPENBLAS = ['cblas_sgemm', 'openblas_get_config', 'openblas_get_corename'];

test('the first library that has cblas_sgemm is taken, and says what it is', () => {
  expect(
    findBlas(hostWith({ 'libopenblas.so.0': ['dgemm'], 'libopenblas.so': OPENBLAS, 'libmkl_rt.so': OPENBLAS })),
  ).toEqual({ blas: { library: 'libopenblas.so', description: 'OpenBLAS 0.3.99, Loom kernels', koffi: '/koffi.cjs' } });
  const [accelerate] = BLAS_LIBRARIES['darwin'];
  const mac = hostWith({ [accelerate]: ['cblas_sgemm'] }, { platform: 'darwin' });
  expect(findBlas(mac)).toMatchObject({ blas: { library: accelerate, description: 'Accelerate' } });
  const asked = hostWith(
    { '/opt/libmine.so': ['cblas_sgemm'], 'libopenblas.so.0': OPENBLAS },
    { asked: '/opt/libmine.so' },
  );
  expect(findBlas(asked)).toMatchObject({ blas: { library: '/opt/libmine.so', description: 'libmine.so' } });
  expect(findBlas({ ...asked, asked: '' })).toMatchObject({ blas: { library: 'libopenblas.so.0' } });
});

test('an OpenBLAS that does not know the processor is loaded anew with the widest kernels that it runs', () => {
  const kernelsOf = (changes: Parameters<typeof hostWith>[1]): unknown => {
    const search = findBlas(hostWith({ 'libopenblas.so.0': OPENBLAS }, changes));
    return 'blas' in search && search.blas.description.replace('OpenBLAS 0.3.99, ', '');
  };
  const haswell = 'fpu sse2 fma avx avx2';
  const skylake = `${haswell} avx512f avx512dq avx512cd avx512bw avx512vl`;
  const kernels = 'Prescott';
  const environment = {};
  expect(kernelsOf({ kernels, flags: skylake, environment })).toBe('SkylakeX kernels');
  expect(environment).toEqual({});
  expect(kernelsOf({ kernels, flags: `${haswell} avx512f` })).toBe('Haswell kernels');
  expect(kernelsOf({ kernels, flags: 'fpu sse2 avx' })).toBe('Prescott kernels');
  expect(kernelsOf({ kernels: 'Zen', flags: skylake })).toBe('Zen kernels');
  expect(kernelsOf({ kernels, flags: haswell, sticky: true })).toBe(
    'Prescott kernels, which are slow here: start with OPENBLAS_CORETYPE=Haswell',
  );
  expect(kernelsOf({ flags: skylake, environment: { OPENBLAS_CORETYPE: 'Prescott' } })).toBe('Prescott kernels');
});

test('without a BLAS the error says where it was looked for, and how to get one', () => {
  expect(() => requireBlas(hostWith({ 'libopenblas.so': ['dgemm'] }))).toThrow(
    'profile fast: expected a BLAS library that Heddle can call, received none of libopenblas.so.0 (not found), libopenblas.so ' +
      '(it has no cblas_sgemm), libblis.so.4 (not found), libmkl_rt.so.2 (not found), libmkl_rt.so (not found). use --profile fused, or ' +
      'get one: on Debian or Ubuntu: apt-get install libopenblas0-pthread; on Fedora: dnf install openblas; on Arch: pacman -S openblas.',
  );
  expect(findBlas(hostWith({}, { platform: 'darwin' }))).toMatchObject({
    hint: 'macOS brings Accelerate; OpenBLAS: brew install openblas.',
  });
  expect(findBlas(hostWith({}, { platform: 'win32' }))).toEqual({
    missing: 'no BLAS is known by name on win32',
    hint: 'set HEDDLE_BLAS to the path of one.',
  });
});

test('a library or a koffi that is there but cannot be loaded is told with the reason', () => {
  const asked = hostWith({}, { asked: '/opt/libbroken.so' });
  const broken = {
    load: (): never => {
      throw new Error('Failed to load shared library: file too short');
    },
  };
  expect(findBlas({ ...asked, loadKoffi: () => ({ koffi: broken, file: '/koffi.cjs' }) })).toMatchObject({
    missing: 'none of /opt/libbroken.so (Failed to load shared library: file too short)',
  });
  const loadKoffi = (): never => {
    throw new Error('wrong ELF class');
  };
  expect(findBlas(hostWith({}, { loadKoffi }))).toMatchObject({
    missing: 'the package koffi, which calls it, cannot be loaded: wrong ELF class',
  });
});

test('without koffi the error says how to install it', () => {
  const loadKoffi = (): never => {
    throw Object.assign(new Error('Cannot find module koffi'), { code: 'MODULE_NOT_FOUND' });
  };
  const bare = hostWith({}, { loadKoffi });
  expect(() => requireBlas(bare)).toThrow(
    'profile fast: expected a BLAS library that Heddle can call, received the package koffi, which calls it, is not installed. ' +
      'use --profile fused, or get one: npm install koffi@3',
  );
});

const search = findBlas();
const description = 'blas' in search ? search.blas.description : '';
const reason = 'missing' in search ? search.missing : '';
const engines: Engine[] =
  reason === '' ? await Promise.all([1, 2, 3].map((threads) => createEngine({ profile: 'fast', threads }))) : [];
const oracle = referenceBackend({ floats: 64 });

test.skipIf(!description.startsWith('OpenBLAS') || process.env[KERNELS_VARIABLE] !== undefined)(
  'the OpenBLAS of this machine uses the widest vectors that the processor has',
  () => {
    const [, kernels] = /, (\w+) kernels/.exec(description) ?? [];
    expect(kernels).toBeDefined();
    expect(betterKernels(kernels, processorFlags())).toBeUndefined();
  },
);

afterAll(async () => {
  for (const engine of engines) await engine.close();
});

/** Edges of the threads' parts, a single row, a single column, and products on both sides of the least that goes to BLAS. */
const PRODUCTS: readonly (readonly [number, number, number])[] = [
  [1, 363, 364],
  [363, 1, 364],
  [5, 90, 300],
  [31, 37, 41],
  [67, 41, 113],
  [33, 130, 67],
];

const FLAGS = [
  { bias: true },
  { bias: true, accumulate: true },
  { transposeA: true, accumulate: true },
  { transposeB: true },
  { transposeA: true, transposeB: true, bias: true },
];

test.skipIf(reason !== '')(
  `the matrix product of the profile fast is within 2 k epsilon sum |a b| of float64, on 1, 2 and 3 threads ${reason}`,
  async () => {
    for (const [position, shape] of PRODUCTS.entries()) {
      for (const flags of FLAGS) {
        const kernelCase = gemmCase(randomOf(position), shape, flags);
        const [exact, sizes] = [await outcomeOf(oracle, kernelCase), await outcomeOf(oracle, absolute(kernelCase))];
        for (const { backends } of engines) {
          const { out } = await outcomeOf(backends[0], kernelCase);
          for (const [i, value] of out.entries()) {
            const error = Math.abs(value - exact['out'][i]);
            const allowed = 2 * (shape[2] + 2) * 2 ** -24 * sizes['out'][i];
            if (!(error <= allowed))
              expect.fail(
                `${kernelCase.name}, ${backends[0].threads} threads: out[${i}] is ${value}, not ${exact['out'][i]}`,
              );
          }
        }
      }
    }
  },
);

/** A sum over a product in which one of `share` numbers of the left factor is not 0, in each of the runs that try BLAS and the tiles, and in some after. */
async function sumsOf({ backends: [backend] }: Engine, share: number): Promise<number[]> {
  const [m, n, k] = [256, 256, 256];
  const { memory, record, run } = backend;
  const span = (length: number) => ({ type: 'float' as const, offset: memory.allocate(4 * length), length });
  const [out, a, b] = [span(m * n), span(m * k), span(k * n)];
  const [left, right] = [m * k, k * n].map((length, i) => Float32Array.from(noise(randomOf(i), length)));
  memory.write(
    a,
    left.map((value, i) => (i % share === 0 ? value : 0)),
  );
  memory.write(b, right);
  const program = record(({ gemm }) => gemm({ out, a, b, m, n, k }));
  const sums: number[] = [];
  for (let turn = 0; turn < 24; turn++) {
    await run(program, 1);
    sums.push((memory.read(out) as Float32Array).reduce((sum, value, i) => sum + value * ((i % 7) - 3), 0));
  }
  program.release();
  for (const { offset } of [out, a, b]) memory.release(offset);
  return sums;
}

test.skipIf(reason !== '')(
  `a product is the same to rounding whether BLAS or the tiles compute it ${reason}`,
  async () => {
    for (const engine of engines) {
      for (const share of [1, 64]) {
        const sums = await sumsOf(engine, share);
        for (const sum of sums) expect(sum).toBeCloseTo(sums[0], 1);
        expect(Math.abs(sums[0])).toBeGreaterThan(1);
      }
    }
  },
);

const absolute = (kernelCase: KernelCase): KernelCase => ({
  ...kernelCase,
  operands: Object.fromEntries(
    Object.entries(kernelCase.operands).map(([field, { type, values }]) => [
      field,
      { type, values: values.map(Math.abs) },
    ]),
  ),
});

test.skipIf(reason !== '')(`every other kernel of the profile fast is Heddle's, with its bits ${reason}`, async () => {
  const fused = await createEngine({ profile: 'fused', threads: 2 });
  for (const kernelCase of casesOf(randomOf(1), 65, 17)) {
    expect(await outcomeOf(engines[1].backends[0], kernelCase)).toEqual(await outcomeOf(fused.backends[0], kernelCase));
  }
  await fused.close();
});

test.skipIf(reason !== '')(
  `a training with the profile fast is the float64 one to a stated tolerance ${reason}`,
  async () => {
    // 400 rows and 64 units: the products between the hidden layers are large enough for BLAS.
    const model = sequential({ input: [2] }, [
      dense({ units: 64 }),
      batchNorm(),
      relu(),
      dropout({ rate: 0.25 }),
      dense({ units: 64 }),
      relu(),
      dense({ units: 3 }),
    ]);
    const changes = {
      model,
      loss: crossEntropy(),
      table: rings(),
      batchSize: 40,
      epochs: 5,
      optimizer: sgd({ learningRate: 0.1 }),
    };
    const exact = await trainSmall({ ...changes, backend: oracle });
    for (const { backends } of engines) {
      const trained = await trainSmall({ ...changes, backend: backends[0] });
      const lossesOf = ({ epochs }: typeof exact): (number | undefined)[] =>
        epochs.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
      assertClose(
        `losses, ${backends[0].threads} threads`,
        lossesOf(trained) as number[],
        lossesOf(exact) as number[],
        FAST,
      );
    }
    expect(engines[0].profile).toEqual({ asked: 'fast', used: 'fast' });
    expect(engines[0].backends[0]).toMatchObject({ name: 'wasm+blas', profile: 'fast' });
  },
);
