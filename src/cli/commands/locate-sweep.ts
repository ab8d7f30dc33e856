import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { HeddleError, type Override, standardKinds, suggestion } from '../../index.ts';
import { placedDataset } from '../../node/index.ts';
import { type PlacedSweep, readSweepFile } from '../../sweep-file/index.ts';
import { packageRoot } from '../package-info.ts';

/** A sweep file that was found. */
export interface LocatedSweep {
  /** As errors name it, relative to the working folder where that is shorter. */
  readonly fileName: string;
  readonly text: string;
  /** Whether it is one of Heddle's own, asked for by its name. */
  readonly builtIn: boolean;
}

/** The names of the sweeps that come with Heddle: examples/<name>/sweep.yaml. */
export function builtInSweeps(): string[] {
  const examples = join(packageRoot, 'examples');
  const names = existsSync(examples) ? readdirSync(examples) : [];
  return names.filter((name) => existsSync(join(examples, name, 'sweep.yaml'))).sort();
}

/** Whether a text names a sweep: one of Heddle's own, or a file of YAML. */
export const isSweep = (text: string): boolean => builtInSweeps().includes(text) || /\.ya?ml$/.test(text);

const looksLikeFile = (sweep: string): boolean => /[/\\]|\.ya?ml$/.test(sweep);

/**
 * A built-in sweep by its name, or a sweep file by its path.
 *
 * @throws HeddleError `usage` where there is neither, with the nearest built-in name.
 */
export function locateSweep(sweep: string): LocatedSweep {
  const names = builtInSweeps();
  if (names.includes(sweep)) {
    const path = join(packageRoot, 'examples', sweep, 'sweep.yaml');
    const near = relative(process.cwd(), path);
    return { fileName: near.startsWith('..') ? path : near, text: readText(path), builtIn: true };
  }
  if (looksLikeFile(sweep) || existsSync(sweep)) return { fileName: sweep, text: readText(sweep), builtIn: false };
  throw new HeddleError('usage', {
    where: `sweep ${sweep}`,
    expected: 'a built-in sweep or a sweep file',
    received: 'a name of neither',
    hint: suggestion(sweep, names),
  });
}

/**
 * The sweep in a file, with the changes that options ask for, and where its parts stand. Paths of data become absolute.
 *
 * @throws HeddleError `sweep` for anything wrong in the file, broken YAML included: it is wrong usage, not a failure.
 */
export function readSweep({ text, fileName }: LocatedSweep, overrides: readonly Override[]): PlacedSweep {
  try {
    const { spec, where } = readSweepFile(text, fileName, standardKinds, overrides);
    return { spec: { ...spec, dataset: placedDataset(spec.dataset, dirname(fileName)) }, where };
  } catch (error) {
    if (error instanceof HeddleError && error.code === 'format') throw new HeddleError('sweep', error);
    throw error;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const received =
      { ENOENT: 'no such file', EISDIR: 'a folder', EACCES: 'a file that may not be read' }[code ?? ''] ?? String(code);
    const hint = `check the path; built-in sweeps are ${builtInSweeps().join(', ')}.`;
    throw new HeddleError('usage', { where: path, expected: 'a sweep file (YAML)', received, hint, cause: error });
  }
}
