// The page's side of the proof: starts the worker when it is first needed, gives it the model and the test rows, and
// remembers its answers.

import { type Connection, connect } from '../../browser/connection.ts';
import { startProgram } from '../../browser/start-program.ts';
import { CLAIMS_ELEMENT, type FileRole, fileElement, type ProofClaims, WORKER_ELEMENT } from '../../report/index.ts';
import type { GivenFile, LoadedModel, LoadedRows, ProofCalls, Tested } from '../proof/messages.ts';

/** What the islands of the page ask for. Every answer is computed once; what failed is tried again when it is asked for again. */
export interface Lab {
  readonly claims: ProofClaims;
  /** The files that the page holds or the reader has given, by role. */
  has(role: FileRole): boolean;
  /** Takes a file of the reader's; what was computed without it is forgotten. */
  give(file: GivenFile): void;
  /** Files of a role are in the page or not; a model and rows can be opened only where they are there. */
  readonly hasModel: () => boolean;
  readonly hasRows: () => boolean;
  model(): Promise<LoadedModel>;
  rows(): Promise<LoadedRows>;
  test(): Promise<Tested>;
  /** Class probabilities of one row of scaled features. */
  predict(features: Float32Array): Promise<Float32Array>;
}

/**
 * The lab of a page, or null where the page claims nothing that can be recomputed.
 *
 * @param start starts a worker from its program
 */
export function openLab(start: typeof startProgram = startProgram): Lab | null {
  const text = document.getElementById(CLAIMS_ELEMENT)?.textContent;
  const program = document.getElementById(WORKER_ELEMENT)?.textContent;
  if (!text || !program) return null;
  const claims = JSON.parse(text) as ProofClaims;
  let connection: Connection<ProofCalls> | null = null;
  const given = new Map<FileRole, GivenFile>();
  let answers = new Map<string, Promise<unknown>>();
  const once = <Answer>(key: string, make: () => Promise<Answer>): Promise<Answer> => {
    const known = answers.get(key) as Promise<Answer> | undefined;
    if (known !== undefined) return known;
    const made = make();
    answers.set(key, made);
    made.catch(() => {
      if (answers.get(key) === made) answers.delete(key);
    });
    return made;
  };
  /** Started with the first request, and again after it failed: what it had loaded is gone with it. */
  const worker = (): Connection<ProofCalls> => {
    if (connection !== null) return connection;
    const started = start(program, 'heddle proof', (error) => {
      own.fail(error);
      started.terminate();
      if (connection !== own) return;
      connection = null;
      answers = new Map();
    });
    const own = connect<ProofCalls, never>(started, () => undefined);
    connection = own;
    return own;
  };
  const held = (role: FileRole): GivenFile | null => {
    const own = given.get(role);
    if (own !== undefined) return own;
    const packed = document.getElementById(fileElement(role))?.textContent;
    const name = claims.files.find((file) => file.role === role)?.name ?? role;
    return packed ? { role, name, packed } : null;
  };
  const has = (role: FileRole): boolean => given.has(role) || document.getElementById(fileElement(role)) !== null;
  const filesOf = (roles: readonly FileRole[]): GivenFile[] => roles.map(held).filter((file) => file !== null);
  const lab: Lab = {
    claims,
    has,
    give(file) {
      given.set(file.role, file);
      answers = new Map();
    },
    hasModel: () => has('model'),
    hasRows: () => has('rows') || (has('features') && has('labels')),
    model: () =>
      once('model', async () => {
        const [file] = filesOf(['model']);
        return worker().call('model', { file, profile: claims.profile });
      }),
    rows: () =>
      once('rows', async () => {
        await lab.model();
        return worker().call('rows', { files: filesOf(has('rows') ? ['rows'] : ['features', 'labels']) });
      }),
    test: () =>
      once('test', async () => {
        await lab.rows();
        return worker().call('test', { batchSize: claims.batchSize });
      }),
    async predict(features) {
      await lab.model();
      return worker().call('predict', { features });
    },
  };
  return lab;
}
