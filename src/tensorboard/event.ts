// TensorBoard's events as protobuf (tensorboard/compat/proto: event.proto, summary.proto), one record each.

import { PbfWriter } from 'pbf';
import { recordOf } from './record.ts';

/** Field numbers of the messages. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2, image: 4, metadata: 9 } as const;
const IMAGE = { height: 1, width: 2, colorspace: 3, encoded: 4 } as const;
const METADATA = { pluginData: 1, pluginName: 1, content: 2 } as const;

/** Red, green and blue. */
const RGB = 3;

/** A picture, encoded as PNG. */
export interface SummaryImage {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** One value under a tag: a number, a picture, or a plugin's own message. */
export type SummaryValue = { readonly tag: string } & (
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'image'; readonly image: SummaryImage }
  | { readonly kind: 'plugin'; readonly plugin: string; readonly content: Uint8Array }
);

/** When something happened: seconds since 1970, and the step of training (an epoch). */
export interface EventMoment {
  readonly seconds: number;
  readonly step: number;
}

/** The record that begins every file. */
export function versionRecord(seconds: number): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(EVENT.wallTime, seconds);
  pbf.writeStringField(EVENT.fileVersion, 'brain.Event:2');
  return recordOf(pbf.finish());
}

/** A record of some values at one moment. */
export function summaryRecord({ seconds, step }: EventMoment, values: readonly SummaryValue[]): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(EVENT.wallTime, seconds);
  pbf.writeVarintField(EVENT.step, step);
  pbf.writeMessage(EVENT.summary, writeSummary, values);
  return recordOf(pbf.finish());
}

function writeSummary(values: readonly SummaryValue[], pbf: PbfWriter): void {
  for (const value of values) pbf.writeMessage(SUMMARY.value, writeValue, value);
}

function writeValue(value: SummaryValue, pbf: PbfWriter): void {
  pbf.writeStringField(VALUE.tag, value.tag);
  if (value.kind === 'scalar') pbf.writeFloatField(VALUE.simpleValue, value.value);
  else if (value.kind === 'image') pbf.writeMessage(VALUE.image, writeImage, value.image);
  else {
    pbf.writeMessage(
      VALUE.metadata,
      (own, metadata) => metadata.writeMessage(METADATA.pluginData, writePlugin, own),
      value,
    );
  }
}

function writeImage({ width, height, png }: SummaryImage, pbf: PbfWriter): void {
  pbf.writeVarintField(IMAGE.height, height);
  pbf.writeVarintField(IMAGE.width, width);
  pbf.writeVarintField(IMAGE.colorspace, RGB);
  pbf.writeBytesField(IMAGE.encoded, png);
}

function writePlugin(
  { plugin, content }: { readonly plugin: string; readonly content: Uint8Array },
  pbf: PbfWriter,
): void {
  pbf.writeStringField(METADATA.pluginName, plugin);
  pbf.writeBytesField(METADATA.content, content);
}
