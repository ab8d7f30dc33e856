// The playground as files, and served on this machine alone.

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import { HeddleError } from '../core/index.ts';
import { checkDataFolder, fashionMnistPlaces, findFashionMnist } from './fashion-mnist-files.ts';
import { fileError } from './file-error.ts';
import { givenPath } from './given-path.ts';
import { systemHost } from './host.ts';
import { readPage } from './pages.ts';
import { writeWhole } from './write-whole.ts';

/** Only this machine reaches the playground. */
const LOOPBACK = '127.0.0.1';

/** Threads share memory only on pages that are served with these headers. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

function pageHtml(fashionMnist: boolean): string {
  return `<!doctype html>
<html lang="en" data-fashion-mnist="${fashionMnist ? 'yes' : 'no'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Heddle playground</title>
<link rel="icon" href="data:,">
</head>
<body>
<div id="page"></div>
<noscript>The playground trains in your browser, and needs JavaScript for it.</noscript>
<script src="playground.js"></script>
</body>
</html>
`;
}

/** Whether a text is such a page, of this version or another. */
const isPlaygroundPage = (text: string): boolean =>
  text.startsWith('<!doctype html>') &&
  text.includes('<title>Heddle playground</title>') &&
  text.includes('<script src="playground.js"></script>');

/** The packed files of Fashion-MNIST by name, where all four are on this machine; null elsewhere. */
async function packedFashionMnist(dataDir: string | undefined): Promise<ReadonlyMap<string, string> | null> {
  const host = systemHost();
  if (dataDir !== undefined) await checkDataFolder(host, dataDir);
  const found = await findFashionMnist(fashionMnistPlaces(host, dataDir));
  if (found === null) return null;
  const { trainImages, trainLabels, testImages, testLabels } = found.parts;
  const packed = [trainImages, trainLabels, testImages, testLabels].flatMap((forms) =>
    forms.filter((form) => form.packed).slice(0, 1),
  );
  return packed.length === 4 ? new Map(packed.map(({ file, path }) => [`${file.name}.gz`, path])) : null;
}

/** A playground that is served. */
export interface ServedPlayground {
  /** `http://127.0.0.1:4321/` */
  readonly address: string;
  /** Whether the page offers Fashion-MNIST. */
  readonly fashionMnist: boolean;
  close(): Promise<void>;
}

/**
 * Serves the playground on the loopback, with the headers that let its threads share memory.
 *
 * @param options.port 0 for any that is free
 * @param options.dataDir the only place to look for Fashion-MNIST
 * @throws HeddleError `not-found` when the page is not built, `file` when the port is taken.
 */
export async function servePlayground(options: {
  readonly port: number;
  readonly dataDir?: string;
}): Promise<ServedPlayground> {
  const program = await readPage('playground');
  const files = await packedFashionMnist(options.dataDir);
  // Loaded here, because no other part of Heddle serves anything.
  const { Hono } = await import('hono');
  const app = new Hono();
  app.use(async (context, next) => {
    // A name that another site points here is not this page's: its scripts stay out.
    const name = (context.req.header('host') ?? '').replace(/:\d+$/, '');
    if (name !== LOOPBACK && name !== 'localhost') return context.text('This is served to this machine alone.', 403);
    await next();
    for (const [header, value] of Object.entries(HEADERS)) context.res.headers.set(header, value);
    return undefined;
  });
  app.get('/', (context) => context.html(pageHtml(files !== null)));
  app.get('/playground.js', (context) =>
    context.body(program, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/fashion-mnist/:name', async (context) => {
    const path = files?.get(context.req.param('name'));
    if (path === undefined) return context.notFound();
    return context.body(new Uint8Array(await readFile(path)), 200, { 'Content-Type': 'application/octet-stream' });
  });
  const { server, port } = await listen(app, options.port);
  return {
    address: `http://${LOOPBACK}:${port}/`,
    fashionMnist: files !== null,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

async function listen(app: Hono, port: number): Promise<{ readonly server: ServerType; readonly port: number }> {
  const { serve } = await import('@hono/node-server');
  return new Promise((done, reject) => {
    const server = serve({ fetch: app.fetch, hostname: LOOPBACK, port }, (bound) => done({ server, port: bound.port }));
    server.on('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new HeddleError('file', {
          where: `port ${port}`,
          expected: 'one that is free',
          received: cause.code === 'EADDRINUSE' ? 'one that another program uses' : cause.message,
          hint: 'choose another with --port, or leave it out.',
          cause,
        }),
      );
    });
  });
}

/**
 * Writes the playground as files for any web host.
 *
 * @param folder is made where it is not there; the files of an earlier build in it are replaced
 * @param options.withData copies Fashion-MNIST (31 MB) too
 * @returns the paths written
 * @throws HeddleError `not-found` for data that is not on this machine, or a page that is not built; `file` when it cannot be
 *   written; `usage` when files of something else have the names.
 */
export async function buildPlayground(
  folder: string,
  options: { readonly withData: boolean; readonly dataDir?: string },
): Promise<readonly string[]> {
  const target = resolve(givenPath('folder of the playground', folder));
  const files = options.withData ? await packedFashionMnist(options.dataDir) : null;
  if (options.withData && files === null) {
    throw new HeddleError('not-found', {
      where: '--with-data',
      expected: 'the four packed files of Fashion-MNIST on this machine',
      received: 'not all of them',
      hint: 'heddle datasets says where they are looked for.',
    });
  }
  const contents: [string, Uint8Array | string][] = [
    ['index.html', pageHtml(files !== null)],
    ['playground.js', await readPage('playground')],
  ];
  for (const [name, path] of files ?? []) {
    try {
      contents.push([join('fashion-mnist', name), await readFile(path)]);
    } catch (error) {
      throw fileError(path, 'a file to read', error);
    }
  }
  const written = contents.map(([name, content]) => ({ path: join(target, name), content }));
  await refuseOthers(written);
  for (const { path, content } of written) await writeWhole(path, content);
  return written.map(({ path }) => path);
}

/** Refuses names that something else has: what is there must be the same, or of an earlier build, which its page tells. */
async function refuseOthers(files: readonly { readonly path: string; readonly content: Uint8Array | string }[]) {
  const others: string[] = [];
  for (const { path, content } of files) {
    const there = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw fileError(path, 'a file to read, to replace it', error);
    });
    if (there === null || there.equals(Buffer.from(content))) continue;
    if (isPlaygroundPage(there.toString())) return;
    others.push(path);
  }
  if (others.length === 0) return;
  throw new HeddleError('usage', {
    where: others.join(', '),
    expected: 'names that are free, or the files of a playground built before',
    received: others.length === 1 ? 'a file of something else' : 'files of something else',
    hint: 'choose another folder, or move what is there.',
  });
}
