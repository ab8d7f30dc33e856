import { describe, HeddleError } from '../core/index.ts';
import type { Override } from '../experiment/index.ts';
import { readYaml } from './read-yaml.ts';

/**
 * `path.to.field=value` as an override; the value is read as YAML, so `0.001` is a number and `null` nothing.
 *
 * @throws HeddleError `usage` for a text without a path and `=`, or with a value that is no YAML.
 * @example
 * parseOverride('optimizer.learningRate=0.001'); // { path: 'optimizer.learningRate', value: 0.001 }
 */
export function parseOverride(text: string): Override {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(equals, 0)).trim();
  if (path === '') {
    throw new HeddleError('usage', {
      where: '--set',
      expected: 'path.to.field=value',
      received: describe(text),
      hint: 'for example --set optimizer.learningRate=0.001.',
    });
  }
  try {
    return { path, value: readYaml(text.slice(equals + 1), 'value').value };
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    const { expected, received } = error;
    const hint = 'mend the value, and put quotes around it for the shell.';
    throw new HeddleError('usage', { where: `--set ${path}`, expected, received, hint, cause: error });
  }
}
