// Fashion-MNIST: 60,000 training and 10,000 test images of clothing, 28 x 28 grey bytes, ten classes.
// Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms" (2017),
// https://github.com/zalandoresearch/fashion-mnist, MIT licence. Heddle does not carry the files.

import { HeddleError, type Sha256 } from '../core/index.ts';
import { classTable, type Dataset, type Table } from './dataset.ts';
import { datasetHash } from './dataset-hash.ts';
import { gunzip, isGzip } from './gzip.ts';
import { checkIdxPair, parseIdxImages, parseIdxLabels } from './idx.ts';
import type { Preprocessing } from './preprocessing.ts';

/** One published file of Fashion-MNIST, packed and unpacked. Sizes in bytes, hashes in lower-case hexadecimal digits. */
export interface FashionMnistFile {
  /** Its name without `.gz`. */
  readonly name: string;
  readonly packedSize: number;
  readonly packedSha256: string;
  readonly unpackedSize: number;
  readonly unpackedSha256: string;
}

/** The four files by what they hold. */
export interface FashionMnistParts<Part> {
  readonly trainImages: Part;
  readonly trainLabels: Part;
  readonly testImages: Part;
  readonly testLabels: Part;
}

/** The four published files. */
export const FASHION_MNIST_FILES: FashionMnistParts<FashionMnistFile> = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    packedSize: 26421880,
    packedSha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    unpackedSize: 47040016,
    unpackedSha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    packedSize: 29515,
    packedSha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    unpackedSize: 60008,
    unpackedSha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    packedSize: 4422102,
    packedSha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    unpackedSize: 7840016,
    unpackedSha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    packedSize: 5148,
    packedSha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    unpackedSize: 10008,
    unpackedSha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
};

/** Where the packed files are published; a file's address is a base followed by its name and `.gz`. */
export const FASHION_MNIST_MIRRORS: readonly string[] = [
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
  'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
];

/** The ten classes, by label. */
export const FASHION_MNIST_CLASSES: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/** Rows and columns of an image. */
const SIDE = 28;

/** The pictures of Fashion-MNIST, and of whatever stands in for it: a network trained on them takes any picture so. */
export const GREY_IMAGES: Preprocessing = {
  kind: 'image',
  height: SIDE,
  width: SIDE,
  channels: 1,
  fit: 'crop',
  scale: 1 / 255,
};

/**
 * The data set out of the bytes of its four files, packed or unpacked. Pixels stay the bytes they are, in the buffer they were
 * unpacked into; a batch scales them to [0, 1].
 *
 * What is checked is what training needs (formats, equal numbers of images and labels, 28 x 28 pixels, labels 0 to 9), not that
 * these are the published files: fewer rows of them will do.
 *
 * @param source where the files came from, for the record
 * @param hash what names the data set is computed by; see {@link datasetHash}
 * @throws HeddleError `format` for a damaged file, `data` for contents that do not fit together.
 */
export async function fashionMnistFrom(
  files: FashionMnistParts<Uint8Array>,
  source: string,
  hash?: Sha256,
): Promise<Dataset> {
  const { trainImages, trainLabels, testImages, testLabels } = FASHION_MNIST_FILES;
  const train = await tableFrom(trainImages.name, files.trainImages, trainLabels.name, files.trainLabels);
  const test = await tableFrom(testImages.name, files.testImages, testLabels.name, files.testLabels);
  return {
    id: 'fashion-mnist',
    train,
    test,
    sha256: datasetHash(train, test, hash),
    source,
    notice: null,
    preprocessing: GREY_IMAGES,
  };
}

async function tableFrom(
  imagesName: string,
  imageBytes: Uint8Array,
  labelsName: string,
  labelBytes: Uint8Array,
): Promise<Table> {
  const images = parseIdxImages(await unpacked(imagesName, imageBytes), imagesName);
  const labels = parseIdxLabels(await unpacked(labelsName, labelBytes), labelsName);
  if (images.height !== SIDE || images.width !== SIDE) {
    throw new HeddleError('data', {
      where: imagesName,
      expected: `images of ${SIDE} x ${SIDE} pixels`,
      received: `${images.height} x ${images.width}`,
      hint: 'check that these are the Fashion-MNIST files.',
    });
  }
  checkIdxPair(
    { name: imagesName, rows: images.rows },
    { name: labelsName, rows: labels.length },
    'the two files must belong together: get both again.',
  );
  const features = { kind: 'bytes', shape: [SIDE, SIDE], values: images.pixels, scale: 1 / 255 } as const;
  return classTable(labelsName, features, Int32Array.from(labels), FASHION_MNIST_CLASSES);
}

async function unpacked(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  return isGzip(bytes) ? gunzip(bytes, { where: `${name}.gz` }) : bytes;
}
