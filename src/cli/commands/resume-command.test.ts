import { expect, test } from 'vitest';
import { resumeCommand } from './resume-command.ts';

test('a run goes on with what was asked of the machine, the data, the page and TensorBoard', () => {
  expect(resumeCommand('/runs/one', { embed: 'full' }, 'sweep')).toBe('npx heddle sweep --resume /runs/one');
  const asked = { dataDir: '/my data', jobs: 2, threads: 3, checkpointEvery: 9, tensorboard: 'events' };
  expect(resumeCommand('/runs/one', { ...asked, embed: 'none' }, 'sweep')).toBe(
    "npx heddle sweep --resume /runs/one --data-dir '/my data' --jobs 2 --threads 3 --checkpoint-every 9 --embed none --tensorboard events",
  );
});

test('files for TensorBoard in the run folder are asked for without a word behind', () => {
  expect(resumeCommand('/runs/one', { embed: 'model', tensorboard: true }, 'train')).toBe(
    'npx heddle train --resume /runs/one --embed model --tensorboard',
  );
});
