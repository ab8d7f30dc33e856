// What a person sets up on the playground, and how it stands in the page's address: `#problem=spirals&layers=16,16&rate=0.01...`.

/** The problems to choose from. */
export const PROBLEMS = ['spirals', 'curve', 'garments', 'fashion-mnist'] as const;
/** What can follow a hidden layer. */
export const ACTIVATIONS = ['tanh', 'relu', 'leakyRelu', 'sigmoid'] as const;
/** The optimizers to choose from. */
export const OPTIMIZERS = ['adam', 'adamW', 'rmsProp', 'sgd'] as const;

/** The name of a problem. */
export type ProblemName = (typeof PROBLEMS)[number];
/** The problems, as the page calls them. */
export const PROBLEM_TITLES: { readonly [name in ProblemName]: string } = {
  spirals: 'Two spirals',
  curve: 'A drawn curve',
  garments: 'Drawn garments',
  'fashion-mnist': 'Fashion-MNIST',
};
/** What shows a problem: a plane with its boundary, a curve and the line through it, or a board to draw images on. */
export type ProblemKind = 'plane' | 'curve' | 'images';
/** What shows a problem. It is known from the name alone, before there are any rows. */
export const kindOf = (problem: ProblemName): ProblemKind =>
  problem === 'spirals' ? 'plane' : problem === 'curve' ? 'curve' : 'images';
/** The name of what follows a hidden layer. */
export type ActivationName = (typeof ACTIVATIONS)[number];
/** The name of an optimizer. */
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** A training as set up on the page. */
export interface Setup {
  readonly problem: ProblemName;
  /** Units of each hidden layer; none for a network without any. */
  readonly layers: readonly number[];
  readonly activation: ActivationName;
  readonly batchNorm: boolean;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Heights of the drawn curve at CURVE_POINTS places from -1 to 1, each from -1 to 1; null for the one that is there at first. */
  readonly curve: readonly number[] | null;
}

/** Points of a drawn curve. */
export const CURVE_POINTS = 48;
/** Most hidden layers, and most units of one. */
export const LIMITS = { layers: 6, units: 512, batchSize: 4096 } as const;

/** What a problem begins with. */
export function defaultSetup(problem: ProblemName): Setup {
  const base = { problem, batchNorm: false, optimizer: 'adam', seed: 1, curve: null } as const;
  if (problem === 'spirals')
    return { ...base, layers: [24, 24], activation: 'tanh', learningRate: 0.01, batchSize: 32 };
  if (problem === 'curve') return { ...base, layers: [32, 32], activation: 'tanh', learningRate: 0.01, batchSize: 16 };
  return { ...base, layers: [128, 64], activation: 'relu', batchNorm: true, learningRate: 0.002, batchSize: 256 };
}

/** The set-up as the part of an address after `#`; what is as it is at first is left out. */
export function toHash(setup: Setup): string {
  const usual = defaultSetup(setup.problem);
  const parts = new URLSearchParams({ problem: setup.problem });
  if (setup.layers.join() !== usual.layers.join()) parts.set('layers', setup.layers.join());
  if (setup.activation !== usual.activation) parts.set('activation', setup.activation);
  if (setup.batchNorm !== usual.batchNorm) parts.set('batchNorm', String(setup.batchNorm));
  if (setup.optimizer !== usual.optimizer) parts.set('optimizer', setup.optimizer);
  if (setup.learningRate !== usual.learningRate) parts.set('rate', String(setup.learningRate));
  if (setup.batchSize !== usual.batchSize) parts.set('batch', String(setup.batchSize));
  if (setup.seed !== usual.seed) parts.set('seed', String(setup.seed));
  if (setup.curve !== null) parts.set('curve', setup.curve.map((y) => Math.round(50 * y)).join('.'));
  return `#${parts.toString().replaceAll('%2C', ',')}`;
}

/** The set-up that an address holds; what it does not hold, or holds wrongly, is as it is at first. */
export function fromHash(hash: string): Setup {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const one = <Name extends string>(key: string, names: readonly Name[], usual: Name): Name =>
    names.find((name) => name === parts.get(key)) ?? usual;
  const whole = (key: string, least: number, most: number, usual: number): number => {
    const value = Number(parts.get(key) || Number.NaN);
    return Number.isInteger(value) && value >= least && value <= most ? value : usual;
  };
  const usual = defaultSetup(one('problem', PROBLEMS, 'spirals'));
  const rate = Number(parts.get('rate') ?? Number.NaN);
  return {
    problem: usual.problem,
    layers: readLayers(parts.get('layers')) ?? usual.layers,
    activation: one('activation', ACTIVATIONS, usual.activation),
    batchNorm: parts.has('batchNorm') ? parts.get('batchNorm') === 'true' : usual.batchNorm,
    optimizer: one('optimizer', OPTIMIZERS, usual.optimizer),
    learningRate: Number.isFinite(rate) && rate > 0 && rate <= 10 ? rate : usual.learningRate,
    batchSize: whole('batch', 1, LIMITS.batchSize, usual.batchSize),
    seed: whole('seed', 0, Number.MAX_SAFE_INTEGER, usual.seed),
    curve: usual.problem === 'curve' ? readCurve(parts.get('curve')) : null,
  };
}

/** Units of hidden layers from a text such as `24, 24`; null for a text that says none of it. */
export function readLayers(text: string | null): number[] | null {
  if (text === null) return null;
  const given = text.split(',').map((part) => part.trim());
  if (given.length === 1 && given[0] === '') return [];
  const units = given.map(Number);
  const fits = units.every((count) => Number.isInteger(count) && count >= 1 && count <= LIMITS.units);
  return fits && units.length <= LIMITS.layers ? units : null;
}

/** A seed from a text such as `7`; null for a text that says none. */
export function readSeed(text: string): number | null {
  const seed = Number(text);
  return text.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0 ? seed : null;
}

function readCurve(text: string | null): number[] | null {
  if (text === null) return null;
  const heights = text.split('.').map((part) => Number(part) / 50);
  return heights.length === CURVE_POINTS && heights.every((y) => y >= -1 && y <= 1) ? heights : null;
}
