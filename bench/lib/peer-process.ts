// A child process that trains when it is told to, and stands still while others are measured.
//
// It says what it has to say as lines of JSON on stdout; lines that are no JSON are a library's chatter and are passed over.
// First { ready }, then one answer for each command on its stdin. Between answers it is stopped with SIGSTOP: threads that wait
// actively (OpenMP's with OMP_WAIT_POLICY=ACTIVE) would take a core from whoever is measured.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a child process is started. */
export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** One line that a child wrote. */
export type Message = { readonly [field: string]: unknown };

/** A started child process. */
export interface PeerProcess {
  /** Sends a command and waits for its answer. */
  ask(command: unknown): Promise<Message>;
  /** Sends a command; the answer is taken by `answer`. */
  tell(command: unknown): void;
  answer(): Promise<Message>;
  pause(): void;
  resume(): void;
  end(): Promise<void>;
}

/** Variables of this process that change what a peer does; each peer sets its own. */
const THREAD_VARIABLES = /^(OPENBLAS|OMP|GOMP|MKL|NUMEXPR|VECLIB)_/;

function environmentFor(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !THREAD_VARIABLES.test(name));
  return { ...Object.fromEntries(inherited), ...own };
}

const LAST_WORDS = 1500;

/** Starts a child and waits until it says that it is ready; gives the child and what it said. */
export async function startPeer(
  { command, args, env = {} }: ProcessSpec,
  patience: number,
): Promise<{ readonly peer: PeerProcess; readonly ready: Message }> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environmentFor(env) });
  const inbox = messagesOf(child, patience);
  child.stdin.on('error', () => undefined); // a child that has ended says so through `messagesOf`
  const peer: PeerProcess = {
    async ask(question) {
      this.tell(question);
      return this.answer();
    },
    tell: (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
    },
    answer: () => inbox.next(),
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
  try {
    return { peer, ready: await inbox.next() };
  } catch (error) {
    await peer.end();
    throw error;
  }
}

/** The message that a line is; null for chatter. */
function messageIn(line: string): Message | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Message;
  } catch {
    return null;
  }
}

/** The child's messages in order; `next` fails when the child ends, says { error }, or is silent for too long. */
function messagesOf(child: ChildProcess, patience: number): { next(): Promise<Message> } {
  const waiting: Message[] = [];
  let words = '';
  let ending: string | undefined;
  let wake: () => void = () => undefined;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const message = messageIn(line);
    if (message !== null) waiting.push(message);
    else words = `${words}\n${line}`.slice(-LAST_WORDS);
    wake();
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  child.on('error', (error) => {
    ending ??= error.message;
    wake();
  });
  child.on('close', (code, signal) => {
    ending ??= `it ended (${signal ?? `exit code ${code}`}): ${words.trim()}`;
    wake();
  });
  return {
    async next() {
      const deadline = performance.now() + patience * 1000;
      while (waiting.length === 0) {
        if (ending !== undefined) throw new Error(ending);
        const left = deadline - performance.now();
        if (left <= 0) throw new Error(`it said nothing for ${patience} s: ${words.trim()}`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const message = waiting.shift()!;
      if (typeof message['error'] === 'string') throw new Error(message['error']);
      return message;
    },
  };
}
