// Pictures of classes as a table. All that cannot be read are told at once, before anything else happens.

import { HeddleError } from '../core/index.ts';
import { classTable, type ImagePreprocessing, preprocessedShape, type Table } from '../data/index.ts';
import { decodePicture, type Picture } from './decode.ts';
import { fitPicture } from './fit-picture.ts';

/** One picture file. */
export interface PictureFile {
  /** As errors name it: `cats/7.png`. */
  readonly name: string;
  /** Place of its class. */
  readonly label: number;
  read(): Promise<Uint8Array> | Uint8Array;
}

/** How pictures are read; everything has a default. */
export interface ImagesTableOptions {
  readonly mostPixels?: number;
  /** Takes note of a file that cannot be read, which is then left out; they are thrown unless given. */
  readonly report?: (problem: HeddleError, file: PictureFile) => void;
  /** Is shown every picture as it was decoded. */
  readonly look?: (picture: Picture, file: PictureFile) => void;
}

/** How many bad files an error names; it counts them all. */
const MOST_NAMED = 50;

/**
 * Reads pictures, each brought to the size of the preprocessing.
 *
 * @param where the folder; begins errors
 * @throws HeddleError `format` that lists every file that is no picture, is damaged or too large, and why.
 */
export async function imagesTable(
  where: string,
  files: readonly PictureFile[],
  classNames: readonly string[],
  preprocessing: ImagePreprocessing,
  options: ImagesTableOptions = {},
): Promise<Table> {
  const shape = preprocessedShape(preprocessing)!;
  const size = shape.reduce((product, side) => product * side, 1);
  const pixels = new Uint8Array(files.length * size);
  const labels = new Int32Array(files.length);
  const problems: HeddleError[] = [];
  let rows = 0;
  for (const file of files) {
    try {
      const picture = decodePicture(await file.read(), file.name, options);
      pixels.set(fitPicture(picture, preprocessing), rows * size);
      options.look?.(picture, file);
      labels[rows++] = file.label;
    } catch (error) {
      if (!(error instanceof HeddleError)) throw error;
      problems.push(error);
      options.report?.(error, file);
    }
  }
  if (problems.length > 0 && (options.report === undefined || rows === 0))
    throw unreadable(where, files.length, problems);
  const values = pixels.subarray(0, rows * size);
  const features = { kind: 'bytes', shape, values, scale: preprocessing.scale } as const;
  return classTable(where, features, labels.slice(0, rows), classNames);
}

function unreadable(where: string, files: number, problems: readonly HeddleError[]): HeddleError {
  if (problems.length === 1) return problems[0];
  const named = problems.slice(0, MOST_NAMED).map(({ where: file, received }) => `  ${file}: ${received}`);
  const others = problems.length > MOST_NAMED ? [`  and ${problems.length - MOST_NAMED} more`] : [];
  return new HeddleError('format', {
    where,
    expected: 'PNG or JPEG files that can be read',
    received: `${problems.length} of ${files} that cannot`,
    hint: ['get these again, or take them out of the folder:', ...named, ...others].join('\n'),
  });
}
