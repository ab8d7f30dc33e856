import assert from 'node:assert/strict';
import { type Command, CommanderError } from 'commander';
import { HeddleError } from 'heddle';
import { createProgram } from '../../../src/cli/program.ts';
import { bytesOf, type ParserCase, textOf } from '../parser-case.ts';

/** Where numbers may lie that a command line gives; every other option is a text, a choice or a flag. */
const RANGES: { readonly [option: string]: readonly [number, number] } = {
  seed: [0, Number.MAX_SAFE_INTEGER],
  threads: [1, 256],
  jobs: [1, 256],
  epochs: [1, 1_000_000],
};

function silence(command: Command): void {
  command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  command.commands.forEach(silence);
}

/** Command lines, their words apart by line ends: which action they choose, and with which options. */
export const commandLineParsers: readonly ParserCase[] = [
  {
    name: 'command line',
    samples: [
      'sweep\nfashion-mnist\n--seed\n3\n--jobs\n2',
      'train\nmine.yaml\n--trial\nmodel_3\n--set\noptimizer.learningRate=0.1\n--profile=strict\n--json',
      'start\n--epochs\n2\n--models\nmodel_1,model_2\n--dry-run',
      'evaluate\nruns/x\n--split\ntest\n--after-selection\n--out\nruns',
      'runs\n--quiet',
    ].map(bytesOf),
    tokens: ['--', '-', '--no-json', '--seed=', '--set\n', '1e3', '0x7', '-1', '\n', '--help', 'help\n', 'doctor', '='],
    accept: (input) => {
      let chosen = 0;
      const program = createProgram(() => {
        chosen++;
      });
      silence(program);
      try {
        program.parse(['node', 'heddle', ...textOf(input).split('\n')]);
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        // The program prints what commander says, and ends with the exit code of wrong usage.
        const { message } = error;
        throw new HeddleError('usage', { where: 'command line', expected: 'usage', received: message, hint: '' });
      }
      assert.ok(chosen <= 1, 'at most one command is chosen');
      for (const command of program.commands)
        for (const [option, value] of Object.entries(command.opts())) {
          const range = RANGES[option];
          if (range === undefined || value === undefined) continue;
          assert.ok(Number.isSafeInteger(value) && value >= range[0] && value <= range[1], `--${option} ${value}`);
        }
    },
  },
];
