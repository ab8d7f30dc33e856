import { readFile } from 'node:fs/promises';
import { HeddleError } from '../core/index.ts';

// From src/node, dist/node and dist/cli alike this is dist/pages, where the build puts the bundles.
const PAGES: URL = new URL('../../dist/pages/', import.meta.url);

/**
 * The text of a browser program that the build has bundled: `report` is the program inside report.html.
 *
 * @throws HeddleError `not-found` where there is no such bundle.
 * @example
 * const program = await readPage('report');
 */
export async function readPage(name: string): Promise<string> {
  try {
    return await readFile(new URL(`${encodeURIComponent(name)}.js`, PAGES), 'utf8');
  } catch (cause) {
    throw new HeddleError('not-found', {
      where: `page ${name}`,
      expected: `a bundled browser program, dist/pages/${name}.js`,
      received: 'no readable file',
      hint: 'build it with npm run setup.',
      cause,
    });
  }
}
