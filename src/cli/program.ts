// The commands and their options. Each action loads its command only when it is called, so that --help starts at once.

import { Command, CommanderError, Option } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { wrapWords } from './format/text-width.ts';
import { exampleLines, helpColumns, helpLayout } from './help-layout.ts';
import { stopWhenUnread } from './interruption.ts';
import { collected, delimiter, nameList, wholeNumber } from './option-values.ts';
import { packageVersion } from './package-info.ts';

/** Runs one command, and gives its exit code. */
type Action = () => Promise<ExitCode>;

/**
 * Runs the command that the arguments name, and reports what went wrong on stderr.
 *
 * @param argv as `process.argv`: two words, then the arguments
 */
export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  stopWhenUnread();
  const chosen: { action: Action | null } = { action: null };
  const json = argv.includes('--json');
  const program = createProgram((action) => {
    chosen.action = action;
  });
  try {
    if (argv.length <= 2) program.outputHelp();
    else program.parse(helpOfKnown(argv, program));
  } catch (error) {
    // Commander has printed its help, version or complaint by now.
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    if (json) {
      const { jsonOf } = await import('./output.ts');
      process.stdout.write(`${jsonOf({ error: { code: 'usage', message: error.message } }, 2)}\n`);
    }
    return EXIT.usage;
  }
  if (chosen.action === null) return EXIT.done;
  const { runAction } = await import('./run-action.ts');
  return runAction(chosen.action, json);
}

/** `heddle help nosuch` as `heddle nosuch`, so that commander says what it says of any unknown command. */
function helpOfKnown(argv: readonly string[], program: Command): readonly string[] {
  const [node, script, command, name] = argv;
  const unknown = command === 'help' && name !== undefined && !name.startsWith('-') && name !== 'help';
  if (!unknown || program.commands.some((known) => known.name() === name)) return argv;
  return [node, script, name];
}

const EXAMPLES = [
  ['heddle data sales.csv --target price', 'look at data before training'],
  ['heddle sweep fashion-mnist', 'train 12 networks, choose the best, test it'],
  ['heddle sweep my-sweep.yaml --dry-run', 'what a sweep of your own would train'],
  ['heddle train fashion-mnist --trial model_3 --set optimizer.learningRate=0.005', ''],
  ['heddle sweep --resume <run>', 'go on with a sweep that was interrupted'],
  ['heddle evaluate <run> --split test', 'the chosen network on the test rows'],
  ['heddle evaluate <run> labelled.csv', 'the chosen network on rows of yours'],
  ['heddle export <run> --format onnx', 'the chosen network as a file for other programs'],
] as const;

const EXIT_CODES = 'Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 terminated.';

/** The tree of commands; parsing arguments with it chooses an action and runs nothing. */
export function createProgram(choose: (action: Action) => void): Command {
  const columns = helpColumns(process.stdout);
  const program = new Command('heddle')
    .configureHelp(helpLayout(columns))
    .description('Train neural networks in the terminal, with the same numbers everywhere.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print what a command does and takes')
    .exitOverride()
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText(
      'after',
      ['', 'Examples:', ...exampleLines(EXAMPLES, columns), '', ...wrapWords(EXIT_CODES, columns)].join('\n'),
    );

  training(program.command('sweep'))
    .description('train every trial of a sweep, choose the best, test it, write the report')
    .argument('[sweep]', 'a built-in sweep (fashion-mnist), or a sweep file; not needed with --resume')
    .action((sweep, options) => choose(async () => (await import('./commands/sweep.ts')).sweepCommand(sweep, options)));

  training(program.command('start', { hidden: true }))
    .description('the main job: the built-in sweep fashion-mnist')
    .action((options) =>
      choose(async () => (await import('./commands/sweep.ts')).sweepCommand('fashion-mnist', options)),
    );

  training(program.command('train'))
    .description('train one trial of a sweep')
    .argument('[sweep]', 'a built-in sweep, or a sweep file; not needed with --resume')
    .option('--trial <name>', 'the model, or the whole name of the trial')
    .option('--profile-kernels', 'time every kernel of a training step instead of training')
    .action((sweep, options) => choose(async () => (await import('./commands/sweep.ts')).trainCommand(sweep, options)));

  printing(placed(program.command('evaluate')))
    .description("evaluate a trained network on labelled files, or on its run's own rows")
    .argument('<run or model>', 'a run folder or its name, or a model file (.safetensors)')
    .argument(
      '[files...]',
      'CSV files with the target (- for standard input), folders with a folder of pictures for each class, or IDX images and labels',
    )
    .addOption(
      new Option('--split <split>', "which of the run's own rows (default: validation)").choices([
        'validation',
        'test',
      ]),
    )
    .option('--trial <name>', 'another trial than the chosen one')
    .option(
      '--delimiter <character>',
      'of CSV files: the character between cells (default: found in the first line)',
      delimiter,
    )
    .option('--after-selection', 'allow any trial on the test rows, now that the choice is made')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((source, files, options) =>
      choose(async () => (await import('./commands/evaluate.ts')).evaluateCommand(source, files, options)),
    );

  printing(placed(program.command('export')))
    .description('write a trained network for other programs: ONNX, JavaScript, PyTorch, safetensors')
    .argument('<run or model>', 'a run folder or its name, or a model file (.safetensors)')
    .requiredOption('--format <format>', 'onnx, js, pytorch, safetensors or tensorboard')
    .option('--to <path>', 'the file to write, or the folder for it (default: here, under the name of the model)')
    .option('--trial <name>', 'another trial than the chosen one')
    .addOption(
      new Option('--weights <precision>', 'how precisely weights are kept (js)').choices([
        'float32',
        'float16',
        'int8',
      ]),
    )
    .option('--force', 'write smaller weights even where they cost more than a point of accuracy')
    .option('--overwrite', 'replace files that are there')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((source, options) =>
      choose(async () => (await import('./commands/export.ts')).exportCommand(source, options)),
    );

  printing(placed(program.command('import')))
    .description('make a model file of weights that PyTorch trained')
    .argument('<weights>', 'a state_dict saved as safetensors')
    .argument(
      '<sweep, run or model>',
      'what has the layers, the classes and the preprocessing: a sweep name or file, a run, or a model file',
    )
    .option('--model <name>', 'of a sweep with several models: which one')
    .option('--trial <name>', 'of a run: another trial than the chosen one')
    .option('--map <module=layer>', 'the layer of a module whose name does not say it, from 0 (repeatable)', collected)
    .option('--to <path>', 'the file to write, or the folder for it (default: here, under the name of the model)')
    .option('--overwrite', 'replace a file that is there')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((weights, source, options) =>
      choose(async () => (await import('./commands/import.ts')).importCommand(weights, source, options)),
    );

  printing(placed(program.command('predict')))
    .description('what a trained network says of rows of CSV files, or of pictures')
    .argument('<model>', 'a run folder, its name, or a model file')
    .argument('<files...>', 'CSV files (- for standard input), or PNG and JPEG files')
    .addOption(new Option('--format <format>', 'how answers are written').choices(['table', 'csv', 'json']))
    .option('--trial <name>', 'another trial than the chosen one')
    .option('--delimiter <character>', 'the character between cells (default: found in the first line)', delimiter)
    .action((model, files, options) =>
      choose(async () => (await import('./commands/predict.ts')).predictCommand(model, files, options)),
    );

  printing(placed(program.command('audit')))
    .description('recompute what a run claims: parameters, split, ranking, test readings, predictions')
    .argument('<run>', 'a run folder, or its name')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((run, options) => choose(async () => (await import('./commands/audit.ts')).auditCommand(run, options)));

  printing(placed(program.command('runs')))
    .description('list the runs')
    .action((options) => choose(async () => (await import('./commands/runs.ts')).runsCommand(options)));

  printing(placed(program.command('report')))
    .description('write report.html and report.md of a run again')
    .argument('<run>', 'a run folder, or its name')
    .addOption(embedOption())
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((run, options) => choose(async () => (await import('./commands/report.ts')).reportCommand(run, options)));

  printing(program.command('data'))
    .description(
      'look at a data set before training: classes, columns, gaps, copies, damaged pictures, what tells too much',
    )
    .argument(
      '<dataset...>',
      'a CSV file, a folder of pictures, IDX files, a sweep file, or a name that datasets lists',
    )
    .option('--target <column>', 'of a CSV file: the column to be predicted')
    .option('--test <path>', 'the file or folder of the test rows')
    .option('--validation <path>', 'the file or folder of the rows that validate')
    .option('--ignore <columns>', 'of a CSV file: columns to leave out, with commas between them', nameList)
    .option('--delimiter <character>', 'the character between cells (default: found in the first line)', delimiter)
    .option('--html [file]', 'write a page to look at: pictures of each class, or histograms of columns')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((given, options) => choose(async () => (await import('./commands/data.ts')).dataCommand(given, options)));

  printing(program.command('datasets'))
    .description('list the data sets that have a name, and where each is found; data looks into one')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((options) => choose(async () => (await import('./commands/datasets.ts')).datasetsCommand(options)));

  printing(program.command('playground'))
    .description('serve a page on which a person trains, on this machine alone')
    .option('--port <number>', 'default: any that is free', wholeNumber(0, 65_535))
    .option('--build <folder>', 'write the page as files for any web host instead')
    .option('--with-data', 'with --build: copy Fashion-MNIST (31 MB) too')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((options) => choose(async () => (await import('./commands/playground.ts')).playgroundCommand(options)));

  printing(program.command('doctor'))
    .description('say what this machine can do: engine, SIMD, threads, numerics, BLAS, data')
    .option('--data-dir <folder>', 'the only place to look for data')
    .action((options) => choose(async () => (await import('./commands/doctor.ts')).doctorCommand(options)));

  return program;
}

/** The options of every command that trains. */
function training(command: Command): Command {
  const one = command.name() === 'train';
  placed(command)
    .option('--data-dir <folder>', 'the only place to look for data; nothing is downloaded')
    .option('--dataset <name>', 'train on this data set')
    .option('--seed <number>', 'seed of everything random', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option(
      '--threads <number>',
      one
        ? 'threads of the trial (default: the cores)'
        : 'threads of each trial (default: the cores, shared among the jobs)',
      wholeNumber(1, 256),
    )
    .addOption(jobsOption().hideHelp(one))
    .addOption(
      new Option('--profile <name>', 'arithmetic (default: fused where it can)').choices(['strict', 'fused', 'fast']),
    )
    .option('--epochs <number>', 'epochs at most', wholeNumber(1, 1_000_000))
    .option('--models <names>', 'only these models, with commas between them', nameList)
    .option('--set <path=value>', 'change a field of the sweep: optimizer.learningRate=0.01 (repeatable)', collected)
    .addOption(embedOption())
    .option('--tensorboard [folder]', 'write event files for TensorBoard (default: tensorboard/ in the run folder)')
    .option(
      '--resume <run>',
      'go on with a run that was interrupted, from its checkpoints: the same numbers as without',
    )
    .option('--extend', 'with --resume: allow more epochs, models or values of the grid than the run was begun with')
    .option(
      '--checkpoint-every <seconds>',
      'seconds between two checkpoints inside an epoch (default: 30)',
      wholeNumber(1, 86_400),
    )
    .option('--dry-run', 'list trials, parameters and memory; train nothing');
  return printing(command);
}

/** `train` knows it only to say that one trial has no others beside it. */
const jobsOption = (): Option =>
  new Option('--jobs <number>', 'trials that train side by side (default: as many as there are cores)').argParser(
    wholeNumber(1, 256),
  );

const embedOption = (): Option =>
  new Option('--embed <what>', 'what report.html holds to prove itself: model and test rows, the model, or neither')
    .choices(['full', 'model', 'none'])
    .default('full');

const placed = (command: Command): Command => command.option('--out <folder>', 'where run folders are', 'runs');

/** The options of every command, about what it prints. */
function printing(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .option('--quiet', 'print the result only');
}
