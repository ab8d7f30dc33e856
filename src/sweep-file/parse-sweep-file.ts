import {
  applyOverrides,
  checkExperiment,
  concernsChange,
  type ExperimentKinds,
  type ExperimentSpec,
  type Override,
  type Problem,
  placeText,
  problemError,
} from '../experiment/index.ts';
import { readYaml } from './read-yaml.ts';

/** A sweep file that was read. */
export interface PlacedSweep {
  readonly spec: ExperimentSpec;
  /** Where in the file a problem is, or in which override: what `planExperiment` takes to say where the data does not fit. */
  where(problem: Problem): string;
}

/**
 * A sweep file's text as a resolved sweep, and where its parts stand.
 *
 * @param fileName as the user knows it; begins every error: `sweep.yaml:7:12`
 * @param overrides applied before the sweep is resolved, in order
 * @throws HeddleError `format` for broken YAML, `sweep` for what does not fit: every problem, each on its line.
 * @example
 * const text = 'name: small\ndataset: xor\nmodels: { small: [dense: 1] }\nloss: meanSquaredError';
 * const { spec, where } = readSweepFile(text, 'sweep.yaml', standardKinds);
 * planExperiment(spec, { featureShape: [2], trainRows: 4, classNames: null, targetSize: 1 }, standardKinds, where);
 */
export function readSweepFile(
  text: string,
  fileName: string,
  kinds: ExperimentKinds,
  overrides: readonly Override[] = [],
): PlacedSweep {
  const yaml = readYaml(text, fileName);
  const { value, touched } = applyOverrides(yaml.value, overrides, kinds);
  const where = (problem: Problem): string => {
    const { override } = touched.findLast(({ path }) => concernsChange(path, problem)) ?? {};
    if (override !== undefined) return `--set ${override.path}`;
    const { path, atKey } = problem;
    const around = atKey ? path.slice(0, -1) : path;
    return `${fileName}:${yaml.place(path, atKey)} ${placeText({ ...problem, path: around })}`;
  };
  const { spec, problems } = checkExperiment(value, kinds);
  if (spec === null) throw problemError(problems, where);
  return { spec, where };
}

/**
 * A sweep file's text as a resolved sweep.
 *
 * @param fileName as the user knows it; begins every error: `sweep.yaml:7:12`
 * @param overrides applied before the sweep is resolved, in order
 * @throws HeddleError `format` for broken YAML, `sweep` for what does not fit: every problem, each on its line.
 * @example
 * const text = 'name: small\ndataset: fashion-mnist\nmodels: { small: [flatten, dense: 10] }';
 * parseSweepFile(text, 'sweep.yaml', standardKinds, [{ path: 'training.epochs', value: 3 }]);
 */
export function parseSweepFile(
  text: string,
  fileName: string,
  kinds: ExperimentKinds,
  overrides: readonly Override[] = [],
): ExperimentSpec {
  return readSweepFile(text, fileName, kinds, overrides).spec;
}
