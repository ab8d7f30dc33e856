// The layering of src, as DESIGN section 1 tells it: which folder may import which, and how.

import { folderOf, type Import, importsOf, packageOf, targetOf } from './imports.ts';
import type { SourceFile } from './parse.ts';

/** The folders of the pipeline, in the order in which everything is told. */
const UNIVERSAL = [
  'core',
  'record',
  'data',
  'checkup',
  'model',
  'kernels',
  'train',
  'sweep',
  'experiment',
  'store',
  'report',
  'export',
];

/** `kernels/kernels.ts` is the kernels' interface alone. */
const INTERFACE = 'kernels/kernels.ts';

/** How any page starts a worker and speaks with it; no part of what `heddle/browser` exports. */
const WORKERS = ['browser/connection.ts', 'browser/start-program.ts'];

/** The lists that src/index.ts gathers: of each universal folder, the names that `heddle` exports. */
const API = UNIVERSAL.filter((folder) => folder !== 'report');

/** Folder -> what it may import: folders by their index.ts, or one file by its path. `src` is src/index.ts. */
export const MAY_IMPORT: { readonly [folder: string]: readonly string[] } = {
  core: [],
  record: ['core'],
  data: ['core'],
  checkup: ['core', 'record', 'data'],
  kernels: ['core'],
  model: ['core', INTERFACE],
  train: ['core', 'record', 'data', 'model', INTERFACE],
  sweep: ['core', 'record'],
  experiment: ['core', 'record', 'data', 'model', 'kernels', 'train', 'sweep', 'store', 'export'],
  csv: ['core', 'data'],
  images: ['core', 'data'],
  'sweep-file': ['core', 'record', 'experiment'],
  store: ['core', 'record'],
  report: ['core', 'record'],
  export: ['core', 'data', 'model'],
  predict: ['core', 'data', 'model', 'kernels', 'train', 'export'],
  onnx: ['core', 'export'],
  tensorboard: ['core', 'record'],
  testing: UNIVERSAL,
  browser: UNIVERSAL,
  node: [...UNIVERSAL, 'csv', 'images'],
  pages: [...UNIVERSAL, 'browser', ...WORKERS],
  api: API,
  src: API.map((folder) => `api/${folder}.ts`),
  cli: ['src', 'csv', 'images', 'node', 'onnx', 'predict', 'report', 'sweep-file', 'tensorboard', 'testing'],
};

/** Folder -> the packages it may import; every other folder has none, so `heddle` has none. */
export const MAY_IMPORT_PACKAGES: { readonly [folder: string]: readonly string[] } = {
  csv: ['csv-parse'],
  images: ['fast-png', 'jpeg-js'],
  'sweep-file': ['yaml'],
  onnx: ['pbf'],
  tensorboard: ['fast-png', 'pbf'],
  report: ['echarts'],
  pages: ['echarts', 'preact', '@preact/signals'],
  cli: ['commander', 'picocolors', 'log-update'],
  node: ['koffi', 'hono', '@hono/node-server'],
};

/** The folders that run in Node alone. */
export const NODE_FOLDERS: readonly string[] = ['node', 'cli'];

/** Every import of `files` that breaks the layering, as `file:line: what is wrong`. */
export function layeringErrors(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path));
  return files.flatMap((file) =>
    importsOf(file).flatMap((entry) => {
      const wrong = importError(file.path, entry, known);
      return wrong === undefined ? [] : [`${file.path}:${entry.line}: ${wrong}`];
    }),
  );
}

function importError(from: string, { specifier }: Import, known: ReadonlySet<string>): string | undefined {
  const folder = folderOf(from);
  const allowed = MAY_IMPORT[folder];
  if (allowed === undefined) return `folder ${folder} has no row in the table of folders`;
  if (specifier.startsWith('node:')) {
    return NODE_FOLDERS.includes(folder)
      ? undefined
      : `${folder} may not import ${specifier}: only node and cli run in Node`;
  }
  const target = targetOf(from, specifier);
  if (target === undefined) {
    const name = packageOf(specifier);
    return MAY_IMPORT_PACKAGES[folder]?.includes(name) ? undefined : `${folder} may not import the package ${name}`;
  }
  if (!target.startsWith('src/')) return `${specifier} leaves src`;
  if (!known.has(target)) return target.includes('/generated/') ? undefined : `${specifier} is no file`;
  const other = folderOf(target);
  if (other === folder) return undefined;
  const short = target.slice('src/'.length);
  if (allowed.includes(short)) return undefined;
  if (!allowed.includes(other)) {
    return allowed.some((entry) => entry.startsWith(`${other}/`))
      ? `${folder} may import only ${allowed.filter((entry) => entry.startsWith(`${other}/`))} of ${other}`
      : `${folder} may not import ${other}`;
  }
  if (short === INTERFACE || short === 'index.ts' || short === `${other}/index.ts`) return undefined;
  return `${short} is inside ${other}: import it from ${other}/index.ts`;
}

/** Import edges between files, and between folders, of `files`. */
export function importGraph(files: readonly SourceFile[]): {
  byFile: Map<string, Set<string>>;
  byFolder: Map<string, Set<string>>;
} {
  const byFile = new Map<string, Set<string>>();
  const byFolder = new Map<string, Set<string>>();
  for (const file of files) {
    const targets = importsOf(file)
      .map(({ specifier }) => targetOf(file.path, specifier))
      .filter((target) => target?.startsWith('src/') === true) as string[];
    byFile.set(file.path, new Set(targets));
    const folder = folderOf(file.path);
    const folders = byFolder.get(folder) ?? new Set<string>();
    for (const target of targets) if (folderOf(target) !== folder) folders.add(folderOf(target));
    byFolder.set(folder, folders);
  }
  return { byFile, byFolder };
}
