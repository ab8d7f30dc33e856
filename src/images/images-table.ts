// Pictures of classes as a table. All that cannot be read are told at once, before anything else happens.

import { HeddleError } from '../core/index.ts';
import { classTable, type ImagePreprocessing, preprocessedShape, type Table } from '../data/index.ts';
import { decodePicture } from './decode.ts';
import { fitPicture } from './fit-picture.ts';

/** One picture file. */
export interface PictureFile {
  /** As errors name it: `cats/7.png`. */
  readonly name: string;
  /** Place of its class. */
  readonly label: number;
  read(): Promise<Uint8Array> | Uint8Array;
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
  options: { readonly mostPixels?: number } = {},
): Promise<Table> {
  const shape = preprocessedShape(preprocessing)!;
  const size = shape.reduce((product, side) => product * side, 1);
  const pixels = new Uint8Array(files.length * size);
  const problems: HeddleError[] = [];
  for (const [row, file] of files.entries()) {
    const bytes = await file.read();
    try {
      pixels.set(fitPicture(decodePicture(bytes, file.name, options), preprocessing), row * size);
    } catch (error) {
      if (!(error instanceof HeddleError)) throw error;
      problems.push(error);
    }
  }
  if (problems.length > 0) throw unreadable(where, files.length, problems);
  const labels = Int32Array.from(files, ({ label }) => label);
  return classTable(where, { kind: 'bytes', shape, values: pixels, scale: preprocessing.scale }, labels, classNames);
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
