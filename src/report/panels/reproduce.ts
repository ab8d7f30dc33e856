import type { RunRecord } from '../../record/index.ts';
import { type Block, type Inline, paragraph, type Section } from '../document.ts';
import { chosenTrial } from '../run-facts.ts';

/** How to get the same numbers again, and how to see that they are the same. */
export function reproducePanel(run: RunRecord): Section {
  const { sweep } = run;
  const chosen = chosenTrial(run);
  const promise: Inline[] =
    sweep.profile.used === 'fast'
      ? ['The profile ', { code: 'fast' }, ' promises the same results to a stated tolerance only, not bit for bit.']
      : [
          'The profile ',
          { code: sweep.profile.used },
          ' gives the same bits on any machine that runs it, with any number of threads and jobs.',
        ];
  const check: Block[] =
    chosen?.record.fingerprint == null
      ? []
      : [
          paragraph(
            'It worked if the chosen trial, ',
            chosen.record.name,
            ', has the fingerprint ',
            { code: chosen.record.fingerprint },
            ' (in its trial.json: the SHA-256 of the weights that were kept).',
          ),
        ];
  return {
    id: 'reproduce',
    title: 'Reproduce it',
    blocks: [
      paragraph('With Heddle ', sweep.environment.heddle, ' and the data described above, run:'),
      { kind: 'code', language: 'sh', text: sweep.command },
      paragraph('Everything random comes from the seed ', { code: sweep.seed }, '. ', ...promise),
      ...check,
      {
        kind: 'details',
        id: 'resolved-sweep',
        summary: 'The sweep with every default filled in',
        aside: 'as in sweep.json',
        open: false,
        blocks: [{ kind: 'code', language: 'json', text: JSON.stringify(sweep.spec, null, 2) }],
      },
    ],
  };
}
