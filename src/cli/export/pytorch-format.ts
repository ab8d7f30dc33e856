import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeddleError, saveModel, writePytorch } from '../../index.ts';
import { findPython } from '../../node/index.ts';
import type { ExportFormat } from './export-format.ts';

/** Reads rows.bin, writes answers.bin: what the exported file is tried with. */
const DRIVER = `
import json
import sys
import torch
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import model
if sys.argv[2] == "table":
    rows = json.load(open(sys.argv[1] + "/rows.json", encoding="utf-8"))
else:
    kind = torch.uint8 if sys.argv[2] == "bytes" else torch.float32
    shape = [int(size) for size in sys.argv[3].split(",")]
    rows = torch.frombuffer(bytearray(open(sys.argv[1] + "/rows.bin", "rb").read()), dtype=kind).reshape(shape)
answers = model.predict(model.load(sys.argv[1] + "/model.safetensors"), rows)
open(sys.argv[1] + "/answers.bin", "wb").write(answers.contiguous().numpy().tobytes())
`;

/** A Python file and the weights it loads, run by PyTorch where there is one. */
export const pytorchFormat: ExportFormat = {
  name: 'pytorch',
  title: 'PyTorch: a Python file, and safetensors beside it',
  endings: ['.py'],
  weights: ['float32'],

  make: ({ sample, provenance, stem }) => [
    { ending: '.py', content: writePytorch(sample.saved, provenance, `${stem}.safetensors`) },
    { ending: '.safetensors', content: saveModel(sample.saved) },
  ],

  async run([program, weights], { sample: { features, named, rows } }) {
    const python = findPython('torch');
    if (python === null) return { answers: null, reason: 'no Python with PyTorch was found here' };
    const folder = await mkdtemp(join(tmpdir(), 'heddle-export-'));
    try {
      await writeFile(join(folder, 'model.py'), program.content);
      await writeFile(join(folder, 'model.safetensors'), weights.content);
      const { buffer, byteOffset, byteLength } = features.values;
      await writeFile(join(folder, 'rows.bin'), new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
      if (named !== null) await writeFile(join(folder, 'rows.json'), JSON.stringify(named));
      const shape = [rows, ...features.shape].join(',');
      const args = ['-c', DRIVER, folder, named === null ? features.kind : 'table', shape];
      const { status, stderr, error } = spawnSync(python, args, { encoding: 'utf8', timeout: 300_000 });
      if (status !== 0) throw failed(python, error?.message ?? stderr);
      const answers = await readFile(join(folder, 'answers.bin'));
      return { answers: new Float32Array(Uint8Array.from(answers).buffer), with: `PyTorch of ${python}` };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },

  usage: ({ stem, portable: { output } }) => [
    `import ${stem}`,
    `${output.kind} = ${stem}.predict(${stem}.load(), rows)`,
  ],
};

function failed(python: string, message: string): HeddleError {
  return new HeddleError('engine', {
    where: `${python}, running the exported file`,
    expected: 'answers',
    received: message.trim().split('\n').at(-1) ?? 'nothing',
    hint: 'nothing was written; name another Python in HEDDLE_PYTHON, or export another format.',
  });
}
