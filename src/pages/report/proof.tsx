import { type ReadonlySignal, signal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { sha256Hex } from '../../core/index.ts';
import { gunzip, isGzip } from '../../data/index.ts';
import type { RunRecord } from '../../record/index.ts';
import { count, type FileRole } from '../../report/index.ts';
import { type Check, compareClaims, type Shown, sameBits } from '../proof/compare-claims.ts';
import type { GivenFile, LoadedModel } from '../proof/messages.ts';
import type { Lab } from './lab.ts';
import type { TryDoor } from './try-it.tsx';
import { useDrop } from './use-drop.ts';

/** Where the proof stands. */
export type ProofState =
  | { readonly at: 'idle' }
  | { readonly at: 'running' }
  | { readonly at: 'failed'; readonly message: string }
  | { readonly at: 'done'; readonly checks: readonly Check[]; readonly model: LoadedModel; readonly note: string };

/** The proof of a page: one state, shown in two places. */
export interface Proof {
  readonly state: ReadonlySignal<ProofState>;
  /** Counts the files that the reader has given, so that what depends on them is drawn again. */
  readonly given: ReadonlySignal<number>;
  /** Takes files of the reader's. What was found without them is no longer said. */
  take(files: readonly GivenFile[]): void;
  run(): Promise<void>;
}

/**
 * The proof of a page's claims.
 *
 * @param shown reads the figures back from the page at the moment of the proof
 */
export function createProof(run: RunRecord, lab: Lab, shown: () => Shown): Proof {
  const state = signal<ProofState>({ at: 'idle' });
  const given = signal(0);
  return {
    state,
    given,
    take(files) {
      if (files.length === 0) return;
      for (const file of files) lab.give(file);
      state.value = { at: 'idle' };
      given.value++;
    },
    async run() {
      const files = given.value;
      const settle = (outcome: ProofState): void => {
        // Of files that were exchanged meanwhile nothing is said.
        if (given.value === files) state.value = outcome;
      };
      state.value = { at: 'running' };
      try {
        const model = await lab.model();
        const complete = lab.hasRows() && run.test !== null;
        const rows = complete ? await lab.rows() : null;
        const tested = complete ? await lab.test() : null;
        const checks = compareClaims(run, lab.claims, shown(), { model, rows, tested });
        const time =
          tested === null
            ? 'The model alone was checked.'
            : `${count(tested.rows)} test rows in ${(tested.milliseconds / 1000).toFixed(2)} s on this machine.`;
        settle({ at: 'done', checks, model, note: `${time} ${arithmetic(lab, model)}` });
      } catch (error) {
        settle({ at: 'failed', message: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

function arithmetic(lab: Lab, model: LoadedModel): string {
  const { profile } = lab.claims;
  if (sameBits(lab.claims, model)) return `Arithmetic: ${profile}, as in the run, so every bit must agree.`;
  return `The run computed with the profile ${profile}; this browser can only do ${model.profile}. The last bits may differ, so counts and figures are compared, not bits: a row may change sides only where its two likeliest classes are less than 0.0001 apart.`;
}

/** Runs the proof for a button that is gone or switched off meanwhile: whoever used it is taken to what came out. */
async function runFrom(proof: Proof, outcome: RefObject<HTMLElement | null>): Promise<void> {
  const button = document.activeElement;
  await proof.run();
  const now = document.activeElement;
  if (now === button || now === document.body) outcome.current?.focus();
}

/** The one line below the large numbers. */
export function Verdict({ proof, lab }: { readonly proof: Proof; readonly lab: Lab }): JSX.Element {
  const outcome = useRef<HTMLParagraphElement>(null);
  const state = proof.state.value;
  void proof.given.value;
  const ready = lab.hasModel() && lab.hasRows();
  return (
    <div class="verdict">
      {state.at !== 'done' &&
        (ready ? (
          <button
            type="button"
            class="button strong"
            disabled={state.at === 'running'}
            onClick={() => runFrom(proof, outcome)}
          >
            {state.at === 'running' ? 'Recomputing …' : 'Recompute the test figures on this machine'}
          </button>
        ) : (
          <a class="button" href="#proof">
            Check these figures with your own copy of the test set
          </a>
        ))}
      <p role="status" tabIndex={-1} ref={outcome} class={tone(state)}>
        {summary(state)}
      </p>
    </div>
  );
}

function tone(state: ProofState): string {
  if (state.at === 'failed') return 'differs';
  if (state.at !== 'done') return '';
  return state.checks.every(({ agrees }) => agrees) ? 'agrees' : 'differs';
}

function summary(state: ProofState): string {
  if (state.at === 'failed') return `Not proved: ${state.message}`;
  if (state.at !== 'done') return '';
  const wrong = state.checks.find(({ agrees }) => !agrees);
  if (wrong !== undefined) return `Differs. ${wrong.name}: ${wrong.detail}`;
  return `Agrees: ${count(state.checks.length)} checks on this machine, no difference.`;
}

/** What the proof and the place for files work on. */
interface ProofProps {
  readonly proof: Proof;
  readonly lab: Lab;
  readonly run: RunRecord;
  /** Where a dropped image goes. */
  readonly door: TryDoor;
}

/** Every check, and the place for the reader's own files. */
export function ProofPanel(props: ProofProps): JSX.Element {
  const { proof, lab } = props;
  const outcome = useRef<HTMLDivElement>(null);
  const state = proof.state.value;
  void proof.given.value;
  return (
    <div class="proof">
      {lab.hasModel() && (
        <button
          type="button"
          class="button strong"
          disabled={state.at === 'running'}
          onClick={() => runFrom(proof, outcome)}
        >
          {state.at === 'running' ? 'Recomputing …' : state.at === 'idle' ? 'Recompute now' : 'Recompute again'}
        </button>
      )}
      <Files {...props} />
      <div role="status" tabIndex={-1} ref={outcome}>
        {(state.at === 'failed' || state.at === 'done') && <p class={`outcome ${tone(state)}`}>{summary(state)}</p>}
      </div>
      {state.at === 'done' && (
        <>
          <ul class="checks">
            {state.checks.map(({ name, agrees, detail }) => (
              <li key={name} class={agrees ? 'agrees' : 'differs'}>
                <span class="check-name">{name}</span>
                <span class="check-detail">
                  <span class="hidden">{agrees ? 'agrees: ' : 'differs: '}</span>
                  {detail}
                </span>
              </li>
            ))}
          </ul>
          <p class="aside">{state.note}</p>
        </>
      )}
    </div>
  );
}

/** A place to drop files: those that are missing, or others to try in their place. */
function Files({ proof, lab, run, door }: ProofProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const missing = missingFiles(lab, run);
  const message = notices.value;
  const take = async (files: FileList | null): Promise<void> => {
    const words: string[] = [];
    const taken: GivenFile[] = [];
    const [images, others] = [isImage, (file: File) => !isImage(file)].map((of) => [...(files ?? [])].filter(of));
    for (const file of others) words.push(await takeFile(file, lab, taken));
    proof.take(taken);
    for (const file of images) words.push(takeImage(file, lab, door));
    notices.value = words.join(' ');
    if (missing.length > 0 && missingFiles(lab, run).length === 0) await proof.run();
  };
  useDrop(place, (files) => void take(files));
  return (
    <div class="drop" ref={place}>
      <p>
        {missing.length > 0
          ? `To check everything, drop ${missing.join(' and ')} here, packed (.gz) or not.`
          : 'You can also check with files of your own: drop the model or the files of the test set here.'}
      </p>
      <label class="button">
        Choose files
        <input type="file" multiple class="hidden" onChange={(event) => void take(event.currentTarget.files)} />
      </label>
      <p role="status">{message}</p>
    </div>
  );
}

const notices = signal('');

function missingFiles(lab: Lab, run: RunRecord): string[] {
  const { files, trial } = lab.claims;
  const named = (role: FileRole, otherwise: string): string =>
    files.find((file) => file.role === role)?.name ?? otherwise;
  const wanted: string[] = [];
  if (!lab.hasModel()) wanted.push(`the model (trials/${trial}/model.safetensors of the run folder)`);
  if (run.test === null || lab.hasRows()) return wanted;
  if (files.some(({ role }) => role === 'rows')) return [...wanted, named('rows', 'the test rows')];
  if (!lab.has('features')) wanted.push('the test images (an IDX file, such as t10k-images-idx3-ubyte.gz)');
  if (!lab.has('labels')) wanted.push('the test labels (such as t10k-labels-idx1-ubyte.gz)');
  return wanted;
}

const isImage = ({ type }: File): boolean => type.startsWith('image/');

/** Puts a file among those `taken`, as what its content says it is; answers in words what it did. */
async function takeFile(file: File, lab: Lab, taken: GivenFile[]): Promise<string> {
  try {
    let bytes: Uint8Array = new Uint8Array(await file.arrayBuffer());
    if (isGzip(bytes)) bytes = await gunzip(bytes, { where: file.name });
    const role = roleOf(bytes);
    if (role === null) return `${file.name} is neither an IDX file of bytes nor safetensors.`;
    taken.push({ role, name: file.name, bytes });
    return `${file.name} was taken as ${WORDS[role]}.${strangerText(lab, role, bytes)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Says of a file that is not the one that the page names; nothing where it is, or where the page names none. */
function strangerText({ claims: { files } }: Lab, role: FileRole, bytes: Uint8Array): string {
  if (files.length === 0) return '';
  const own = files.find((file) => file.role === role);
  if (own === undefined) return ' The run has no such file: it is not of this run.';
  const sha256 = sha256Hex(bytes);
  if (own.sha256 === sha256) return '';
  return ` It is not that of the run: its SHA-256 begins with ${sha256.slice(0, 8)}, that of ${own.name} with ${own.sha256.slice(0, 8)}.`;
}

/** Puts an image on the board, which comes with the model and when its part of the page is seen. */
function takeImage(file: File, lab: Lab, door: TryDoor): string {
  if (document.getElementById('try') === null) return `${file.name} is an image: this model takes none.`;
  if (door.take === null) door.waiting = file;
  else door.take(file);
  if (!lab.hasModel()) return `${file.name} is an image: it waits for the model.`;
  location.hash = 'try';
  return `${file.name} is an image: it was put on the board.`;
}

const WORDS: { readonly [role in FileRole]: string } = {
  model: 'the model',
  features: 'the test images',
  labels: 'the test labels',
  rows: 'the test rows',
};

/** IDX files of bytes begin with 0 0 8 and the number of dimensions; safetensors with a length and a brace. */
function roleOf(bytes: Uint8Array): FileRole | null {
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 8) return bytes[3] === 1 ? 'labels' : 'features';
  if (bytes[8] !== 0x7b) return null;
  const header = new TextDecoder().decode(bytes.subarray(8, 8 + 4096));
  return header.includes('heddle-model-') ? 'model' : 'rows';
}
