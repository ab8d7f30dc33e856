#!/usr/bin/env node

// Makes a fresh clone ready, and a ready one stay so: the locked packages, the build, and what tests need from the
// system and of other Nodes. Needs nothing but Node. Silent when all is fresh.
//
//   node scripts/setup.mjs [--build-only]      --build-only leaves the system alone (npm start)

import { buildIsFresh, buildStale } from './build.mjs';
import { withLock } from './lib/lock.mjs';
import { installOtherNodes, lacksOtherNodes, OTHER_NODES } from './lib/other-nodes.mjs';
import { installPackages, packagesAreFresh } from './lib/packages.mjs';
import { runMain, StepFailed, step } from './lib/run.mjs';
import { installCommand, installNeeds, isDebianRoot, missingNeeds } from './lib/system.mjs';

const MINIMUM_NODE = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new StepFailed(`Heddle needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

async function installAndBuild() {
  if (packagesAreFresh() && buildIsFresh()) return;
  await withLock(async () => {
    if (!packagesAreFresh()) await step('packages installed', installPackages);
    await buildStale();
  });
}

/** Does what meets a need of tests. A need that cannot be met stops nothing: the tests that have it skip, and name it. */
async function meetOrGoOn(uses, meet) {
  try {
    await meet();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.log(`setup: ${error.message}\nsetup: going on without; ${uses} will be skipped`);
  }
}

async function meetSystemNeeds() {
  const missing = missingNeeds();
  if (missing.length === 0) return;
  const uses = [...new Set(missing.map((need) => need.use))].join(', ');
  if (!isDebianRoot()) {
    console.log(`setup: ${uses} will be skipped; to run them: ${installCommand(missing)}`);
    return;
  }
  console.log(`setup: installing ${missing.map((need) => need.name).join(', ')} with apt-get, for ${uses}`);
  await meetOrGoOn(uses, () => step('system packages installed', () => installNeeds(missing)));
}

async function meetNodeNeeds() {
  if (!lacksOtherNodes()) return;
  const uses = 'the tests of what only other Nodes can do';
  console.log(`setup: installing ${OTHER_NODES.join(', ')} from npm, for ${uses}`);
  await meetOrGoOn(uses, () =>
    withLock(async () => {
      if (lacksOtherNodes()) await step('other Nodes installed', installOtherNodes);
    }),
  );
}

await runMain(async () => {
  checkNode();
  await installAndBuild();
  if (process.argv.includes('--build-only')) return;
  await meetSystemNeeds();
  await meetNodeNeeds();
});
