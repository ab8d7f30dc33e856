// The page's side of the proof: starts the worker when it is first needed, gives it the model and the test rows, and
// remembers its answers.

import { CLAIMS_ELEMENT, type FileRole, fileElement, type ProofClaims, WORKER_ELEMENT } from '../../report/index.ts';
import type { Answers, GivenFile, LoadedModel, LoadedRows, Question, Reply, Tested } from '../proof/messages.ts';

/** What the islands of the page ask for. Every answer is computed once. */
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

/** The lab of a page, or null where the page claims nothing that can be recomputed. */
export function openLab(): Lab | null {
  const text = document.getElementById(CLAIMS_ELEMENT)?.textContent;
  const program = document.getElementById(WORKER_ELEMENT)?.textContent;
  if (!text || !program) return null;
  const claims = JSON.parse(text) as ProofClaims;
  const ask = worker(program);
  const given = new Map<FileRole, GivenFile>();
  let answers = new Map<string, Promise<unknown>>();
  const once = <Answer>(key: string, make: () => Promise<Answer>): Promise<Answer> => {
    const known = answers.get(key) as Promise<Answer> | undefined;
    if (known !== undefined) return known;
    const made = make();
    answers.set(key, made);
    return made;
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
        return ask({ ask: 'model', file, profile: claims.profile });
      }),
    rows: () =>
      once('rows', async () => {
        await lab.model();
        return ask({ ask: 'rows', files: filesOf(has('rows') ? ['rows'] : ['features', 'labels']) });
      }),
    test: () =>
      once('test', async () => {
        await lab.rows();
        return ask({ ask: 'test', batchSize: claims.batchSize });
      }),
    async predict(features) {
      await lab.model();
      return ask({ ask: 'predict', features });
    },
  };
  return lab;
}

/** Starts the worker with the first question. */
function worker(program: string): <Ask extends Question>(question: Ask) => Promise<Answers[Ask['ask']]> {
  let running: Worker | null = null;
  let next = 0;
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  const start = (): Worker => {
    const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    const made = new Worker(address);
    made.onmessage = ({ data }: MessageEvent<Reply>) => {
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if ('error' in data) asker?.reject(new Error(data.error));
      else asker?.resolve(data.answer as never);
    };
    made.onerror = (event) => {
      event.preventDefault();
      const error = new Error(`The page's worker did not start: ${event.message || 'the browser does not say why'}`);
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    return made;
  };
  return (question) =>
    new Promise((resolve, reject) => {
      running ??= start();
      const id = next++;
      waiting.set(id, { resolve: resolve as (answer: never) => void, reject });
      running.postMessage({ id, question });
    });
}
