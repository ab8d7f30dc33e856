import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  FASHION_MNIST_CLASSES,
  FASHION_MNIST_FILES,
  type FashionMnistParts,
  fashionMnistFrom,
} from './fashion-mnist.ts';
import { writeIdx } from './idx.ts';

const images = (rows: number, side = 28): Uint8Array =>
  writeIdx({ sizes: [rows, side, side], values: new Uint8Array(rows * side * side).map((_, i) => i * 31) });
const labels = (...values: number[]): Uint8Array =>
  writeIdx({ sizes: [values.length], values: Uint8Array.from(values) });

const files: FashionMnistParts<Uint8Array> = {
  trainImages: images(3),
  trainLabels: labels(9, 0, 4),
  testImages: images(2),
  testLabels: labels(1, 2),
};

test('raw files make a data set whose pixels are a view of the bytes given', async () => {
  const { id, train, test: held, source, notice } = await fashionMnistFrom(files, 'made in a test');
  expect({ id, source, notice }).toEqual({ id: 'fashion-mnist', source: 'made in a test', notice: null });
  expect([train.rows, held?.rows]).toEqual([3, 2]);
  expect(train.features).toMatchObject({ kind: 'bytes', shape: [28, 28], scale: 1 / 255 });
  expect(train.features.values.buffer).toBe(files.trainImages.buffer);
  expect(train.targets).toEqual({ kind: 'classes', labels: Int32Array.of(9, 0, 4), classNames: FASHION_MNIST_CLASSES });
});

test('packed files make the same data set as raw ones', async () => {
  const pack = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
  const packed = { ...files, trainImages: pack(files.trainImages), testLabels: pack(files.testLabels) };
  expect((await fashionMnistFrom(packed, '')).sha256).toBe((await fashionMnistFrom(files, '')).sha256);
});

const mistakes: [name: string, change: Partial<FashionMnistParts<Uint8Array>>, message: string][] = [
  [
    'fewer labels than images',
    { trainLabels: labels(1, 2) },
    'train-labels-idx1-ubyte: expected one label for each of the 3 images in train-images-idx3-ubyte, received 2 labels. ' +
      'the two files must belong together: get both again.',
  ],
  [
    'images of another size',
    { testImages: images(2, 27) },
    't10k-images-idx3-ubyte: expected images of 28 x 28 pixels, received 27 x 27. check that these are the Fashion-MNIST files.',
  ],
  [
    'a label beyond the classes',
    { testLabels: labels(1, 10) },
    't10k-labels-idx1-ubyte, label of row 1: expected a class, a whole number from 0 to 9, received 10. check the labels file, or the list of class names.',
  ],
  [
    'exchanged files',
    { trainImages: files.trainLabels },
    'train-images-idx3-ubyte: expected the first word 2051 (images), received 2049 (labels). check that the files were not exchanged.',
  ],
  [
    'a damaged packed file',
    { trainImages: new Uint8Array(gzipSync(files.trainImages)).fill(0, 100, 120) },
    'train-images-idx3-ubyte.gz: expected a whole, undamaged gzip file',
  ],
];

test.each(mistakes)('%s is refused', async (_, change, message) => {
  await expect(fashionMnistFrom({ ...files, ...change }, '')).rejects.toThrow(message);
});

test.skipIf(!process.env['HEDDLE_DATA'])(
  'the published files give the known hash (needs HEDDLE_DATA, the folder of the real files)',
  async () => {
    const read = (file: { name: string }): Promise<Uint8Array> =>
      readFile(`${process.env['HEDDLE_DATA']}/fashion-mnist/${file.name}.gz`);
    const dataset = await fashionMnistFrom(
      {
        trainImages: await read(FASHION_MNIST_FILES.trainImages),
        trainLabels: await read(FASHION_MNIST_FILES.trainLabels),
        testImages: await read(FASHION_MNIST_FILES.testImages),
        testLabels: await read(FASHION_MNIST_FILES.testLabels),
      },
      '',
    );
    expect([dataset.train.rows, dataset.test?.rows]).toEqual([60000, 10000]);
    expect(dataset.sha256).toBe('09627107dde20800f249b90a3b80609822fbaf088555476bb02aea854423a846');
  },
);
