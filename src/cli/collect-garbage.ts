/** What is used of node:inspector. */
type Inspector = typeof import('node:inspector');

/**
 * Collects garbage, as soon as nothing else runs. For after much was used at once: V8 does not count shared memory among what makes it
 * collect, and would hold tens of megabytes until something else does. Does nothing where Node has no inspector, or the process may
 * not use it.
 */
export async function collectGarbage(): Promise<void> {
  const inspector = process.getBuiltinModule('node:inspector') as Inspector | undefined;
  if (inspector === undefined) return;
  try {
    const session = new inspector.Session();
    session.connect();
    await new Promise<void>((resolve) => session.post('HeapProfiler.collectGarbage', () => resolve()));
    session.disconnect();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ACCESS_DENIED') throw error;
  }
}
