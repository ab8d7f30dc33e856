// Where results are kept: bench/results/<machine>.json, and between two marks of docs/benchmarks.md the same as tables.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineFacts } from 'heddle/node';
import type { Absent } from './contender.ts';
import type { Outcome } from './measurement.ts';
import { markdownTable } from './text-table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'docs/benchmarks.md');
const [BEGIN, END] = ['<!-- results: written by npm run bench -->', '<!-- end of results -->'];

/** What a run was made on and with. */
export interface RunFacts {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  /** Bits of the vectors that Heddle's matrix product computes with. */
  readonly vectorBits: number;
  readonly heddle: string;
  readonly data: string;
}

/** This machine and this version. */
export async function runFacts(data: string): Promise<RunFacts> {
  const { vectors } = await engineFacts();
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: processorName(),
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    vectorBits: vectors.bits,
    heddle: version,
    data: data.replace(/ in .*/, ''),
  };
}

/** The processor's name; with its family and model, since a virtual machine may call processors of years apart by one name. */
function processorName(): string {
  const name = cpus()[0]?.model.trim() ?? process.arch;
  if (process.platform !== 'linux' || process.arch !== 'x64') return name;
  const about = readFileSync('/proc/cpuinfo', 'utf8');
  const [family, model] = [/^cpu family\s*: (\d+)$/m, /^model\s*: (\d+)$/m].map((pattern) => pattern.exec(about)?.[1]);
  return `${name}, family ${family}, model ${model}`;
}

/** Writes the results of a whole run; gives the file's name. */
export function writeResults(
  facts: RunFacts,
  outcomes: readonly { readonly name: string; readonly outcome: Outcome }[],
): string {
  const machine = `${facts.processor} ${facts.cores} cores node ${facts.node.replace(/\..*/, '')}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const absent: Absent[] = outcomes.flatMap(({ outcome }) => outcome.absent);
  const measured = Object.fromEntries(outcomes.map(({ name, outcome }) => [name, outcome.data]));
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  const file = `bench/results/${machine.replace(/^-|-$/g, '')}.json`;
  writeFileSync(join(ROOT, file), `${JSON.stringify({ ...facts, measured, absent }, null, 2)}\n`);

  const { date, processor, cores, memoryGigabytes, node, vectorBits, heddle, data } = facts;
  const lines = [
    `${date}: ${processor}, ${cores} cores, ${memoryGigabytes} GB; Node ${node}, Heddle ${heddle} with vectors of ${vectorBits} bits; ${data}. All figures: [${file}](../${file}).`,
    ...outcomes.flatMap(({ outcome }) => outcome.tables.map(markdownTable)),
    absent.length === 0
      ? 'No peer was absent.'
      : `Absent:\n\n${absent.map(({ name, why }) => `- ${name}: ${firstLine(why)}`).join('\n')}`,
  ];
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.slice(0, page.indexOf(BEGIN) + BEGIN.length), page.slice(page.indexOf(END))];
  writeFileSync(PAGE, `${before}\n\n${lines.join('\n\n')}\n\n${after}`);
  return file;
}

const firstLine = (text: string): string => text.split('\n')[0].slice(0, 160);
