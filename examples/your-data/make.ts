// Three small data sets, drawn from a seed, each with its sweep: flowers (classes of a table), prices (a table with categories
// and missing values), shapes (a folder of pictures).
//
//   npx tsx examples/your-data/make.ts my-data
//   npx heddle data my-data/flowers.yaml      what is in it
//   npx heddle sweep my-data/flowers.yaml     trains, chooses, tests

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import { randomSequence, seedFrom } from 'heddle';

const folder = process.argv[2] ?? 'my-data';
const random = randomSequence(seedFrom(Number(process.argv[3] ?? 1)), 'synthetic', 0);
const share = (): number => random.below(1_000_000) / 1_000_000;
const between = (from: number, to: number): number => from + share() * (to - from);
const one = <Value>(values: readonly Value[]): Value => values[random.below(values.length)];
mkdirSync(folder, { recursive: true });

const species = ['setosa', 'versicolor', 'virginica'];
const flowers = Array.from({ length: 300 }, (_, i) => {
  const kind = i % 3;
  const petal = between(1, 2) + 1.6 * kind;
  return [between(4.5, 5.5) + 0.7 * kind, petal, petal * between(0.2, 0.4), species[kind]];
});
writeCsv('flowers.csv', ['sepal length', 'petal length', 'petal width', 'species'], flowers);

const districts = { north: 60, south: 0, harbour: 110 };
const prices = Array.from({ length: 400 }, (_, i) => {
  const area = between(30, 150);
  const district = one(['north', 'south', 'harbour'] as const);
  const garden = between(0, 400);
  const price = 2.5 * area + districts[district] + 0.1 * garden + between(-10, 10);
  return [i + 1, i % 40 === 7 ? '' : area, i % 50 === 3 ? 'NA' : district, garden, price];
});
writeCsv('prices.csv', ['id', 'area', 'district', 'garden', 'price'], prices);

for (const shape of ['disc', 'ring']) {
  mkdirSync(join(folder, 'shapes', shape), { recursive: true });
  for (let i = 0; i < 60; i++) writeFileSync(join(folder, 'shapes', shape, `${i}.png`), drawn(shape));
}
for (const sweep of ['flowers', 'prices', 'shapes'])
  copyFileSync(fileURLToPath(new URL(`${sweep}.yaml`, import.meta.url)), join(folder, `${sweep}.yaml`));

function writeCsv(name: string, names: readonly string[], rows: readonly (readonly (number | string)[])[]): void {
  const text = (cell: number | string): string =>
    typeof cell === 'string' || Number.isInteger(cell) ? String(cell) : cell.toFixed(3);
  writeFileSync(join(folder, name), `${[names, ...rows].map((row) => row.map(text).join(',')).join('\n')}\n`);
}

/** A bright disc or ring near the middle of a dark picture of any size, as a PNG. */
function drawn(shape: string): Uint8Array {
  const [width, height] = [20 + random.below(12), 20 + random.below(12)];
  const [x, y, size] = [width / 2 + between(-2, 2), height / 2 + between(-2, 2), between(7, 9)];
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [across, down] = [(i % width) - x, Math.floor(i / width) - y];
    const distance = Math.sqrt(across * across + down * down);
    const inside = distance < size && (shape === 'disc' || distance > 0.55 * size);
    return inside ? 180 + random.below(60) : random.below(50);
  });
  return encode({ width, height, channels: 1, depth: 8, data });
}
