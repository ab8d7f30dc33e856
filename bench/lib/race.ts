// Interleaved rounds: in each round every contender trains one epoch, one after the other, while all others stand still. What
// slows the machine down for a while slows all of them down. The first round warms up and is not counted.

import type { Absent, Contender, EpochAnswer } from './contender.ts';
import { type Message, type PeerProcess, startPeer } from './peer-process.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** How one contender did. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly setting: string;
  readonly own: boolean;
  readonly trainings: number;
  /** Seconds of a training epoch; of trainings side by side, of each one's share. */
  readonly epoch: Spread;
  /** Whether the epoch's seconds were extrapolated from some of its steps. */
  readonly extrapolatedFrom: number | null;
  readonly validation: Spread | null;
  /** Of the process, of all processes of trainings side by side. */
  readonly peakMegabytes: number;
  readonly lossAfter5: number | null;
  readonly accuracyAfter5: number | null;
}

/** What a race gave. */
export interface RaceResult {
  readonly entries: readonly Entry[];
  readonly absent: readonly Absent[];
}

interface Runner {
  readonly contender: Contender;
  readonly peers: readonly PeerProcess[];
  readonly rounds: EpochAnswer[][];
  failed?: string;
}

const AFTER = 5;

/** Seconds in which a contender must have answered. */
const PATIENCE = 120;

/**
 * Races contenders for `rounds` counted rounds. One that fails is named among the absent with its error; the others go on.
 *
 * @param stepsPerEpoch to extrapolate contenders that take some steps only
 */
export async function race(
  contenders: readonly Contender[],
  options: { readonly rounds: number; readonly stepsPerEpoch: number; readonly log: (line: string) => void },
): Promise<RaceResult> {
  const { rounds, log } = options;
  const absent: Absent[] = [];
  const runners: Runner[] = [];
  for (const contender of contenders) {
    try {
      runners.push({ contender, peers: await startAll(contender), rounds: [] });
    } catch (error) {
      absent.push({ name: `${contender.name} (${contender.setting})`, why: (error as Error).message });
      log(`${contender.name} cannot run here: ${(error as Error).message}`);
    }
  }
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const runner of runners) {
        if (runner.failed !== undefined || round > (runner.contender.rounds ?? rounds)) continue;
        try {
          const answers = await oneRound(runner);
          runner.rounds.push(answers);
          log(
            `round ${round}: ${runner.contender.name} (${runner.contender.setting}): ${answers.map(textOf).join('; ')}`,
          );
        } catch (error) {
          runner.failed = (error as Error).message;
          // It may be late only, and would compute beside the others.
          await Promise.all(runner.peers.map((peer) => peer.end()));
          log(`${runner.contender.name} failed: ${runner.failed}`);
        }
      }
    }
  } finally {
    await Promise.all(runners.flatMap(({ peers }) => peers.map((peer) => peer.end())));
  }
  for (const { contender, failed } of runners)
    if (failed !== undefined) absent.push({ name: `${contender.name} (${contender.setting})`, why: failed });
  const finished = runners.filter(({ failed }) => failed === undefined);
  return { entries: finished.map((runner) => entryOf(runner, options.stepsPerEpoch)), absent };
}

async function startAll({ processes }: Contender): Promise<PeerProcess[]> {
  const peers: PeerProcess[] = [];
  try {
    for (const spec of processes) {
      const { peer } = await startPeer(spec, PATIENCE);
      peer.pause();
      peers.push(peer);
    }
    return peers;
  } catch (error) {
    await Promise.all(peers.map((peer) => peer.end()));
    throw error;
  }
}

async function oneRound({ contender, peers }: Runner): Promise<EpochAnswer[]> {
  for (const peer of peers) peer.resume();
  for (const peer of peers) peer.tell({ steps: contender.steps ?? null });
  const answers: Message[] = await Promise.all(peers.map((peer) => peer.answer()));
  for (const peer of peers) peer.pause();
  return answers as unknown as EpochAnswer[];
}

const textOf = ({ seconds, steps, trainLoss, validationAccuracy }: EpochAnswer): string =>
  `${seconds.toFixed(2)} s for ${steps} steps, training loss ${trainLoss.toFixed(4)}, ` +
  `validation accuracy ${validationAccuracy === null ? 'not taken' : validationAccuracy.toFixed(4)}`;

function entryOf({ contender, peers, rounds }: Runner, stepsPerEpoch: number): Entry {
  const counted = rounds.slice(1);
  // Trainings side by side share the machine: an epoch of each takes the slower one's time, divided among them.
  const epochs = counted.map(
    (answers) => Math.max(...answers.map(({ seconds, steps }) => (seconds * stepsPerEpoch) / steps)) / peers.length,
  );
  const validations = counted.flatMap((answers) => answers.map(({ validationSeconds }) => validationSeconds));
  const fifth = contender.steps === undefined ? rounds[AFTER - 1]?.[0] : undefined;
  return {
    id: contender.id,
    name: contender.name,
    setting: contender.setting,
    own: contender.own === true,
    trainings: peers.length,
    epoch: spreadOf(epochs),
    extrapolatedFrom: contender.steps ?? null,
    validation: validations.includes(null) ? null : spreadOf(validations as number[]),
    peakMegabytes: Math.max(...rounds.map((answers) => answers.reduce((sum, answer) => sum + answer.peakMegabytes, 0))),
    lossAfter5: fifth?.trainLoss ?? null,
    accuracyAfter5: fifth?.validationAccuracy ?? null,
  };
}
