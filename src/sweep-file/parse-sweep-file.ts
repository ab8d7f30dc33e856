import {
  applyOverrides,
  checkExperiment,
  type ExperimentKinds,
  type ExperimentSpec,
  type Override,
  type Problem,
  pathText,
  problemError,
} from '../experiment/index.ts';
import { readYaml } from './read-yaml.ts';

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
  const yaml = readYaml(text, fileName);
  const { value, touched } = applyOverrides(yaml.value, overrides, kinds);
  const { spec, problems } = checkExperiment(value, kinds);
  if (spec !== null) return spec;
  throw problemError(problems, ({ path, atKey }: Problem) => {
    const { override } = touched.findLast((touch) => touch.path.every((key, i) => key === path[i])) ?? {};
    if (override !== undefined) return `--set ${override.path}`;
    const around = atKey ? path.slice(0, -1) : path;
    return `${fileName}:${yaml.place(path, atKey)} ${pathText(around)}`;
  });
}
