// A web server for tests, on the loopback: pages given as text or bytes, with or without cross-origin isolation.

import { createServer } from 'node:http';

/** What is served, by path: `{ '/': '<!doctype html>...', '/data.bin': bytes }`. */
export type Site = { readonly [path: string]: string | Uint8Array };

const TYPES: { readonly [extension: string]: string } = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
};

/** The headers that make a page cross-origin isolated, so that it may share memory between threads. */
export const ISOLATED: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Serves a site while `use` lasts; `address` has no slash at its end. */
export async function withServer<Result>(
  site: Site | ((path: string) => string | Uint8Array | undefined),
  options: { readonly isolated: boolean },
  use: (address: string) => Promise<Result>,
): Promise<Result> {
  const find = typeof site === 'function' ? site : (path: string) => site[path];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').replace(/[?#].*$/, ''));
    const body = find(path);
    const extension = path.endsWith('/') ? 'html' : (/\.(\w+)$/.exec(path)?.[1] ?? 'html');
    const headers = options.isolated ? ISOLATED : {};
    response.writeHead(body === undefined ? 404 : 200, {
      ...headers,
      'Content-Type': TYPES[extension] ?? 'application/octet-stream',
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as { readonly port: number };
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
