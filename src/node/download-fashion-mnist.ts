import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FASHION_MNIST_FILES, type FashionMnistFile } from '../data/index.ts';
import { downloadFile } from './download.ts';
import type { DownloadOptions } from './remote-file.ts';

/**
 * Downloads into `folder` those of the four packed files that it lacks, the mirror that served the last one first.
 * Files that are there are left alone, right or wrong: whoever reads them checks them.
 *
 * @throws HeddleError `download` when no mirror sends one of them or it cannot be written, `checksum` when another file came.
 */
export async function downloadFashionMnist(folder: string, options: DownloadOptions): Promise<void> {
  let mirrors = options.mirrors;
  for (const { name, packedSize, packedSha256 } of Object.values(FASHION_MNIST_FILES) as FashionMnistFile[]) {
    if ((await isThere(join(folder, name))) || (await isThere(join(folder, `${name}.gz`)))) continue;
    const file = { name: `${name}.gz`, size: packedSize, sha256: packedSha256 };
    const served = await downloadFile(join(folder, file.name), file, { ...options, mirrors });
    mirrors = [served, ...mirrors.filter((mirror) => mirror !== served)];
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false, // not there, or not to be looked at: writing it will say so
  );
