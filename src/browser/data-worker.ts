// The program of the worker that loads data; the build bundles it into generated/data-worker.ts.

import {
  FASHION_MNIST_FILES,
  type FashionMnistFile,
  fashionMnistFrom,
  SYNTHETIC_GARMENTS_SEED,
  syntheticGarments,
} from '../data/index.ts';
import { cachedDownload } from './cached-download.ts';
import { answerCalls, type Port, postNews } from './connection.ts';
import type { DataCalls, DataNews } from './protocol.ts';

const port = globalThis as unknown as Port;

answerCalls<DataCalls>(
  port,
  {
    synthetic: ({ seed, trainRows, testRows }) =>
      syntheticGarments({
        seed: seed ?? SYNTHETIC_GARMENTS_SEED,
        trainRows: trainRows ?? undefined,
        testRows: testRows ?? undefined,
      }),
    async fashionMnist({ from, cache }) {
      const folder = from.endsWith('/') ? from : `${from}/`;
      const get = ({ name, packedSize, packedSha256 }: FashionMnistFile): Promise<Uint8Array> =>
        cachedDownload(`${folder}${name}.gz`, {
          size: packedSize,
          sha256: packedSha256,
          cache,
          onProgress: ({ received, size }) => postNews<DataNews>(port, { file: name, received, size }),
        });
      const { trainImages, trainLabels, testImages, testLabels } = FASHION_MNIST_FILES;
      return fashionMnistFrom(
        {
          trainImages: await get(trainImages),
          trainLabels: await get(trainLabels),
          testImages: await get(testImages),
          testLabels: await get(testLabels),
        },
        `files from ${folder}`,
      );
    },
  },
  { transfer: true },
);
