import { expect, test } from 'vitest';
import { readPage } from './pages.ts';

test('a page that was never bundled is not found, and the message says what to run', async () => {
  await expect(readPage('no-such-page')).rejects.toThrow(
    'page no-such-page: expected a bundled browser program, dist/pages/no-such-page.js, received no readable file. ' +
      'build it with npm run setup.',
  );
});

test('a name cannot lead out of the folder of pages', async () => {
  await expect(readPage('../index')).rejects.toMatchObject({ code: 'not-found' });
});
