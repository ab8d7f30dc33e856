import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; `count` is 1 for the first. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A mirror on this machine. */
export interface Mirror {
  /** Its address, to which a file's name is appended. */
  readonly base: string;
  /** `GET /name` and the Range header of each request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts a mirror that answers as told. */
export async function startMirror(answer: Answer): Promise<Mirror> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push([`${request.method} ${request.url}`, request.headers.range].filter(Boolean).join(' '));
    answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends the bytes asked for; `cutAfter` closes the connection after that many of them, `range: false` ignores the Range header. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  { cutAfter, range = true }: { cutAfter?: number; range?: boolean } = {},
): void {
  const from = range ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  const rest = bytes.subarray(from);
  const headers = {
    'content-length': rest.length,
    'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
  };
  response.writeHead(from > 0 ? 206 : 200, from > 0 ? headers : { 'content-length': rest.length });
  if (cutAfter === undefined) response.end(rest);
  else response.write(rest.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
}
