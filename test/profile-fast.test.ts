// The profile fast from the command line: what the record says of it, and what happens to such a run without a BLAS.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBlas } from 'heddle/node';
import { expect, test } from 'vitest';
import { DATA, FEW_ROWS, heddle, withFolder } from './cli-process.fixture.ts';

const search = findBlas();
const reason = 'missing' in search ? search.missing : '';

test.skipIf(reason !== '')(
  `a run with the profile fast says so in its record, and is evaluated and exported with fused where there is no BLAS ${reason}`,
  () =>
    withFolder(async (folder) => {
      const options = ['--trial', 'model_2', '--set', 'optimizer.learningRate=0.00125', '--epochs', '1', ...FEW_ROWS];
      const trained = await heddle([
        'train',
        'fashion-mnist',
        '--profile',
        'fast',
        '--out',
        folder,
        '--json',
        ...DATA,
        ...options,
      ]);
      expect(trained.code).toBe(0);
      const { runFolder } = JSON.parse(trained.stdout) as { readonly runFolder: string };
      const record = JSON.parse(readFileSync(join(runFolder, 'sweep.json'), 'utf8')) as object;
      expect(record).toMatchObject({ profile: { asked: 'fast', used: 'fast' }, backend: 'wasm+blas' });

      const evaluate = ['evaluate', runFolder, '--trial', 'model_2', '--json'];
      const here = JSON.parse((await heddle(evaluate)).stdout);
      const elsewhere = JSON.parse((await heddle(evaluate, { HEDDLE_BLAS: 'libnowhere.so' })).stdout);
      expect(here.notices).toEqual([]);
      expect(elsewhere.notices).toEqual([
        'The run was computed with profile fast, and there is no BLAS here: profile fused takes its place.',
      ]);
      expect(elsewhere.figures.loss).toBeCloseTo(here.figures.loss, 4);

      const exporting = ['export', runFolder, '--format', 'safetensors', '--to', folder, '--json'];
      const exported = JSON.parse((await heddle(exporting, { HEDDLE_BLAS: 'libnowhere.so' })).stdout);
      expect(exported).toMatchObject({ profile: 'fused', notices: elsewhere.notices });
    }),
  180_000,
);
