import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DATA, FEW_ROWS, heddle, start, withFolder } from './cli-process.fixture.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const SOURCES = fileURLToPath(new URL('../src/cli/', import.meta.url));

test('help names every command and the exit codes', async () => {
  const { code, stdout, stderr } = await heddle(['--help']);
  expect(code).toBe(0);
  expect(stderr).toBe('');
  for (const command of ['sweep', 'train', 'evaluate', 'runs', 'report', 'datasets', 'doctor']) {
    expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  }
  expect(stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 terminated.');
});

test('what help loads is commander and files of the CLI alone', () => {
  const packages = new Set<string>();
  const visit = (path: string): void => {
    for (const [, from] of readFileSync(path, 'utf8').matchAll(/^import [^;]*?from '([^']+)';$/gms)) {
      if (from.startsWith('./')) visit(join(path, '..', from));
      else packages.add(from);
    }
  };
  visit(join(SOURCES, 'main.ts'));
  expect([...packages].filter((name) => !name.startsWith('node:'))).toEqual(['commander']);
});

test('the version is that of package.json', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await heddle(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('unknown commands and options suggest the nearest, and end with 2', async () => {
  const command = await heddle(['swep', 'fashion-mnist']);
  expect(command).toMatchObject({ code: 2, stdout: '' });
  expect(command.stderr).toContain("error: unknown command 'swep'\n(Did you mean sweep?)");
  const help = await heddle(['help', 'swep']);
  expect(help).toMatchObject({ code: 2, stdout: '' });
  expect(help.stderr).toContain("error: unknown command 'swep'\n(Did you mean sweep?)");
  expect((await heddle(['help', 'sweep'])).code).toBe(0);
  const option = await heddle(['sweep', 'fashion-mnist', '--epoch', '3']);
  expect(option).toMatchObject({ code: 2, stdout: '' });
  expect(option.stderr).toContain("error: unknown option '--epoch'\n(Did you mean --epochs?)");
});

test.each([
  [['sweep'], 'a sweep, or --resume <run>'],
  [['sweep', 'fashion-mnist', '--jobs', '0'], 'Expected a whole number from 1 to 256.'],
  [['train', 'fashion-mnist', '--trial', 'model_3', '--jobs', '2'], '--threads says how many threads the trial has.'],
  [['playground', '--with-data'], 'expected    --build <folder> beside it'],
  [['sweep', 'fashion-mnist', '--epochs', 'two'], 'Expected a whole number from 1 to 1000000.'],
  [['sweep', 'fashion-mnist', '--profile', 'quick'], 'Allowed choices are strict, fused, fast.'],
  [['evaluate', 'runs/x', '--split', 'train'], 'Allowed choices are validation, test.'],
  [['sweep', 'fashion-mnsit'], 'did you mean fashion-mnist?'],
  [['sweep', 'no-such-file.yaml'], 'no such file'],
  [['sweep', 'fashion-mnist', '--set', 'optimizer.learningRate=[0.1'], 'error: --set optimizer.learningRate\n'],
  [['sweep', 'fashion-mnist', '--models', 'model_2', '--set', 'models.model_1.1.units=3'], 'left out by --models'],
  [['sweep', 'fashion-mnist', '--set', 'optimizer.learningRate'], 'path.to.field=value'],
  [['sweep', 'fashion-mnist', '--set', 'optimiser.learningRate=1'], 'did you mean optimizer?'],
  [['sweep', 'fashion-mnist', '--models', 'model_4'], 'did you mean model_1?'],
  [['evaluate', 'no-such-run', '--out', 'no-such-folder'], 'there are no runs in no-such-folder yet'],
])('%j is wrong usage, and is explained', async (args, explanation) => {
  const { code, stdout, stderr } = await heddle(args);
  expect(stderr).toContain(explanation);
  expect(stderr).not.toMatch(/^ +at /m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test('a mistake in a sweep file is found at its line and column, with the nearest name', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(
      file,
      'name: wrong\ndataset: synthetic-garments\nmodels:\n  a:\n    - flatten\n    - droput: 0.3\n    - dense: 10\noptimizer: adam\nloss: crossEntropy\ntraining: { epochs: 2 }\n',
    );
    const { code, stdout, stderr } = await heddle(['sweep', file, '--out', folder]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${file}:6:7`);
    expect(stderr).toContain('did you mean dropout?');
    expect(readdirSync(folder)).toEqual(['wrong.yaml']);
  }));

test('a model that does not fit the data is wrong usage, at its line and column', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(
      file,
      'name: wrong\ndataset: synthetic-garments\nmodels:\n  a:\n    - flatten\n    - dense: 12\n  b: [dense: 10]\n',
    );
    const { code, stderr } = await heddle(['sweep', file, '--dry-run']);
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${file}:6:7 models.a[1] dense\n`);
    expect(stderr).toContain('received    [12]');
    expect(stderr).toContain(`also: ${file}:7:7 models.b[0] dense: expected a flat input`);
  }));

test.runIf(existsSync('/dev/full'))('a full standard output is an error of its own', () => {
  const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$1" datasets > /dev/full', process.execPath, MAIN], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('error: standard output\n  expected    room for what is printed\n  received    ENOSPC\n');
});

test('broken YAML is wrong usage too', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, 'name: [broken\n');
    const { code, stderr } = await heddle(['sweep', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:`);
  }));

test('with --json errors are a document on stdout as well', async () => {
  const { code, stdout, stderr } = await heddle(['sweep', 'fashion-mnsit', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage', hint: 'did you mean fashion-mnist?' } });
  expect(stderr).toContain('error: sweep fashion-mnsit');
  const wrongOption = await heddle(['runs', '--jsn', '--json']);
  expect(JSON.parse(wrongOption.stdout)).toMatchObject({ error: { code: 'usage' } });
});

test('with --json an error holds what was given, and no character of it steers a terminal', async () => {
  const name = 'x\u009b31m\u202ey';
  const unknownSweep = await heddle(['sweep', name, '--json']);
  expect(unknownSweep.stdout).not.toMatch(/[\u0080-\u009f\u202e]/);
  expect(JSON.parse(unknownSweep.stdout)).toMatchObject({ error: { where: `sweep ${name}` } });
  const unknownCommand = await heddle([name, '--json']);
  expect(unknownCommand.stdout).not.toMatch(/[\u0080-\u009f\u202e]/);
  expect((JSON.parse(unknownCommand.stdout) as { error: { message: string } }).error.message).toContain(name);
});

test('a dry run lists trials, parameters and memory, and writes nothing', () =>
  withFolder(async (folder) => {
    const { code, stdout } = await heddle(['sweep', 'fashion-mnist', '--dry-run', '--out', folder, ...DATA]);
    expect(code).toBe(0);
    expect(stdout).toContain('Sweep fashion-mnist: 12 trials, nothing is trained');
    expect(stdout).toContain('48,000 training rows, 12,000 validation rows; batches of 1024, 15 epochs at most');
    expect(stdout).toMatch(/^ +12 {2}model_3 +0\.000625 +537,354 +\d+\.\d MiB$/m);
    expect(readdirSync(folder)).toEqual([]);
  }));

test('a dry run of one cell, as JSON, holds that one trial', async () => {
  const cell = ['--trial', 'model_3', '--set', 'optimizer.learningRate=0.000625'];
  const { code, stdout } = await heddle(['train', 'fashion-mnist', ...cell, '--dry-run', '--json', ...DATA]);
  expect(code).toBe(0);
  const { trials } = JSON.parse(stdout) as { trials: { modelName: string; parameterCount: number }[] };
  expect(trials).toHaveLength(1);
  expect(trials[0]).toMatchObject({ modelName: 'model_3', parameterCount: 537354 });
});

test('an output folder that cannot be written fails before training', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, stdout, stderr } = await heddle(['sweep', 'fashion-mnist', '--out', join(file, 'runs'), ...DATA]);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${join(file, 'runs')}`);
    expect(stdout).not.toContain('epoch');
  }));

test('data that was asked for by name is never replaced, and the places are named', () =>
  withFolder(async (folder) => {
    const args = ['sweep', 'fashion-mnist', '--dataset', 'fashion-mnist', '--data-dir', folder, '--out', folder];
    const { code, stdout, stderr } = await heddle(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(folder);
  }));

test('the main job runs on synthetic garments where the data is absent, and says so before anything else', () =>
  withFolder(async (folder) => {
    const { code, stdout } = await heddle(['start', '--data-dir', folder, '--dry-run']);
    expect(code).toBe(0);
    const [rule, notice] = stdout.split('\n');
    expect(rule).toMatch(/^=+$/);
    expect(notice).toContain('Fashion-MNIST is in none of the folders');
    expect(stdout).toContain('synthetic-garments');
  }));

test("a sweep file of one's own never falls back", () =>
  withFolder(async (folder) => {
    const { code, stderr } = await heddle([
      'sweep',
      'examples/fashion-mnist/sweep.yaml',
      '--data-dir',
      folder,
      '--dry-run',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('error: dataset fashion-mnist');
  }));

test('profile fast without a BLAS says what was looked for, and the doctor how to get one', async () => {
  const without = { HEDDLE_BLAS: 'libnowhere.so' };
  const { code, stderr } = await heddle(['sweep', 'fashion-mnist', '--profile', 'fast', ...DATA], without);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: profile fast\n +expected +a BLAS library that Heddle can call\n +received +none of libnowhere\.so/,
  );
  expect(stderr).toContain('use --profile fused, or get one: ');
  const doctor = await heddle(['doctor'], without);
  expect(doctor.stdout).toMatch(/^ {2}BLAS +none, so no --profile fast: none of libnowhere\.so \(not found\); /m);
});

test('the doctor says what the machine can do', async () => {
  const { code, stdout } = await heddle(['doctor']);
  expect(code).toBe(0);
  for (const line of ['engine', 'SIMD', 'relaxed SIMD', 'cores', 'numerics', 'BLAS', 'data']) {
    expect(stdout).toMatch(new RegExp(`^  ${line} +\\S`, 'm'));
  }
  const facts = JSON.parse((await heddle(['doctor', '--json'])).stdout) as { profile: string };
  expect(['strict', 'fused']).toContain(facts.profile);
});

test('a reader that closes the pipe gets no stack', async () => {
  const running = start(['sweep', '--help']);
  running.child.stdout?.destroy();
  const { stderr } = await running.ended;
  expect(stderr).toBe('');
});

test('an interrupted sweep keeps what it has, says where, and ends with 130', () =>
  withFolder(async (folder) => {
    const running = start(['sweep', 'fashion-mnist', '--out', folder, '--models', 'model_2', ...DATA, ...FEW_ROWS]);
    await running.shown('epoch  1/15');
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(stderr).toBe('');
    expect(code).toBe(130);
    const [run] = readdirSync(folder);
    expect(stdout).toContain('Stopping.');
    expect(stdout).toContain('Interrupted: ');
    expect(stdout).toContain(join(folder, run));
    const runs = JSON.parse((await heddle(['runs', '--out', folder, '--json'])).stdout) as unknown[];
    expect(runs).toMatchObject([{ status: 'unfinished', trials: 4, testAccuracy: null }]);
    expect(existsSync(join(folder, run, 'test.json'))).toBe(false);
  }));
