import { booleanOption, integerOption, numberOption } from '../core/index.ts';
import type { Selection } from '../record/index.ts';
import { earlyStoppingOptions } from '../train/index.ts';
import { directionReader, metricReader, metricsOf, selectionReader, type Task } from './metrics.ts';
import { fieldsReader, isFields, optionReader, orNull, type Reader } from './read.ts';
import type { EarlyStoppingSpec, TrainingSpec } from './spec.ts';

/** Reads the options of training; `select` is what keeps an epoch's weights where `keepBest` is absent. */
export function trainingReader(task: Task | undefined, select: Selection): Reader<TrainingSpec> {
  const metrics = metricsOf(task);
  const read = fieldsReader<TrainingSpec>('training', {
    batchSize: optionReader('batchSize', integerOption({ doc: 'the rows of one training step.', default: 32, min: 1 })),
    epochs: optionReader(
      'epochs',
      integerOption({ doc: 'how often the training rows are gone through, at most.', default: 10, min: 1 }),
    ),
    dropLast: optionReader(
      'dropLast',
      booleanOption({ doc: 'whether a last, smaller batch of an epoch is left out.', default: true }),
    ),
    clipNorm: orNull(
      optionReader(
        'clipNorm',
        numberOption({ doc: 'the largest norm of all gradients together.', min: 0, open: 'min' }),
      ),
    ),
    earlyStopping: orNull(earlyStoppingReader(metrics)),
    keepBest: selectionReader(metrics, select),
  });
  return (value, path, report) => read(value ?? {}, path, report);
}

function earlyStoppingReader(metrics: readonly string[]): Reader<EarlyStoppingSpec> {
  return (value, path, report) => {
    const metric = isFields(value) && metrics.find((name) => name === value.metric);
    return fieldsReader<EarlyStoppingSpec>('earlyStopping', {
      metric: metricReader(metrics, 'validationLoss'),
      direction: directionReader(metric || 'validationLoss'),
      patience: optionReader('patience', earlyStoppingOptions.patience),
      minimumChange: optionReader('minimumChange', earlyStoppingOptions.minimumChange),
    })(value, path, report);
  };
}
