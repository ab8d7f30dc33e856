import { mendedJournal } from './journal.ts';
import type { RunFiles } from './run-files.ts';
import type { RunStore } from './run-store.ts';
import { runStoreOver } from './store-over.ts';

/** A folder in memory. */
export interface MemoryFiles extends RunFiles {
  /** Every file that is there now, with its content, in the order of the paths. */
  all(): [path: string, content: Uint8Array][];
}

/** A folder in memory: nothing of it outlives the object. */
export function memoryFiles(name: string): MemoryFiles {
  const contents = new Map<string, Uint8Array>();
  return {
    location: name,
    async write(path, content) {
      contents.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content));
    },
    async writeKeeping(path, content, previous) {
      const held = contents.get(path);
      if (held !== undefined) contents.set(previous, held);
      contents.set(path, new Uint8Array(content));
    },
    async remove(path) {
      contents.delete(path);
    },
    async move(path, to) {
      for (const [file, content] of [...contents]) {
        if (!file.startsWith(`${path}/`)) continue;
        contents.set(to + file.slice(path.length), content);
        contents.delete(file);
      }
    },
    async append(path, line) {
      const held = mendedJournal(contents.get(path) ?? new Uint8Array());
      const added = new TextEncoder().encode(line);
      const joined = new Uint8Array(held.length + added.length);
      joined.set(held);
      joined.set(added, held.length);
      contents.set(path, joined);
    },
    async read(path) {
      return contents.get(path)?.slice() ?? null;
    },
    all: () => [...contents.keys()].sort().map((path) => [path, (contents.get(path) as Uint8Array).slice()]),
    async folders(path) {
      const inside = [...contents.keys()].filter((file) => file.startsWith(`${path}/`));
      return [
        ...new Set(
          inside
            .map((file) => file.slice(path.length + 1).split('/'))
            .filter((parts) => parts.length > 1)
            .map(([folder]) => folder),
        ),
      ];
    },
  };
}

/**
 * A run kept in memory, for pages and tests.
 *
 * @example
 * const store = memoryStore('first try');
 */
export function memoryStore(name: string): RunStore {
  return runStoreOver(memoryFiles(name));
}
