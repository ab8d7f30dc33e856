// checkpoint.safetensors: a training between two steps as a file. The tensors are the numbers; everything else is JSON in the header.

import { checksum, HeddleError, type Json } from '../core/index.ts';
import { readSafetensors, writeSafetensors } from '../export/index.ts';
import type { NamedTensor } from '../model/index.ts';
import { parseEpochRecord } from '../record/index.ts';
import type { Checkpoint } from '../train/index.ts';

const FORMAT = 'heddle-checkpoint-';
const VERSION = 1;
/** What stands before the names of the best epoch's tensors, and of the counters'. */
const BEST = 'best.';
const COUNTERS = 'counters.';

/** The bytes of a checkpoint file, in the room that is given for so many. */
export function saveCheckpoint(
  { tensors, counters, best, ...facts }: Checkpoint,
  room?: (bytes: number) => Uint8Array,
): Uint8Array {
  const kept = (best?.tensors ?? []).map((tensor) => ({ ...tensor, name: `${BEST}${tensor.name}` }));
  const all = [...tensors, ...counters, ...kept];
  const state = JSON.stringify({ ...facts, best: best === null ? null : { epoch: best.epoch, value: best.value } });
  const metadata = { format: `${FORMAT}${VERSION}`, state, checksum: checksumOf(all, state) };
  return writeSafetensors({ tensors: all, metadata }, room);
}

/** Room for one checkpoint after another: each is written over the one before, which must be kept by then. */
export function checkpointRoom(): (bytes: number) => Uint8Array {
  let room = new Uint8Array(0);
  return (bytes) => {
    // The header has a line for each epoch: with some to spare the next checkpoint fits too.
    if (room.length < bytes) room = new Uint8Array(bytes + 65_536);
    return room.subarray(0, bytes);
  };
}

/**
 * Reads a checkpoint file and checks that it is whole.
 *
 * @param where the file's name, for errors
 * @throws HeddleError `format` for a damaged or foreign file, `usage` for one of a newer format version, by its number.
 */
export function loadCheckpoint(bytes: Uint8Array, where: string): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes, where);
  const { format = '', state = '' } = metadata;
  checkFormat(format, where);
  const sum = checksumOf(tensors, state);
  if (sum !== metadata['checksum']) throw damaged(where, `the checksum ${metadata['checksum']}`, sum);
  const facts = factsOf(state, where);
  const named = (prefix: string): NamedTensor[] => tensors.filter(({ name }) => name.startsWith(prefix));
  const best = facts.best && {
    ...facts.best,
    tensors: named(BEST).map((tensor) => ({ ...tensor, name: tensor.name.slice(BEST.length) })),
  };
  return {
    ...facts,
    tensors: tensors.filter(({ name }) => !name.startsWith(BEST) && !name.startsWith(COUNTERS)),
    counters: named(COUNTERS),
    best,
  };
}

type Facts = Omit<Checkpoint, 'tensors' | 'counters' | 'best'> & {
  readonly best: { readonly epoch: number; readonly value: number | null } | null;
};

function checkFormat(format: string, where: string): void {
  if (format === `${FORMAT}${VERSION}`) return;
  const version = /^heddle-checkpoint-(\d+)$/.exec(format)?.[1];
  if (version === undefined) throw damaged(where, 'a checkpoint of Heddle', JSON.stringify(format || 'no format'));
  throw new HeddleError('usage', {
    where,
    expected: `a checkpoint of format version ${VERSION}`,
    received: `format version ${version}`,
    hint: 'it was written by a newer Heddle: update Heddle to go on from it.',
  });
}

function factsOf(state: string, where: string): Facts {
  let facts: { readonly [name: string]: unknown } | null;
  try {
    facts = JSON.parse(state);
  } catch (cause) {
    throw damaged(where, 'a state of JSON', JSON.stringify(state.slice(0, 40)), cause);
  }
  if (typeof facts !== 'object' || facts === null)
    throw damaged(where, 'the state of a training', JSON.stringify(state.slice(0, 40)));
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  const fits =
    isCount(facts['epoch']) &&
    isCount(facts['step']) &&
    Array.isArray(facts['history']) &&
    typeof facts['seed'] === 'string' &&
    typeof facts['initialFingerprint'] === 'string' &&
    typeof facts['milliseconds'] === 'number' &&
    typeof facts['listeners'] === 'object' &&
    facts['listeners'] !== null &&
    (facts['best'] === null || isCount((facts['best'] as { epoch?: unknown } | undefined)?.epoch)) &&
    (facts['stop'] === null || typeof (facts['stop'] as { message?: unknown } | undefined)?.message === 'string');
  if (!fits) throw damaged(where, 'the state of a training', JSON.stringify(state.slice(0, 40)));
  for (const [i, record] of (facts['history'] as Json[]).entries()) {
    parseEpochRecord(record, `${where}, epoch ${i + 1}`);
  }
  return facts as unknown as Facts;
}

function checksumOf(tensors: readonly NamedTensor[], state: string): string {
  const sum = checksum();
  const encoder = new TextEncoder();
  for (const { name, values } of tensors) {
    sum.update(encoder.encode(name));
    sum.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  sum.update(encoder.encode(state));
  return sum.hex();
}

function damaged(where: string, expected: string, received: string, cause?: unknown): HeddleError {
  const hint = 'the file is damaged: the checkpoint before it is used, where there is one.';
  return new HeddleError('format', { where, expected, received, hint, cause });
}
