// The page of a check-up, with pictures of each class drawn at random.

import { encodePicture } from '../../images/index.ts';
import { randomSequence, seedFrom } from '../../index.ts';
import type { DatasetCheck } from '../../node/index.ts';
import { renderContactSheet, type SheetGroup } from '../../report/index.ts';
import { packageVersion } from '../package-info.ts';

/** Pictures on a page, and of one class, at most. */
const MOST_PICTURES = 2000;
const MOST_OF_CLASS = 60;

/** The page as HTML. */
export function contactSheet({ record, pictures }: DatasetCheck): string {
  return renderContactSheet(record, pictures.length === 0 ? [] : groupsOf(pictures[0]), `Heddle ${packageVersion()}`);
}

/** Whether a text is such a page, of this version or another. */
export const isContactSheet = (text: string): boolean =>
  text.startsWith('<!doctype html>') &&
  text.includes('<h1>Check-up of ') &&
  /<footer>Written by Heddle [^<]*<\/footer>\s*<\/body>\s*<\/html>\s*$/.test(text.slice(-200));

function groupsOf({ part, table, names }: DatasetCheck['pictures'][number]): SheetGroup[] {
  const { features, targets } = table;
  if (targets.kind !== 'classes' || features.kind !== 'bytes') return [];
  const [height, width, channels = 1] = features.shape;
  const size = height * width * channels;
  const members = targets.classNames.map((): number[] => []);
  for (const [row, label] of targets.labels.entries()) members[label].push(row);
  const most = Math.max(1, Math.min(MOST_OF_CLASS, Math.floor(MOST_PICTURES / members.length)));
  const random = randomSequence(seedFrom(1), 'split', 3);
  return targets.classNames.slice(0, MOST_PICTURES).map((label, place) => {
    const rows = members[place];
    const drawn =
      rows.length <= most
        ? rows
        : Array.from({ length: most }, (_, i) => {
            const other = i + random.below(rows.length - i);
            [rows[i], rows[other]] = [rows[other], rows[i]];
            return rows[i];
          });
    return {
      label,
      rows: rows.length,
      pictures: drawn.map((row) => {
        const pixels = features.values.subarray(row * size, (row + 1) * size);
        const png = encodePicture({ width, height, channels: channels === 3 ? 3 : 1, pixels });
        return {
          name: names?.[row] ?? `${part} row ${row}`,
          source: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
        };
      }),
    };
  });
}
