import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';

/**
 * The folder for what Heddle has downloaded and may download again: `$XDG_CACHE_HOME/heddle` or `~/.cache/heddle`,
 * `~/Library/Caches/heddle` on macOS, `%LOCALAPPDATA%\heddle\Cache` on Windows.
 */
export function userCacheFolder({ env, home, platform }: Pick<Host, 'env' | 'home' | 'platform'>): string {
  if (platform === 'win32') {
    return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'heddle', 'Cache');
  }
  // The XDG base directory specification: a relative path is invalid and to be ignored.
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, 'heddle');
  return platform === 'darwin' ? posix.join(home, 'Library', 'Caches', 'heddle') : posix.join(home, '.cache', 'heddle');
}
