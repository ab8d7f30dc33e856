// The fixtures that scripts/fixtures/make.py writes: what PyTorch computes in double precision, and where to find a Python
// that can make them again.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Numbers = readonly number[];
type Spec = { readonly kind: string } & { readonly [option: string]: never };

/** A network in training over some batches, then at evaluation. */
export interface LayerFixture {
  readonly name: string;
  readonly input: number;
  readonly rows: number;
  readonly layers: readonly Spec[];
  readonly tensors: { readonly [name: string]: Numbers };
  readonly train: readonly {
    readonly x: Numbers;
    readonly targets: Numbers;
    readonly y: Numbers;
    readonly loss: number;
    readonly dx: Numbers;
    readonly gradients: { readonly [name: string]: Numbers };
    readonly state: { readonly [name: string]: Numbers };
  }[];
  readonly evaluate: { readonly x: Numbers; readonly y: Numbers };
}

/** A loss of given predictions. */
export interface LossFixture {
  readonly name: string;
  readonly loss: Spec;
  readonly rows: number;
  readonly outputs: number;
  readonly y: Numbers;
  readonly targets: Numbers;
  readonly value: number;
  readonly dy: Numbers;
}

/** Ten steps of every optimizer under every schedule. */
export interface OptimizerFixtures {
  readonly stepsPerEpoch: number;
  readonly metric: Numbers;
  readonly parameters: Numbers;
  readonly gradients: readonly Numbers[];
  readonly cases: readonly {
    readonly optimizer: Spec;
    readonly schedule: Spec;
    readonly rates: Numbers;
    readonly after: readonly Numbers[];
  }[];
}

/** A whole training. */
export interface TrainingFixture {
  readonly rows: number;
  readonly input: number;
  readonly layers: readonly Spec[];
  readonly learningRate: number;
  readonly clipNorm: number;
  readonly x: Numbers;
  readonly labels: Numbers;
  readonly before: { readonly [name: string]: Numbers };
  readonly losses: Numbers;
  readonly norms: Numbers;
  readonly after: { readonly [name: string]: Numbers };
}

/** The names of the files, each `pytorch-<name>.json`. */
export const FIXTURE_NAMES = ['layers', 'losses', 'optimizers', 'training'] as const;

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** A fixture, from test/fixtures unless another folder is named. */
export function readFixture<Fixture>(name: (typeof FIXTURE_NAMES)[number], folder: string = path('fixtures')): Fixture {
  return JSON.parse(readFileSync(`${folder}/pytorch-${name}.json`, 'utf8')) as Fixture;
}

/** Runs make.py into a folder. */
export function makeFixtures(python: string, folder: string): void {
  const { status, stderr } = spawnSync(python, [path('../scripts/fixtures/make.py'), folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} scripts/fixtures/make.py ended with ${status}:\n${stderr}`);
}
