import { HeddleError } from '../core/index.ts';

/**
 * Starts a worker from the text of its program, so that there is no file to be found at some address. Works from `file://` too.
 *
 * @param onFailure called when the program cannot start, or throws where nobody catches it
 * @throws HeddleError `worker` where the page may not start one.
 */
export function startProgram(program: string, name: string, onFailure: (error: HeddleError) => void): Worker {
  const failed = (received: string, cause?: unknown): HeddleError =>
    new HeddleError('worker', {
      where: name,
      expected: 'a worker that runs',
      received,
      hint: "a content security policy must allow worker-src blob: and script-src 'wasm-unsafe-eval'.",
      cause,
    });
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  let worker: Worker;
  try {
    worker = new Worker(address, { name });
  } catch (cause) {
    URL.revokeObjectURL(address);
    throw failed(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const forget = (): void => URL.revokeObjectURL(address);
  worker.addEventListener('message', forget, { once: true });
  worker.addEventListener('error', (event) => {
    forget();
    event.preventDefault();
    onFailure(failed(event.message === undefined || event.message === '' ? 'one that did not start' : event.message));
  });
  return worker;
}
