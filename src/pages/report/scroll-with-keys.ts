/** Makes what is wider than its place a region with a name, which can be scrolled with the keyboard too; what fits is none. */
export function scrollWithKeys(root: ParentNode): void {
  const watched = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1;
      target.classList.toggle('scrolls', scrolls);
      const attributes = {
        tabindex: '0',
        role: 'region',
        'aria-label': `${titleOf(target)}: a table wider than the page`,
      };
      for (const [name, value] of Object.entries(attributes))
        scrolls ? target.setAttribute(name, value) : target.removeAttribute(name);
    }
  });
  for (const element of root.querySelectorAll('.wide')) watched.observe(element);
}

/** The heading that an element stands under; inside something to open, with the name of that. */
function titleOf(element: Element): string {
  const details = element.closest('details');
  const opened = details?.querySelector('summary .name')?.textContent ?? null;
  const section = element.closest('section');
  // Of all headings before it, the last.
  const heading = [...((details ?? section)?.querySelectorAll('h2, h3') ?? [])]
    .filter((other) => other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
    .at(-1);
  return [opened, heading?.textContent ?? null].filter((part) => part !== null).join(', ');
}
