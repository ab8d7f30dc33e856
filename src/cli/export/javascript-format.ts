import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeJavaScript } from '../../index.ts';
import type { ExportFormat } from './export-format.ts';

/** A JavaScript module, run by importing it. */
export const javascriptFormat: ExportFormat = {
  name: 'js',
  title: 'JavaScript module',
  endings: ['.mjs', '.js'],
  weights: ['float32', 'float16', 'int8'],

  make({ portable, provenance, weights, ending }) {
    const { module, declarations } = writeJavaScript(portable, provenance, weights);
    return [
      { ending, content: module },
      { ending: ending === '.js' ? '.d.ts' : '.d.mts', content: declarations },
    ];
  },

  async run([{ content }], { sample }) {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-export-'));
    try {
      const path = join(folder, 'model.mjs');
      await writeFile(path, content);
      const module = (await import(pathToFileURL(path).href)) as { outputs(rows: unknown): Float32Array };
      return { answers: module.outputs(sample.named ?? sample.features.values), with: `Node ${process.versions.node}` };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },

  usage: ({ stem, ending, portable }) => [
    `import { predict } from './${stem}${ending}';`,
    `const [answer] = predict(${portable.input.kind === 'table' ? '[row]' : 'row'}); // ${portable.output.kind === 'values' ? 'the predicted value' : 'answer.label, answer.probability, answer.probabilities'}`,
  ],
};
