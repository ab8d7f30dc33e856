// Wrong data through the program, as a user meets it: where it is, what was expected, what came, what to do.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeIdx } from 'heddle';
import { encodePicture } from 'heddle/images';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { heddle } from './cli-process.fixture.ts';

// A busy machine starts programs slowly.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
const path = (name: string): string => join(folder, name);
const idx = (sizes: readonly number[]): Uint8Array => {
  const values = Uint8Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, i) => i % 2);
  return writeIdx({ sizes, values });
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-wrong-'));
  const picture = encodePicture({
    width: 3,
    height: 3,
    channels: 1,
    pixels: Uint8Array.from({ length: 9 }, (_, i) => i),
  });
  writeFileSync(path('picture.csv'), picture);
  mkdirSync(path('folder.csv'));
  writeFileSync(
    path('a.csv'),
    `size,day,shop,y\n${Array.from({ length: 30 }, (_, i) => `${i},2026-01-01,${'nse'[i % 3]},${'ab'[i % 2]}`).join('\n')}\n`,
  );
  writeFileSync(path('target.csv'), `y\n${'a\nb\n'.repeat(20)}`);
  writeFileSync(path('sep.csv'), 'sep=;\nsize;y\n1;a\n');
  writeFileSync(path('mac.csv'), 'size,y\r1,a\r2,b\r');
  writeFileSync(path('utf16.csv'), Buffer.from('\ufeffsize,y\n1,a\n', 'utf16le'));
  writeFileSync(path('images'), idx([20, 3, 4]));
  writeFileSync(path('labels'), idx([20]));
  writeFileSync(path('labels19'), idx([19]));
  writeFileSync(path('wide'), idx([20, 3, 5]));
  writeFileSync(path('nothing.gz'), gzipSync(''));
  for (const [name, count] of [
    ['cat', 1],
    ['dog', 9],
  ] as const) {
    mkdirSync(path(`pets/${name}`), { recursive: true });
    for (let i = 0; i < count; i++) writeFileSync(path(`pets/${name}/${i}.PNG`), picture);
  }
  mkdirSync(path('nested/cat/more'), { recursive: true });
  writeFileSync(path('nested/cat/more/1.png'), picture);
  mkdirSync(path('beside/cat'), { recursive: true });
  writeFileSync(path('beside/1.png'), picture);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusal(dataset: string, more: string = '', args: readonly string[] = []): Promise<string> {
  const input = dataset.includes('csv') ? 'dense: 2' : 'flatten, dense: 2';
  writeFileSync(
    path('sweep.yaml'),
    `name: s\ndataset: ${dataset}\nmodels:\n  a: [${input}]\ntraining: { batchSize: 4 }\n${more}`,
  );
  const { code, stderr } = await heddle(['sweep', path('sweep.yaml'), '--dry-run', ...args]);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/^error: /);
  return stderr.replace(/\s+/g, ' ');
}

const IDX = '{ idx: { images: images, labels: labels } }';
const CSV = '{ csv: a.csv, target: y, ignore: [day] }';

test.each<[string, string, string, readonly string[]]>([
  [
    'images and labels of different number',
    IDX.replace('labels: labels', 'labels: labels19'),
    '',
    ['labels19', 'one label for each of the 20 images in images', '19 labels', 'the two files must belong together'],
  ],
  [
    'files exchanged',
    '{ idx: { images: labels, labels: images } }',
    '',
    ['labels expected the first word 2051 (images)', 'check that the files were not exchanged'],
  ],
  [
    'test pictures of another shape',
    '{ idx: { images: images, labels: labels }, test: { images: wide, labels: labels } }',
    '',
    ['rows of shape [3, 4] in every part', '[3, 5]'],
  ],
  [
    'a gzip file of nothing',
    IDX.replace('images: images', 'images: nothing.gz'),
    '',
    ['nothing.gz', 'an IDX header', '0 bytes', 'the file is cut off'],
  ],
  [
    'a picture for a CSV file',
    '{ csv: picture.csv, target: y }',
    '',
    ['picture.csv', 'a CSV file: text in UTF-8', 'a PNG picture'],
  ],
  ['text in UTF-16', '{ csv: utf16.csv, target: y }', '', ['text in UTF-16', 'export it again as CSV (UTF-8)']],
  [
    'a folder for a CSV file',
    '{ csv: folder.csv, target: y }',
    '',
    ['folder.csv', 'a file to read', 'a folder', 'name a file in it'],
  ],
  [
    'a file that is not there',
    '{ csv: none.csv, target: y }',
    '',
    ['none.csv', 'no such file or folder', 'check the path'],
  ],
  ['a target alone', '{ csv: target.csv, target: y }', '', ['a column beside the target, y']],
  ['a line for one program', '{ csv: sep.csv, target: y }', '', ['sep.csv:1', 'take this line out']],
  ['lines of another kind', '{ csv: mac.csv, target: y }', '', ['mac.csv:1', 'they end in a carriage return alone']],
  [
    'a class of one picture',
    '{ images: pets }',
    '',
    ['pets, class cat', 'at least 3 pictures, one for each part of the data', 'received 1'],
  ],
  [
    'pictures in a folder inside a class',
    '{ images: nested }',
    '',
    ['nested/cat/more', 'a folder in it', 'move it, so that nothing is overlooked'],
  ],
  ['pictures beside the classes', '{ images: beside }', '', ['beside/1.png', 'one beside the classes']],
  [
    'a group that is no column',
    CSV,
    'split: { group: { by: cutsomer } }\n',
    ['a.csv:1', 'the column to split by, cutsomer', 'the columns size, day, shop, y'],
  ],
  [
    'a time that is no time',
    CSV,
    'split: { time: { by: shop } }\n',
    ['a.csv:2, column shop', 'a number, or a date such as 2026-01-31', '"n"'],
  ],
  ['rows of one time', CSV, 'split: { time: { by: day } }\n', ['rows of at least two times']],
  [
    'a group where there are no columns',
    IDX,
    'split: { group: { by: shop } }\n',
    ['rows that say which group they are of'],
  ],
  [
    'folds by time',
    CSV,
    'split: { time: { by: size } }\nfolds: 3\n',
    ['a split that is random, stratified or by group', 'split: time'],
  ],
  ['given rows that are not given', CSV, 'split: given\n', ['rows that were given to validate']],
  ['a number for a path', '{ csv: 3, target: y }', '', ['sweep.yaml:2', 'a text that is not empty', '3']],
  ['no target', '{ csv: a.csv }', '', ['sweep.yaml:2', 'target']],
  [
    'a share of all rows',
    '{ csv: a.csv, target: y, test: 1.5 }',
    '',
    ['a whole number of rows, or a share from 0 to below 1', '1.5'],
  ],
  ['a field of another kind of data', '{ csv: a.csv, target: y, height: 3 }', '', ['sweep.yaml:2', 'height']],
])('%s', async (_, dataset, more, parts) => {
  const said = await refusal(dataset, more);
  for (const part of parts) expect(said).toContain(part);
});

test('--data-dir is where files are looked for, and must be there', async () => {
  mkdirSync(path('elsewhere'), { recursive: true });
  expect(await refusal(IDX, '', ['--data-dir', path('elsewhere')])).toContain(
    `${path('elsewhere/images')} expected a file to read received no such file`,
  );
  expect(await refusal(IDX, '', ['--data-dir', path('nowhere')])).toContain(
    `${path('nowhere')} expected a folder with the files of the data set received no such file or folder`,
  );
  for (const name of ['images', 'labels'])
    writeFileSync(path(`elsewhere/${name}`), idx(name === 'images' ? [20, 3, 4] : [20]));
  rmSync(path('images'));
  const { code, stderr } = await heddle(['sweep', path('sweep.yaml'), '--dry-run', '--data-dir', path('elsewhere')]);
  writeFileSync(path('images'), idx([20, 3, 4]));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
