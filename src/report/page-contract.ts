// Where the page keeps what its program reads: the ids of data elements.

/** The id of the element that holds the record on the page, as JSON: where the page's program finds it. */
export const RECORD_ELEMENT = 'heddle-run';

/** The id of the element that holds the claims of the proof, as JSON; see {@link ProofClaims}. */
export const CLAIMS_ELEMENT = 'heddle-claims';

/** The id of the element that holds the program of the proof's worker, as text. */
export const WORKER_ELEMENT = 'heddle-worker';

/** The id of the element that holds an embedded file: base64 of its gzip. */
export function fileElement(role: string): string {
  return `heddle-file-${role}`;
}
