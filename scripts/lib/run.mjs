// Runs a program and keeps quiet unless it fails: then its whole output and the exact command are shown.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A step of the set-up that failed; its message is all the user needs. */
export class StepFailed extends Error {}

/** A command as one would type it. */
export function commandText(program, args) {
  const shown = program === process.execPath ? 'node' : program;
  return [shown, ...args].map((part) => (/^[\w@%+=:,./\\-]+$/.test(part) ? part : `'${part}'`)).join(' ');
}

/** Runs `program` in the root folder. Resolves with its output; throws StepFailed when it cannot start or fails. */
export function run(program, args, { shown = commandText(program, args), env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && !program.endsWith('.exe'),
    });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) =>
      reject(new StepFailed(`this command could not start (${error.message}):\n  ${shown}`)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(
          new StepFailed(`${output.trimEnd()}\n\nthis command failed (${signal ?? `exit code ${code}`}):\n  ${shown}`),
        );
    });
  });
}

/** Does `work`, then says what was done and how long it took. `work` may return words to add. */
export async function step(what, work) {
  const start = performance.now();
  const details = await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`setup: ${what}${details ? ` (${details})` : ''}, ${seconds} s`);
}

/** Runs a script's main function: a failed step ends it with exit code 1 and no stack trace. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(`setup: ${error.message}`);
    process.exitCode = 1;
  }
}
