import { type EngineFacts, engineFacts, listDatasets } from '../../node/index.ts';
import { environmentRecord } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { pairs } from '../format/table.ts';
import { createOutput, type OutputOptions } from '../output.ts';
import { availability } from '../view/dataset-lines.ts';

/** The numerics profile that a run gets when none is asked for, and why. */
export function defaultProfile({ relaxedSimd, fusedProbe }: EngineFacts): {
  readonly profile: 'strict' | 'fused';
  readonly why: string;
} {
  if (!relaxedSimd)
    return { profile: 'strict', why: 'this engine has no relaxed SIMD; same bits everywhere, a little slower' };
  if (!fusedProbe)
    return { profile: 'strict', why: 'multiply-add rounds twice here; same bits everywhere, a little slower' };
  return { profile: 'fused', why: 'multiply-add rounds once here; same bits wherever it does' };
}

/** What `--profile fast` would compute with, or how to get it. */
export function blasText({ blas: search }: Pick<EngineFacts, 'blas'>): string {
  if ('missing' in search) return `none, so no --profile fast: ${search.missing}; ${search.hint}`;
  const { description, library } = search.blas;
  return `${description} (${library}), called by each of Heddle's threads: --profile fast`;
}

/** `heddle doctor`: what this machine can do. */
export async function doctorCommand(options: OutputOptions & { readonly dataDir?: string }): Promise<ExitCode> {
  const output = createOutput(options);
  const facts = await engineFacts();
  const { profile, why } = defaultProfile(facts);
  const environment = environmentRecord();
  const datasets = await listDatasets({ dataDir: options.dataDir });
  if (output.json) {
    output.document({ environment, ...facts, profile, why, datasets });
    return EXIT.done;
  }
  const has = (present: boolean): string => (present ? 'yes' : 'no');
  output.lines([
    output.colours.bold(`Heddle ${environment.heddle}`),
    ...pairs(
      [
        ['engine', environment.runtime],
        ['platform', environment.platform],
        ['processor', environment.cpu],
        ['cores', `${facts.cores}: a sweep trains as many trials side by side`],
        ['SIMD', facts.simd ? 'yes' : 'no: Heddle needs it'],
        ['relaxed SIMD', has(facts.relaxedSimd)],
        ['vectors', `${facts.vectors.bits} bits: ${facts.vectors.why}`],
        ['numerics', `${profile}: ${why}`],
        ['BLAS', blasText(facts)],
        ...datasets.map((dataset) => ['data', `${dataset.name}: ${availability(dataset)}`] as const),
      ],
      output.columns(),
    ),
  ]);
  return EXIT.done;
}
