// Runs the proof of a page as a reader does, whatever the browser.

/** Runs the proof as a reader does, and answers its outcome and its checks. */
export const PROVE: string = `(async () => {
  const wait = async (find) => {
    for (let i = 0; i < 1000; i++) {
      const found = find();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('waited in vain: ' + (document.getElementById('proof') ?? document.body).innerText);
  };
  document.getElementById('proof').scrollIntoView();
  (await wait(() => document.querySelector('.proof .button.strong'))).click();
  const outcome = await wait(() => document.querySelector('.outcome'));
  return {
    agrees: outcome.classList.contains('agrees'),
    text: outcome.textContent,
    colour: getComputedStyle(outcome).color,
    checks: [...document.querySelectorAll('.checks li')].map((li) => li.className + ': ' + li.querySelector('.check-name').textContent),
    note: document.querySelector('.proof > .aside')?.textContent ?? '',
    shared: typeof SharedArrayBuffer,
    verdict: (await wait(() => document.querySelector('.verdict [role=status]'))).textContent,
  };
})()`;

/** What a reader sees of it. */
export interface ProofOutcome {
  readonly agrees: boolean;
  readonly text: string;
  readonly colour: string;
  readonly checks: readonly string[];
  readonly note: string;
  readonly verdict: string;
}
