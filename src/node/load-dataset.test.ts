import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { type Dataset, FASHION_MNIST_FILES, type FashionMnistFile } from '../data/index.ts';
import type { Host } from './host.ts';
import { type LoadDatasetOptions, listDatasets, loadDataset } from './load-dataset.ts';
import { type Answer, type Mirror, send, startMirror } from './mirror.fixture.ts';

const REAL: string | undefined = process.env['HEDDLE_DATA'];
const KNOWN_HASH = '09627107dde20800f249b90a3b80609822fbaf088555476bb02aea854423a846';
const FILES = Object.values(FASHION_MNIST_FILES) as FashionMnistFile[];
const LABELS = FASHION_MNIST_FILES.testLabels;

let root: string;
let mirror: Mirror | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-data-'));
});

afterEach(async () => {
  await mirror?.close();
  mirror = undefined;
  await rm(root, { recursive: true, force: true });
});

const unreachable: typeof fetch = () =>
  Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) }));

/** A machine whose folders are all below `root`, and without a network unless one is given. */
const machine = (parts: Partial<Host> = {}): Host => ({
  env: {},
  cwd: join(root, 'work'),
  home: join(root, 'home'),
  platform: 'linux',
  fetch: unreachable,
  now: () => performance.now(),
  ...parts,
});

const CACHE = 'home/.cache/heddle/fashion-mnist';

/** Loads with few drawn rows, so that a stand-in is quick. */
const load = (options: LoadDatasetOptions = {}): Promise<Dataset> =>
  loadDataset('fashion-mnist', {
    host: machine(),
    mirrors: ['http://mirror.test/'],
    synthetic: { trainRows: 20, testRows: 10 },
    ...options,
  });

/** Puts all files, or those named, of the real data set below `root`. */
async function putReal(folder: string, files: readonly FashionMnistFile[] = FILES): Promise<string> {
  const path = join(root, folder);
  await mkdir(path, { recursive: true });
  for (const { name } of files) await symlink(join(REAL!, 'fashion-mnist', `${name}.gz`), join(path, `${name}.gz`));
  return path;
}

/** Puts four files of the right names, all empty. */
async function putEmpty(folder: string, files: readonly FashionMnistFile[] = FILES): Promise<string> {
  const path = join(root, folder);
  await mkdir(path, { recursive: true });
  for (const { name } of files) await writeFile(join(path, `${name}.gz`), '');
  return path;
}

async function serve(answer: Answer): Promise<LoadDatasetOptions> {
  mirror = await startMirror(answer);
  return { mirrors: [mirror.base], host: machine({ fetch: globalThis.fetch }), patience: 3000 };
}

async function errorOf(promise: Promise<unknown>): Promise<HeddleError> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof HeddleError) return error;
  throw new Error(`expected a HeddleError, received ${error}`);
}

test('an unknown name suggests the nearest', async () => {
  const error = await errorOf(loadDataset('fashion_mnist', { host: machine() }));
  expect(error.code).toBe('usage');
  expect(error.message).toBe(
    'dataset: expected one of fashion-mnist, synthetic-garments, received "fashion_mnist". did you mean fashion-mnist?',
  );
});

test('synthetic-garments needs neither files nor a network', async () => {
  const dataset = await loadDataset('synthetic-garments', {
    host: machine(),
    synthetic: { trainRows: 20, testRows: 10 },
  });
  expect(dataset).toMatchObject({ id: 'synthetic-garments', notice: null });
  expect([dataset.train.rows, dataset.test?.rows]).toEqual([20, 10]);
});

test('absent and not to be downloaded, it is not found, with every place looked in', async () => {
  const error = await errorOf(load({ host: machine({ env: { HEDDLE_DATA: '/nowhere/data' } }) }));
  expect(error.code).toBe('not-found');
  expect(error.message).toBe(
    'dataset fashion-mnist: expected its four files in one of the folders /nowhere/data/fashion-mnist, /nowhere/data, ' +
      `${root}/work/data/fashion-mnist, ${root}/${CACHE}, received none of them there, and the download failed ` +
      '(download of train-images-idx3-ubyte.gz: http://mirror.test/: fetch failed (ENOTFOUND)). ' +
      'connect to the network and run again, or put its four files into the first of them, or choose the data set synthetic-garments.',
  );
});

test('absent and not to be downloaded, synthetic-garments stands in where that is allowed, and says so', async () => {
  const dataset = await load({ fallback: true });
  expect(dataset.id).toBe('synthetic-garments');
  expect(dataset.notice).toBe(
    `Fashion-MNIST is in none of the folders ${root}/work/data/fashion-mnist, ${root}/${CACHE} and could not be downloaded, ` +
      'so synthetic-garments stands in for it: drawn images of the same shape and classes, whose scores say nothing about Fashion-MNIST; ' +
      'to get the real data, connect to the network and run again, or put its four files into the first of them.',
  );
});

test('with a data folder given it is the only place, and nothing is downloaded', async () => {
  const asked: unknown[] = [];
  const host = machine({
    env: { HEDDLE_DATA: join(root, 'env') },
    fetch: (url) => {
      asked.push(url);
      return unreachable(url);
    },
  });
  await putEmpty('env/fashion-mnist');
  await putEmpty(CACHE);
  await mkdir(join(root, 'work/mine'), { recursive: true });
  const error = await errorOf(load({ host, dataDir: 'mine' }));
  expect(error.code).toBe('not-found');
  expect(error.message).toBe(
    `dataset fashion-mnist: expected its four files in one of the folders ${root}/work/mine/fashion-mnist, ${root}/work/mine, ` +
      'received none of them there, and nothing is downloaded when a data folder is given. ' +
      'put its four files into the first of them, or leave the data folder out, or choose the data set synthetic-garments.',
  );
  expect((await load({ host, dataDir: 'mine', fallback: true })).notice).toBe(
    `Fashion-MNIST is in none of the folders ${root}/work/mine/fashion-mnist, ${root}/work/mine and is not downloaded when a data folder is given, ` +
      'so synthetic-garments stands in for it: drawn images of the same shape and classes, whose scores say nothing about Fashion-MNIST; ' +
      'to get the real data, put its four files into the first of them, or leave the data folder out.',
  );
  expect(asked).toEqual([]);
});

test('a data folder that is not there, is a file or has no name fails, and never falls back', async () => {
  await writeFile(join(root, 'a-file'), '');
  const failed = async (dataDir: string): Promise<string> => {
    const { code, message } = await errorOf(load({ dataDir, fallback: true }));
    return `${code} ${message}`;
  };
  const expected = 'expected a folder with the four files of Fashion-MNIST in it or in fashion-mnist below it';
  const hint = 'check the path, or leave the data folder out.';
  expect(await failed('mien')).toBe(
    `not-found data folder ${root}/work/mien: ${expected}, received no such file or folder. ${hint}`,
  );
  expect(await failed('../a-file')).toBe(`not-found data folder ${root}/a-file: ${expected}, received a file. ${hint}`);
  expect(await failed('')).toBe(
    'usage data folder: expected the path of a folder, received an empty text. ' +
      'write . for the folder you are in, or check that the variable it came from is set.',
  );
  const [listing] = await listDatasets({ host: machine(), dataDir: 'mien' });
  expect(listing.problem).toContain(`data folder ${root}/work/mien: ${expected}`);
});

test.each<[name: string, folder: string, options: () => LoadDatasetOptions]>([
  ['the data folder', 'given/fashion-mnist', () => ({ dataDir: join(root, 'given') })],
  ['the data folder itself', 'given', () => ({ dataDir: join(root, 'given') })],
  ['HEDDLE_DATA', 'env/fashion-mnist', () => ({ host: machine({ env: { HEDDLE_DATA: join(root, 'env') } }) })],
  ['HEDDLE_DATA itself', 'env', () => ({ host: machine({ env: { HEDDLE_DATA: join(root, 'env') } }) })],
  ['./data', 'work/data/fashion-mnist', () => ({})],
  ['the cache', CACHE, () => ({})],
])('files of a wrong size in %s fail, and never fall back', async (_, folder, options) => {
  const path = await putEmpty(folder);
  const error = await errorOf(load({ ...options(), fallback: true }));
  expect(error.code).toBe('checksum');
  expect(error.message).toBe(
    `${path}/train-images-idx3-ubyte.gz: expected the published file, of 26421880 bytes, received 0 bytes. ` +
      'this file is damaged or another one: delete it and get it again.',
  );
});

test('a file of the right size and a wrong SHA-256 fails, and never falls back', async () => {
  const path = await putEmpty('given');
  await truncate(join(path, 'train-images-idx3-ubyte.gz'), 26421880);
  const error = await errorOf(load({ dataDir: path, fallback: true }));
  expect(error.code).toBe('checksum');
  expect(error.expected).toBe(
    'the published file, of SHA-256 3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
  );
  expect(error.received).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[name: string, folder: string, options: () => LoadDatasetOptions]>([
  ['the data folder', 'given', () => ({ dataDir: join(root, 'given') })],
  ['HEDDLE_DATA', 'env/fashion-mnist', () => ({ host: machine({ env: { HEDDLE_DATA: join(root, 'env') } }) })],
  ['./data', 'work/data/fashion-mnist', () => ({})],
])(
  'some of the files in %s are an error that names the missing ones, and never fall back',
  async (_, folder, options) => {
    const path = await putEmpty(folder, FILES.slice(1, 3));
    const error = await errorOf(load({ ...options(), fallback: true }));
    expect(error.code).toBe('not-found');
    expect(error.message).toBe(
      `${path}: expected the four files of Fashion-MNIST (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte), with or without .gz, ` +
        'received a folder without train-images-idx3-ubyte, t10k-labels-idx1-ubyte. add what is missing, or remove the others.',
    );
  },
);

test('some of the files in the cache are merely a download to be finished', async () => {
  await putEmpty(CACHE, FILES.slice(0, 3));
  const asked: string[] = [];
  const host = machine({
    fetch: (url) => {
      asked.push(String(url));
      return unreachable(url);
    },
  });
  expect((await load({ host, fallback: true })).id).toBe('synthetic-garments');
  expect(asked).toEqual(['http://mirror.test/t10k-labels-idx1-ubyte.gz']);
});

test('a mirror that sends something else fails, and never falls back', async () => {
  const options = await serve((request, response) => send(request, response, new Uint8Array(1000)));
  const error = await errorOf(load({ ...options, fallback: true }));
  expect(error.code).toBe('checksum');
  expect(error.received).toBe('1000 bytes');
});

test('silent mirrors end in a stand-in within the patience', async () => {
  const options = await serve(() => undefined);
  const start = performance.now();
  const dataset = await load({ ...options, patience: 500, fallback: true });
  expect(dataset.id).toBe('synthetic-garments');
  expect(performance.now() - start).toBeLessThan(1500);
});

test('a cache that cannot be written to ends in a stand-in, and without one says why', async () => {
  await mkdir(join(root, 'home'));
  await writeFile(join(root, 'home/.cache'), 'a file where the folder should be');
  const options = await serve((request, response) =>
    send(request, response, new Uint8Array(FASHION_MNIST_FILES.trainImages.packedSize)),
  );
  expect((await load({ ...options, fallback: true })).id).toBe('synthetic-garments');
  expect((await errorOf(load(options))).received).toContain(
    `the download failed (${root}/${CACHE}/train-images-idx3-ubyte.gz.part: a file where a folder must be)`,
  );
});

test('the list says where each data set is, and what is wrong with it', async () => {
  const host = machine();
  const empty = await listDatasets({ host });
  expect(empty.map(({ name, found, problem }) => ({ name, found, problem }))).toEqual([
    { name: 'fashion-mnist', found: null, problem: null },
    { name: 'synthetic-garments', found: 'drawn from a seed', problem: null },
  ]);
  expect(empty[0].places).toEqual([join(root, 'work/data/fashion-mnist'), join(root, CACHE)]);
  await putEmpty('some', FILES.slice(0, 1));
  expect((await listDatasets({ host, dataDir: join(root, 'some') }))[0].problem).toContain(
    'received a folder without train-labels',
  );
  const path = await putEmpty('work/data/fashion-mnist');
  expect((await listDatasets({ host }))[0].found).toBe(`files in ${path}`);
});

test.skipIf(!REAL)(
  'the published files are read from where they are (needs HEDDLE_DATA, the folder of the real files)',
  async () => {
    const dataset = await load({ host: machine({ env: { HEDDLE_DATA: REAL } }) });
    expect(dataset).toMatchObject({ id: 'fashion-mnist', sha256: KNOWN_HASH, notice: null });
    expect(dataset.source).toBe(`files in ${REAL}/fashion-mnist`);
  },
);

test.skipIf(!REAL)('a file may be there unpacked (needs HEDDLE_DATA, the folder of the real files)', async () => {
  const path = await putReal(
    'given',
    FILES.filter((file) => file !== LABELS),
  );
  const packed = await readFile(join(REAL!, 'fashion-mnist', `${LABELS.name}.gz`));
  await writeFile(join(path, LABELS.name), gunzipSync(packed));
  expect((await load({ dataDir: path })).sha256).toBe(KNOWN_HASH);
  await writeFile(join(path, LABELS.name), new Uint8Array(LABELS.unpackedSize));
  expect((await errorOf(load({ dataDir: path }))).message).toContain(
    `${LABELS.name}: expected the published file, of SHA-256 ${LABELS.unpackedSha256}, received`,
  );
});

test.skipIf(!REAL)(
  'a good file does not hide a damaged one in its other form (needs HEDDLE_DATA, the folder of the real files)',
  async () => {
    const path = await putReal('given');
    const other = join(path, LABELS.name);
    await writeFile(other, 'damaged');
    const error = await errorOf(load({ dataDir: path, fallback: true }));
    expect(error.message).toBe(
      `${other}: expected the published file, of ${LABELS.unpackedSize} bytes, received 7 bytes. ` +
        'this file is damaged or another one: delete it and get it again.',
    );
    await writeFile(other, new Uint8Array(LABELS.unpackedSize));
    expect((await errorOf(load({ dataDir: path }))).code).toBe('checksum');
    await writeFile(other, gunzipSync(await readFile(`${other}.gz`)));
    expect((await load({ dataDir: path })).sha256).toBe(KNOWN_HASH);
  },
);

test.skipIf(!REAL)(
  'what is absent is downloaded into the cache, cut connections and all (needs HEDDLE_DATA, the folder of the real files)',
  async () => {
    const options = await serve(async (request, response, count) => {
      const bytes = await readFile(join(REAL!, 'fashion-mnist', request.url!.slice(1)));
      send(request, response, bytes, count === 1 ? { cutAfter: 1_000_000 } : {});
    });
    expect(await load(options)).toMatchObject({ sha256: KNOWN_HASH, source: `files in ${root}/${CACHE}` });
    expect(mirror!.requests).toEqual([
      'GET /train-images-idx3-ubyte.gz',
      // A cut connection may lose the last bytes on the way: at most the 1,000,000 sent are here.
      expect.stringMatching(/^GET \/train-images-idx3-ubyte\.gz bytes=(1000000|[1-9]\d{0,5})-$/),
      'GET /train-labels-idx1-ubyte.gz',
      'GET /t10k-images-idx3-ubyte.gz',
      'GET /t10k-labels-idx1-ubyte.gz',
    ]);
    await load(options);
    expect(mirror!.requests.length).toBe(5);
  },
);
