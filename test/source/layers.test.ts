import { expect, test } from 'vitest';
import { layeringErrors } from './layers.ts';
import { parseSource } from './parse.ts';

/** The files that exist in these cases; each test adds one that imports. */
const EXISTING = [
  'src/index.ts',
  'src/core/index.ts',
  'src/core/errors.ts',
  'src/kernels/index.ts',
  'src/kernels/kernels.ts',
  'src/kernels/wasm/memory.ts',
  'src/model/index.ts',
  'src/train/index.ts',
  'src/node/index.ts',
];

const errors = (path: string, text: string) =>
  layeringErrors([...EXISTING.map((existing) => parseSource(existing, '')), parseSource(path, text)]);

test('what the table allows is allowed', () => {
  expect(
    errors('src/model/dense.ts', "import '../core/index.ts'; import '../kernels/kernels.ts'; import './sequential.ts'"),
  ).toEqual(['src/model/dense.ts:1: ./sequential.ts is no file']);
  expect(errors('src/kernels/reference/gemm.ts', "import '../wasm/memory.ts'; import '../kernels.ts'")).toEqual([]);
  expect(errors('src/kernels/wasm/load.ts', "import './generated/wasm-shared.ts'")).toEqual([]);
  expect(
    errors('src/cli/main.ts', "import '../index.ts'; import '../node/index.ts'; import 'node:fs'; import 'commander'"),
  ).toEqual([]);
});

test.each([
  ['an upward edge', 'src/model/dense.ts', "import '../train/index.ts'", 'model may not import train'],
  [
    'an upward edge of types',
    'src/core/x.ts',
    "\n\nimport type { A } from '../model/index.ts'",
    'core may not import model',
  ],
  ['an imported type', 'src/core/x.ts', "export type A = import('../model/index.ts').A", 'core may not import model'],
  [
    'the inside of a folder',
    'src/model/dense.ts',
    "import '../core/errors.ts'",
    'core/errors.ts is inside core: import it from core/index.ts',
  ],
  [
    'backends from model',
    'src/model/dense.ts',
    "import '../kernels/index.ts'",
    'model may import only kernels/kernels.ts of kernels',
  ],
  ['the whole library from inside', 'src/train/fit.ts', "import '../index.ts'", 'train may not import src'],
  ['node from a universal folder', 'src/train/fit.ts', "import '../node/index.ts'", 'train may not import node'],
  [
    'a node: module',
    'src/store/x.ts',
    "import 'node:fs'",
    'store may not import node:fs: only node and cli run in Node',
  ],
  ['a package', 'src/store/x.ts', "import 'yaml'", 'store may not import the package yaml'],
  ['the core of a folder from the cli', 'src/cli/main.ts', "import '../core/index.ts'", 'cli may not import core'],
  ['a new folder', 'src/utils/x.ts', "import '../core/index.ts'", 'folder utils has no row in the table of folders'],
  ['a way out of src', 'src/core/x.ts', "import '../../test/x.ts'", '../../test/x.ts leaves src'],
])('%s is refused', (_, path, text, message) => {
  expect(errors(path, text)).toEqual([`${path}:${text.split('\n').length}: ${message}`]);
});
