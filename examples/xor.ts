// XOR: four rows that no straight line can tell apart. Run it with `npx tsx examples/xor.ts`.

import { adam, classTable, crossEntropy, dense, fit, floatFeatures, sequential, tanh } from 'heddle';

const inputs = [0, 0, 0, 1, 1, 0, 1, 1];
const table = classTable('xor', floatFeatures([2], inputs), Int32Array.of(0, 1, 1, 0), ['even', 'odd']);
const model = sequential({ input: [2] }, [dense({ units: 8 }), tanh(), dense({ units: 2 })]);

const trained = await fit(model, table, { loss: crossEntropy(), optimizer: adam({ learningRate: 0.05 }), epochs: 200 });

const probabilities = await trained.predict(inputs);
for (let row = 0; row < table.rows; row++) {
  console.log(
    `${inputs[2 * row]} xor ${inputs[2 * row + 1]}: odd with probability ${probabilities[2 * row + 1].toFixed(3)}`,
  );
}
