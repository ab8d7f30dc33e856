import type { RunRecord } from '../../record/index.ts';
import type { Inline, Section } from '../document.ts';
import { count, dateTime, NOTHING } from '../format.ts';

/** The machine and the programs that trained. */
export function environmentPanel({ sweep }: RunRecord): Section {
  const { environment, profile } = sweep;
  const items: (readonly [string, Inline])[] = [
    ['Heddle', environment.heddle],
    ['Runtime', environment.runtime],
    ['Platform', environment.platform],
    ['Processor', `${environment.cpu}, ${count(environment.cores)} cores`],
    ['Kernels', sweep.backend],
    ['Arithmetic', profile.asked === profile.used ? profile.used : `${profile.used} (${profile.asked} was asked for)`],
    ['Threads a trial', count(sweep.threads)],
    ['Trials at a time', count(sweep.jobs)],
    ['Began', dateTime(sweep.started)],
    ['Ended', sweep.finished === null ? NOTHING : dateTime(sweep.finished)],
  ];
  return { id: 'environment', title: 'Environment', blocks: [{ kind: 'facts', items }] };
}
