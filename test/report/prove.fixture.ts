// Runs the proof of a page as a reader does, whatever the browser.

/**
 * Declares `look(place, selector)`: what a selector finds, with its place kept in view, since the living parts of a page come to life
 * where they are seen. Fails after 30 s with what the place shows.
 */
export const LOOK: string = `const look = async (place, selector) => {
  for (let i = 0; i < 600; i++) {
    document.querySelector(place)?.scrollIntoView();
    const found = document.querySelector(selector);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited in vain for ' + selector + ': ' + (document.querySelector(place) ?? document.body).innerText);
};`;

/** Runs the proof as a reader does, and answers its outcome and its checks. */
export const PROVE: string = `(async () => {
  ${LOOK}
  (await look('#proof', '.proof .button.strong')).click();
  const outcome = await look('#proof', '.outcome');
  return {
    agrees: outcome.classList.contains('agrees'),
    text: outcome.textContent,
    colour: getComputedStyle(outcome).color,
    checks: [...document.querySelectorAll('.checks li')].map((li) => li.className + ': ' + li.querySelector('.check-name').textContent),
    note: document.querySelector('.proof > .aside')?.textContent ?? '',
    shared: typeof SharedArrayBuffer,
    verdict: (await look('[data-island=verdict]', '.verdict [role=status]')).textContent,
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
