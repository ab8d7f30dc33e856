// Calls between a page and its worker: each request gets one answer, and the worker may post news at any time.

import { HeddleError } from '../core/index.ts';
import { errorFrom, type PlainError, plainError } from './remote-error.ts';

/** One end of a channel: a worker seen from its page, or the page seen from a worker. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

type Calls<Table> = { readonly [name in keyof Table]: (request: never) => unknown };

type Reply =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: PlainError }
  | { readonly news: unknown };

/** What a worker does for each kind of request. */
export type Handlers<Table extends Calls<Table>> = {
  readonly [name in keyof Table]: (
    request: Parameters<Table[name]>[0],
  ) => Promise<ReturnType<Table[name]>> | ReturnType<Table[name]>;
};

/** The buffers of an answer that the other side gets without a copy: those of its typed arrays that are not shared. */
function buffersOf(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersOf(part, found);
  }
  return found;
}

/**
 * Answers the requests of a page.
 *
 * @param transfer whether an answer's arrays are handed over rather than copied
 */
export function answerCalls<Table extends Calls<Table>>(
  port: Port,
  handlers: Handlers<Table>,
  options: { readonly transfer?: boolean } = {},
): void {
  port.addEventListener('message', ({ data }) => {
    const { call, name, request } = data as { call: number; name: keyof Table; request: never };
    void (async () => {
      try {
        const value = await handlers[name](request);
        const transfer = options.transfer === true ? [...buffersOf(value)] : [];
        port.postMessage({ call, value } satisfies Reply, transfer);
      } catch (error) {
        port.postMessage({ call, error: plainError(error) } satisfies Reply, []);
      }
    })();
  });
}

/** Posts news to the page. */
export function postNews<News>(port: Port, news: News): void {
  port.postMessage({ news } satisfies Reply, []);
}

/** A page's way to call its worker. */
export interface Connection<Table extends Calls<Table>> {
  call<Name extends keyof Table>(
    name: Name,
    request: Parameters<Table[Name]>[0],
    transfer?: Transferable[],
  ): Promise<ReturnType<Table[Name]>>;
  /** Fails every request that has no answer yet, and all that come. */
  fail(error: Error): void;
}

/** Connects a page with its worker. */
export function connect<Table extends Calls<Table>, News>(port: Port, onNews: (news: News) => void): Connection<Table> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let calls = 0;
  let failure: Error | undefined;
  port.addEventListener('message', ({ data }) => {
    const reply = data as Reply;
    if ('news' in reply) {
      onNews(reply.news as News);
      return;
    }
    const asked = waiting.get(reply.call);
    waiting.delete(reply.call);
    if ('error' in reply) asked?.reject(errorFrom(reply.error));
    else asked?.resolve(reply.value as never);
  });
  return {
    call(name, request, transfer = []) {
      if (failure !== undefined) return Promise.reject(failure);
      const call = ++calls;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        try {
          port.postMessage({ call, name, request }, transfer);
        } catch (cause) {
          waiting.delete(call);
          reject(notPlain(String(name), cause));
        }
      });
    },
    fail(error) {
      failure ??= error;
      for (const { reject } of waiting.values()) reject(failure);
      waiting.clear();
    },
  };
}

function notPlain(where: string, cause: unknown): HeddleError {
  return new HeddleError('option', {
    where,
    expected: 'plain data, which a worker can be sent',
    received: cause instanceof Error ? cause.message : String(cause),
    hint: 'pass numbers, texts, arrays and typed arrays; functions stay on the page.',
    cause,
  });
}
