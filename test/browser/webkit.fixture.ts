// WebKitGTK (the engine of Safari): WebKitWebDriver under Xvfb, spoken to in plain WebDriver over HTTP.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserKind, BrowserPage } from './browser-kind.fixture.ts';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB = '/usr/bin/Xvfb';
const BROWSER_PLACES = ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);

const browserFound = (): string | undefined =>
  [...BROWSER_PLACES, ...BROWSER_PLACES.map((path) => path.replace('4.1', '4.0'))].find((path) => existsSync(path));

export const webkit: BrowserKind = {
  missing() {
    const lacking = [
      ...(existsSync(DRIVER) && browserFound() !== undefined ? [] : ['webkit2gtk-driver']),
      ...(existsSync(XVFB) ? [] : ['xvfb']),
    ];
    return lacking.length === 0 ? undefined : `no WebKitGTK here: install ${lacking.join(' and ')}`;
  },
  async with(use) {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-webkit-'));
    const started: ChildProcess[] = [];
    try {
      const display = await startDisplay(started);
      const port = await freePort();
      started.push(
        spawn(DRIVER, [`--port=${port}`], {
          stdio: 'ignore',
          // A process group of its own: the driver's browser ends with it.
          detached: true,
          env: {
            ...process.env,
            DISPLAY: display,
            HOME: folder,
            XDG_RUNTIME_DIR: folder,
            LIBGL_ALWAYS_SOFTWARE: '1',
            WEBKIT_DISABLE_COMPOSITING_MODE: '1',
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
          },
        }),
      );
      return await withSession(`http://127.0.0.1:${port}`, use);
    } finally {
      for (const child of started.reverse()) endGroup(child);
      await sleep(100);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  },
};

/** Starts an X server without a screen, and answers the display it chose. */
async function startDisplay(started: ChildProcess[]): Promise<string> {
  const server = spawn(XVFB, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  started.push(server);
  return new Promise((resolve, reject) => {
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3]?.on('data', (text) => resolve(`:${String(text).trim()}`));
  });
}

async function withSession<Result>(driver: string, use: (page: BrowserPage) => Promise<Result>): Promise<Result> {
  const capabilities = {
    alwaysMatch: {
      'webkitgtk:browserOptions': { binary: browserFound(), args: ['--automation'] },
      timeouts: { script: 600_000, pageLoad: 60_000 },
    },
  };
  const opened = (await ask(driver, 'POST', '/session', { capabilities })) as { readonly sessionId: string };
  const session = `/session/${opened.sessionId}`;
  try {
    return await use({
      goto: async (url) => {
        await ask(driver, 'POST', `${session}/url`, { url });
      },
      async evaluate(expression) {
        // The expression is part of the script: a page's content security policy may refuse to evaluate texts.
        const script = `
          const answer = arguments[arguments.length - 1];
          Promise.resolve().then(() => (${expression})).then(
            (value) => answer({ value }),
            (error) => answer({ error: String(error), stack: String(error && error.stack) }));`;
        const body = { script, args: [] };
        const answer = (await ask(driver, 'POST', `${session}/execute/async`, body)) as {
          readonly value?: never;
          readonly error?: string;
          readonly stack?: string;
        };
        if (answer.error !== undefined) throw new Error(`${answer.error}\n${answer.stack}`);
        return answer.value as never;
      },
    });
  } finally {
    await ask(driver, 'DELETE', session);
  }
}

/** One WebDriver command; waits for the driver to come up. */
async function ask(driver: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const until = Date.now() + 20_000;
  for (;;) {
    let response: Response;
    try {
      response = await fetch(driver + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    } catch (error) {
      if (Date.now() > until || path !== '/session') throw error;
      await sleep(100);
      continue;
    }
    const { value } = (await response.json()) as { readonly value: { readonly message?: string } };
    if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${response.status} ${value?.message}`);
    return value;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Ends a process and those it started; one that has ended already is no error. */
function endGroup({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
