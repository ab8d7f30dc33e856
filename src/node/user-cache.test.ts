import { expect, test } from 'vitest';
import { userCacheFolder } from './user-cache.ts';

const cases: [name: string, platform: string, env: Record<string, string>, expected: string][] = [
  ['Linux', 'linux', {}, '/home/a/.cache/heddle'],
  ['XDG_CACHE_HOME', 'linux', { XDG_CACHE_HOME: '/fast/cache' }, '/fast/cache/heddle'],
  ['a relative XDG_CACHE_HOME, which is ignored,', 'linux', { XDG_CACHE_HOME: 'cache' }, '/home/a/.cache/heddle'],
  ['macOS', 'darwin', {}, '/home/a/Library/Caches/heddle'],
];

test.each(cases)('the cache under %s is where that platform keeps caches', (_, platform, env, expected) => {
  expect(userCacheFolder({ platform, env, home: '/home/a' })).toBe(expected);
});

test('the cache on Windows is under LOCALAPPDATA, or where that usually is', () => {
  const home = 'C:\\Users\\a';
  const env = { LOCALAPPDATA: 'D:\\Local' };
  expect(userCacheFolder({ platform: 'win32', env, home })).toBe('D:\\Local\\heddle\\Cache');
  expect(userCacheFolder({ platform: 'win32', env: {}, home })).toBe('C:\\Users\\a\\AppData\\Local\\heddle\\Cache');
});
