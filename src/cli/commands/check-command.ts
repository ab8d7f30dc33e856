import { HeddleError, type SweepRecord } from '../../index.ts';

/**
 * Whether test rows are read at the end is the command's: going on with the other one would make another run of it.
 *
 * @param location of the run, for the error
 * @throws HeddleError `usage` for a run that the other command began.
 */
export function checkCommand(location: string, record: SweepRecord, command: 'sweep' | 'train'): void {
  const begunBy = record.begunBy ?? begunByLine(record.command);
  if (begunBy === null || begunBy === command) return;
  const isTraining = begunBy === 'train';
  throw new HeddleError('usage', {
    where: `run ${location}`,
    expected: `a run that heddle ${command} began`,
    received: `one of: ${record.command}`,
    hint: `go on with it by heddle ${begunBy} --resume${isTraining ? '; its network is tested by heddle evaluate --split test' : ''}.`,
  });
}

/** Runs from before `begunBy` was recorded tell it by the line that was typed; null for one that neither command began. */
function begunByLine(line: string): 'sweep' | 'train' | null {
  if (/^npx heddle train( |$)/.test(line)) return 'train';
  return /^np[xm] (heddle|start)/.test(line) ? 'sweep' : null;
}
