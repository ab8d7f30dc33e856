import { commandLine } from '../command-line.ts';
import { shownPath } from '../view/ending.ts';
import type { TrainingOptions } from './training-options.ts';

/**
 * The command that goes on with a run as it was begun: what is not in its record is said again.
 *
 * @param location the run folder
 */
export function resumeCommand(
  location: string,
  options: Omit<TrainingOptions, 'out'>,
  command: 'sweep' | 'train',
): string {
  const { embed, tensorboard } = options;
  const kept: (readonly [string, string | number | undefined])[] = [
    ['--data-dir', options.dataDir],
    ['--jobs', options.jobs],
    ['--threads', options.threads],
    ['--checkpoint-every', options.checkpointEvery],
    ['--embed', embed === 'full' ? undefined : embed],
    ['--tensorboard', tensorboard === true ? undefined : tensorboard],
  ];
  const given = kept.flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));
  const alone = tensorboard === true ? ['--tensorboard'] : [];
  return commandLine(['node', 'heddle', command, '--resume', shownPath(location), ...given, ...alone]);
}
