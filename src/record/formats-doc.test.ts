import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  parseAuditRecord,
  parseEpochRecord,
  parseLeaderboard,
  parseSelectionRecord,
  parseSweepRecord,
  parseTestRecord,
  parseTrialRecord,
} from './index.ts';

const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

test.each([
  ['sweep.json', parseSweepRecord],
  ['trials/NNN-name/trial.json', parseTrialRecord],
  ['trials/NNN-name/metrics.jsonl', parseEpochRecord],
  ['leaderboard.json', parseLeaderboard],
  ['selection.json', parseSelectionRecord],
  ['test.json', parseTestRecord],
  ['audit.json', parseAuditRecord],
])('the example of %s in docs/formats.md is what readers accept, and every field of it is explained', (file, parse) => {
  const section = page.split('\n## ').find((part) => part.startsWith(`${file}\n`)) ?? '';
  const [, example] = section.match(/```json\n([\s\S]*?)```/) ?? [];
  const value = JSON.parse(example);
  expect(parse(value, file)).toBe(value);
  for (const name of Object.keys(Array.isArray(value) ? value[0] : value))
    expect(section).toMatch(new RegExp(`[\`.]${name}[.\`]`));
});
