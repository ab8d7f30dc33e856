// The locked npm packages. node_modules/.heddle-installed holds the SHA-256 of the package-lock.json they came from
// and the platform they were installed on (esbuild's, Biome's and TypeScript's binaries are optional packages of one
// platform each; no install script is needed, so none is run).

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';

const STAMP = join(ROOT, 'node_modules/.heddle-installed');

const lockHash = () =>
  `${createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')} ${process.platform}-${process.arch}\n`;

/** Whether node_modules holds exactly what package-lock.json says. */
export function packagesAreFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash();
}

/** Installs the locked packages from scratch, unless `npm install` already put the same ones there. */
export async function installPackages() {
  rmSync(STAMP, { force: true });
  const found = npmHasInstalledTheLock(ROOT);
  if (!found) {
    const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    console.log(`setup: installing the locked packages (npm ${args.join(' ')})`);
    await npm(args);
  }
  linkBin();
  writeFileSync(STAMP, lockHash());
  return found ? 'found installed' : '';
}

/** Runs npm: the one that runs this script, if one does. */
export async function npm(args) {
  const running = process.env.npm_execpath;
  const shown = `npm ${args.join(' ')}`;
  if (running?.endsWith('.js')) await run(process.execPath, [running, ...args], { shown });
  else await run('npm', args, { shown });
}

/** Puts `heddle` beside the packages' own commands, so that `npx heddle` finds it in the clone. */
function linkBin() {
  const bin = join(ROOT, 'node_modules/.bin/heddle');
  rmSync(bin, { force: true });
  if (process.platform === 'win32') writeFileSync(`${bin}.cmd`, '@node "%~dp0..\\..\\dist\\cli\\main.js" %*\r\n');
  else symlinkSync('../../dist/cli/main.js', bin);
}

/**
 * Whether npm's own list of what it installed in a folder (written last by npm) has every package of package-lock.json in the
 * locked version. An optional package may be missing, unless it is the one for this platform.
 */
export function npmHasInstalledTheLock(folder) {
  const list = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages;
  const { '': root, ...locked } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const isForHere = ({ os, cpu, libc }) =>
    os?.includes(process.platform) && cpu?.includes(process.arch) && libc === undefined;
  return (
    Object.keys(installed).every((path) => path in locked) &&
    Object.entries(locked).every(([path, wanted]) => {
      const copy = installed[path];
      if (copy === undefined || !existsSync(join(folder, path))) return wanted.optional === true && !isForHere(wanted);
      return copy.version === wanted.version && copy.integrity === wanted.integrity;
    })
  );
}
