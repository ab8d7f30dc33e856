import type { RunRecord } from '../../record/index.ts';
import type { Block, Inline, Section } from '../document.ts';
import { count } from '../format.ts';

/** Which rows were used, and that the parts of the split are what they claim to be. */
export function dataPanel({ sweep }: RunRecord): Section {
  const { dataset, duplicates } = sweep;
  const total = duplicates.trainValidation + duplicates.trainTest + duplicates.validationTest;
  const items: (readonly [string, Inline])[] = [
    ['Data set', dataset.id],
    ['From', dataset.source],
    ['SHA-256 of its content', { code: dataset.sha256 }],
    ['Training rows', count(dataset.trainRows)],
    ['Validation rows', count(dataset.validationRows)],
    ['Test rows', count(dataset.testRows)],
    ['One row', `${dataset.featureShape.join(' × ')} numbers`],
    ['Classes', dataset.classNames === null ? 'none: the targets are numbers' : dataset.classNames.join(', ')],
    ['SHA-256 of the split', { code: sweep.splitHash }],
  ];
  const shared: Block[] =
    total === 0
      ? []
      : [
          {
            kind: 'notice',
            tone: 'note',
            content: [
              `Rows with equal features in two parts: ${count(duplicates.trainValidation)} in training and validation, ${count(duplicates.trainTest)} in training and test, ${count(duplicates.validationTest)} in validation and test. They were left as they are.`,
            ],
          },
        ];
  return { id: 'data', title: 'Data', blocks: [{ kind: 'facts', items }, ...shared] };
}
