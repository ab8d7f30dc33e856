import { loadBrowserDataset } from '../../browser/index.ts';
import { seedFrom, sin } from '../../core/index.ts';
import { classTable, floatFeatures, type Table, twoSpirals, valueTable } from '../../data/index.ts';
import { CURVE_POINTS, kindOf, type ProblemKind, type ProblemName, type Setup } from './setup.ts';

/** Rows to train on, rows to look at, and what shows them. */
export interface Problem {
  readonly name: ProblemName;
  readonly kind: ProblemKind;
  readonly train: Table;
  readonly validation: Table;
  readonly classNames: readonly string[];
}

/** Where the points of the curve are, from -1 to 1. */
export const curveX = (point: number): number => -1 + (2 * point) / (CURVE_POINTS - 1);

/** The curve that is there at first: a wave that grows. */
export const firstCurve: () => number[] = () =>
  Array.from({ length: CURVE_POINTS }, (_, i) => 0.85 * sin(5 * curveX(i)) * (0.45 + 0.55 * ((curveX(i) + 1) / 2)));

/**
 * The rows of a set-up's problem. Images are drawn, or downloaded, in a worker.
 *
 * @throws HeddleError `download` or `checksum` when Fashion-MNIST is not beside the page.
 */
export async function openProblem(setup: Setup, onProgress: (text: string) => void): Promise<Problem> {
  const seed = seedFrom(setup.seed);
  const { problem: name } = setup;
  const kind = kindOf(name);
  if (name === 'spirals') {
    return {
      name,
      kind,
      train: twoSpirals(400, seed, 0.03),
      validation: twoSpirals(200, seedFrom((setup.seed + 1) % Number.MAX_SAFE_INTEGER), 0.03),
      classNames: ['first', 'second'],
    };
  }
  if (name === 'curve') {
    const heights = setup.curve ?? firstCurve();
    const table = valueTable(
      'curve',
      floatFeatures(
        [1],
        heights.map((_, i) => curveX(i)),
      ),
      Float32Array.from(heights),
      1,
    );
    return { name, kind, train: table, validation: table, classNames: [] };
  }
  onProgress(name === 'fashion-mnist' ? 'Loading Fashion-MNIST' : 'Drawing garments');
  const dataset = await loadBrowserDataset(name === 'fashion-mnist' ? name : 'synthetic-garments', {
    trainRows: 6000,
    testRows: 1000,
    onProgress: ({ received, size }) => onProgress(`Loading Fashion-MNIST, ${Math.floor((100 * received) / size)} %`),
  });
  const { train } = dataset;
  // The test rows stay for a test: the last 1,000 training rows are those to look at, and 10,000 before them are trained on.
  const rows = train.rows;
  const validationRows = Math.min(1000, Math.floor(rows / 6));
  const classNames = train.targets.kind === 'classes' ? train.targets.classNames : [];
  return {
    name,
    kind,
    train: someRows(train, 0, Math.min(10_000, rows - validationRows)),
    validation: someRows(train, rows - validationRows, rows),
    classNames,
  };
}

/** The rows [first, end) of a table of classes. */
function someRows({ features, targets }: Table, first: number, end: number): Table {
  const size = features.shape.reduce((product, length) => product * length, 1);
  if (features.kind !== 'bytes' || targets.kind !== 'classes') throw new Error('images are bytes, with classes');
  const values = features.values.slice(first * size, end * size);
  return classTable('images', { ...features, values }, targets.labels.slice(first, end), targets.classNames);
}
