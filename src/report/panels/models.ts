import type { Json } from '../../core/index.ts';
import type { RunRecord, RunTrial, TrialRecord } from '../../record/index.ts';
import {
  type Block,
  type Inline,
  longColumn,
  numberCell,
  numberColumn,
  type Section,
  textCell,
  textColumn,
} from '../document.ts';
import { bytes, capital, count, options, plain, words } from '../format.ts';

type Options = { readonly [name: string]: Json };
type Fact = readonly [label: string, value: string];

/** What each network is made of and how it was trained; where trials differ, all their values. */
export function modelsPanel(run: RunRecord): Section {
  const groups = new Map<string, RunTrial[]>();
  for (const trial of run.trials) {
    const { modelName } = trial.record;
    groups.set(modelName, [...(groups.get(modelName) ?? []), trial]);
  }
  const models = [...groups].map(([name, trials]) => ({ name, records: trials.map((trial) => trial.record) }));
  const facts = models.map(({ records }) => trainingFacts(records));
  // Facts that hold for every model are said once, below all of them.
  const shared = (facts[0] ?? []).filter((fact) => facts.every((other) => other.some((of) => same(of, fact))));
  const columns = models.map(({ name, records }, m): Block[] => [
    { kind: 'heading', text: name },
    {
      kind: 'facts',
      items: [...sizeFacts(records), ...facts[m].filter((fact) => !shared.some((of) => same(of, fact)))],
    },
    layerTable(records),
  ]);
  return {
    id: 'models',
    title: 'Models',
    blocks: [
      { kind: 'columns', columns },
      { kind: 'heading', text: 'Training of every model' },
      { kind: 'facts', items: shared },
    ],
  };
}

const same = (a: Fact, b: Fact): boolean => a[0] === b[0] && a[1] === b[1];

function layerTable(records: readonly TrialRecord[]): Block {
  const rows = records[0].model.layers.map((layer, i) => ({
    cells: [
      numberCell(i, String(i)),
      textCell({ strong: layer.kind }),
      textCell(mergedOptions(records.map((record) => record.model.layers[i] ?? {}))),
    ],
  }));
  const columns = [numberColumn('#'), textColumn('layer'), longColumn('options')];
  return { kind: 'table', table: { columns, rows, sortable: false } };
}

function sizeFacts(records: readonly TrialRecord[]): (readonly [string, Inline])[] {
  const distinct = (text: (record: TrialRecord) => string): string => [...new Set(records.map(text))].join(' or ');
  return [
    ['Input', records[0].model.input.join(' × ')],
    ['Parameters', distinct((record) => count(record.parameterCount))],
    ['Memory to train', distinct((record) => bytes(record.memoryBytes))],
  ];
}

function trainingFacts(records: readonly TrialRecord[]): Fact[] {
  return [
    ['Optimizer', mergedSpec(records.map((record) => record.optimizer))],
    ['Learning rate schedule', mergedSpec(records.map((record) => record.schedule))],
    ['Loss', mergedSpec(records.map((record) => record.loss))],
    ...mergedFacts(records.map((record) => record.training)).map(([name, value]): Fact => [capital(name), value]),
  ];
}

function mergedSpec(specs: readonly Options[]): string {
  const kinds = [...new Set(specs.map((spec) => plain(spec['kind'])))];
  if (kinds.length > 1) return [...new Set(specs.map(options))].join('; ');
  const rest = mergedOptions(specs);
  return rest === '' ? kinds[0] : `${kinds[0]}: ${rest}`;
}

/** The options that several trials share; where they differ, the values in the order they come: `rate 0.2 or 0.3`. */
function mergedOptions(all: readonly Options[]): string {
  return mergedFacts(all)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function mergedFacts(all: readonly Options[]): Fact[] {
  const names = [...new Set(all.flatMap((of) => Object.keys(of)))].filter((name) => name !== 'kind');
  return names.map((name) => [words(name), [...new Set(all.map((of) => plain(of[name])))].join(' or ')]);
}
