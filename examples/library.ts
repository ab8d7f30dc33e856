// The whole way of a network through the library: rows, training that is watched, stopped early and taken up again, a model file, answers,
// ONNX. Run it with `npx tsx examples/library.ts [folder]` (examples-output unless given); docs/library.md explains it.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  adam,
  type Checkpoint,
  classTable,
  crossEntropy,
  dense,
  earlyStopping,
  fit,
  floatFeatures,
  type Listener,
  layerKinds,
  loadModel,
  pickRows,
  portableModel,
  randomSequence,
  saveModel,
  seedFrom,
  sequential,
  stratifiedSplit,
  tanh,
} from 'heddle';
import { writeOnnx } from 'heddle/onnx';
import { loadPredictor } from 'heddle/predict';

const folder = process.argv[2] ?? 'examples-output';
mkdirSync(folder, { recursive: true });

// Rows: 600 points, inside or outside of a ring.
const random = randomSequence(seedFrom(1), 'synthetic', 0);
const points = Float32Array.from({ length: 2 * 600 }, () => 4 * random.uniform() - 2);
const labels = Int32Array.from({ length: 600 }, (_, i) => Number(Math.hypot(points[2 * i], points[2 * i + 1]) < 1.2));
const table = classTable('ring', floatFeatures([2], points), labels, ['outside', 'inside']);
const rows = stratifiedSplit(labels, 120, seedFrom(1));
const [train, validation] = [pickRows(table, rows.train), pickRows(table, rows.validation)];

// Training, watched by a listener of one's own, and ended when 10 epochs in a row bring nothing.
const model = sequential({ input: [2] }, [dense({ units: 16 }), tanh(), dense({ units: 2 })]);
const watch: Listener = {
  name: 'watch',
  afterEpoch({ epoch, trainLoss }) {
    if (epoch % 10 === 0) console.log(`epoch ${epoch}: loss ${trainLoss.toFixed(3)}`);
    return undefined;
  },
};
const options = {
  loss: crossEntropy(),
  optimizer: adam({ learningRate: 0.02 }),
  validation,
  keepBest: { metric: 'validationMacroF1', direction: 'max' },
  listeners: [watch, earlyStopping({ metric: 'validationLoss', patience: 10 })],
} as const;
const trained = await fit(model, train, { ...options, epochs: 60 });
console.log(trained.result.message);

// The same training, left after 20 epochs and taken up from its last checkpoint: the same bits.
let last: Checkpoint | undefined;
const save = async (checkpoint: Checkpoint): Promise<void> => {
  last = checkpoint;
};
await fit(model, train, { ...options, epochs: 20, checkpoints: { every: 1000, save } });
const resumed = await fit(model, train, { ...options, epochs: 60, resumeFrom: last });
console.log(`the same weights: ${resumed.result.fingerprint === trained.result.fingerprint}`);

// A file that holds the network and what its answers mean; it loads, and answers, anywhere.
const file = join(folder, 'ring.safetensors');
const { loss } = options;
const classNames = ['outside', 'inside'];
const bytes = saveModel({ model, loss, tensors: trained.tensors, classNames, preprocessing: { kind: 'floats' } });
writeFileSync(file, bytes);
const predictor = await loadPredictor(readFileSync(file));
const [, inside] = await predictor.predict([0, 0]);
console.log(`the middle is inside with probability ${inside.toFixed(3)}`);
predictor.close();

// For other programs.
const saved = loadModel(readFileSync(file), file, layerKinds);
const provenance = { name: 'ring', fingerprint: saved.fingerprint, generatedBy: 'Heddle' };
writeFileSync(join(folder, 'ring.onnx'), writeOnnx(portableModel(saved), provenance));
