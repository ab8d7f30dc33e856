// What some tests use from the system. Setting up on Debian as root installs it; elsewhere the command is named.
// A test whose need is missing skips and says so.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { run, StepFailed } from './run.mjs';

/** The one list: the Debian package, what uses it, and whether it is there. */
export const SYSTEM_NEEDS = [
  { name: 'python3-torch', use: 'the tests that compare fixtures with PyTorch', found: () => pythonHas('torch') },
  { name: 'python3-numpy', use: 'the tests that compare fixtures with PyTorch', found: () => pythonHas('numpy') },
  { name: 'python3-onnx', use: 'the tests of exported ONNX files', found: () => pythonHas('onnx') },
  { name: 'libopenblas0-pthread', use: 'the tests of the profile fast', found: hasOpenBlas },
  { name: 'chromium', use: 'the tests in Chromium', found: () => existsSync('/usr/bin/chromium') },
  { name: 'firefox-esr', use: 'the tests in Firefox', found: () => existsSync('/usr/bin/firefox-esr') },
  { name: 'webkit2gtk-driver', use: 'the tests in WebKitGTK', found: () => existsSync('/usr/bin/WebKitWebDriver') },
  { name: 'xvfb', use: 'the tests in WebKitGTK', found: () => existsSync('/usr/bin/Xvfb') },
];

/**
 * The Pythons to try, in order: the one named by HEDDLE_PYTHON, Debian's own, which has Debian's packages, then whichever
 * is first on the path.
 */
export const PYTHONS = [process.env.HEDDLE_PYTHON, '/usr/bin/python3', 'python3', 'python'].filter(Boolean);

/** Whether Debian's folder of libraries, or any other of the usual ones, has an OpenBLAS. */
function hasOpenBlas() {
  if (process.platform !== 'linux') return true;
  const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib'].filter((folder) => existsSync(folder));
  const below = folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => `${folder}/${name}`)]);
  return below.some((folder) => existsSync(`${folder}/libopenblas.so.0`));
}

function pythonHas(module) {
  const program = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  return PYTHONS.some((python) => spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0);
}

/** Whether apt-get may be used without asking: Debian (or a child of it), as root. */
export function isDebianRoot() {
  return existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

/** The needs that are not met. */
export function missingNeeds() {
  return SYSTEM_NEEDS.filter((need) => !need.found());
}

const APT_OPTIONS = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20'];

/** Installs missing needs with apt-get, trying twice. Returns words for the log; throws StepFailed if it cannot. */
export async function installNeeds(needs) {
  const names = needs.map((need) => need.name);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const attempt = async () => {
    await run('apt-get', ['update', '-q', ...APT_OPTIONS], { env });
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...APT_OPTIONS, ...names], { env });
  };
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.log('setup: apt-get failed, trying once more');
    await attempt();
  }
  return names.join(', ');
}

/** The command that meets the needs on this machine. */
export function installCommand(needs) {
  if (existsSync('/etc/debian_version')) {
    return `sudo apt-get install -y --no-install-recommends ${needs.map((need) => need.name).join(' ')}`;
  }
  const modules = needs
    .filter((need) => need.name.startsWith('python3-'))
    .map((need) => need.name.slice('python3-'.length));
  const others = needs.filter((need) => !need.name.startsWith('python3-')).map((need) => need.name);
  return [
    ...(modules.length > 0 ? [`python3 -m pip install ${modules.join(' ')}`] : []),
    ...(others.length > 0 ? [`your system's packages of ${others.join(', ')}`] : []),
  ].join('; ');
}
