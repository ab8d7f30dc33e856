// What TensorBoard's table of hyper-parameters reads (tensorboard/plugins/hparams: plugin_data.proto, api.proto): in the folder of the
// sweep which parameters and metrics there are, in the folder of each trial its parameters and how it ended.

import { PbfWriter } from 'pbf';
import type { SummaryValue } from './event.ts';

/** Field numbers of HParamsPluginData and what is inside it. */
const DATA = { experiment: 2, sessionStart: 3, sessionEnd: 4 } as const;
const EXPERIMENT = { created: 3, parameter: 4, metric: 5, name: 6 } as const;
const PARAMETER = { name: 1, type: 4 } as const;
const METRIC = { name: 1, tag: 2 } as const;
const START = { parameters: 1, key: 1, value: 2, group: 4, seconds: 5 } as const;
const END = { status: 1, seconds: 2 } as const;
/** google.protobuf.Value. */
const VALUE = { number: 2, text: 3, boolean: 4 } as const;
/** DataType, and Status. */
const TYPES = { string: 1, boolean: 2, number: 3 } as const;
const STATUS = { success: 1, failure: 2, running: 3 } as const;

/** A hyper-parameter as TensorBoard takes it. */
export type ParameterValue = number | string | boolean;

const typeOf = (value: ParameterValue): keyof typeof TYPES => typeof value as keyof typeof TYPES;

/** The sweep's own summary: which parameters vary, and which metrics are compared. */
export function experimentValue(experiment: {
  readonly name: string;
  readonly created: number;
  readonly parameters: { readonly [name: string]: ParameterValue };
  readonly metrics: readonly string[];
}): SummaryValue {
  return pluginValue('_hparams_/experiment', DATA.experiment, (pbf) => {
    pbf.writeStringField(EXPERIMENT.name, experiment.name);
    pbf.writeDoubleField(EXPERIMENT.created, experiment.created);
    for (const [name, value] of Object.entries(experiment.parameters)) {
      pbf.writeMessage(
        EXPERIMENT.parameter,
        (type, info) => {
          info.writeStringField(PARAMETER.name, name);
          info.writeVarintField(PARAMETER.type, TYPES[type]);
        },
        typeOf(value),
      );
    }
    for (const metric of experiment.metrics) {
      pbf.writeMessage(
        EXPERIMENT.metric,
        (tag, info) => info.writeMessage(METRIC.name, (own, name) => name.writeStringField(METRIC.tag, own), tag),
        metric,
      );
    }
  });
}

/** A trial that begins, with its parameters. */
export function sessionStartValue(session: {
  readonly group: string;
  readonly seconds: number;
  readonly parameters: { readonly [name: string]: ParameterValue };
}): SummaryValue {
  return pluginValue('_hparams_/session_start_info', DATA.sessionStart, (pbf) => {
    for (const entry of Object.entries(session.parameters)) pbf.writeMessage(START.parameters, writeParameter, entry);
    pbf.writeStringField(START.group, session.group);
    pbf.writeDoubleField(START.seconds, session.seconds);
  });
}

/** A trial that has ended, or has not yet. */
export function sessionEndValue(status: keyof typeof STATUS, seconds: number): SummaryValue {
  return pluginValue('_hparams_/session_end_info', DATA.sessionEnd, (pbf) => {
    pbf.writeVarintField(END.status, STATUS[status]);
    pbf.writeDoubleField(END.seconds, seconds);
  });
}

function writeParameter([name, value]: [string, ParameterValue], pbf: PbfWriter): void {
  pbf.writeStringField(START.key, name);
  pbf.writeMessage(
    START.value,
    (own, inner) => {
      if (typeof own === 'number') inner.writeDoubleField(VALUE.number, own);
      else if (typeof own === 'boolean') inner.writeBooleanField(VALUE.boolean, own);
      else inner.writeStringField(VALUE.text, own);
    },
    value,
  );
}

/** A message of the plugin `hparams`, whose data version is 0, which protobuf leaves out. */
function pluginValue(tag: string, field: number, write: (pbf: PbfWriter) => void): SummaryValue {
  const pbf = new PbfWriter();
  pbf.writeMessage(field, (_, inner) => write(inner), null);
  return { tag, kind: 'plugin', plugin: 'hparams', content: pbf.finish().slice() };
}
