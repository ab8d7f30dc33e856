import { describe, HeddleError } from '../core/index.ts';
import type { Profile } from '../kernels/kernels.ts';
import { chooseThreads, pageFacts } from './choose-threads.ts';
import type { BrowserEngineOptions } from './engine.ts';
import type { OpenAnswer, OpenRequest } from './protocol.ts';

const PROFILES: readonly Profile[] = ['strict', 'fused'];

/**
 * What to ask a worker for, and what to tell the user.
 *
 * @throws HeddleError `option` for a profile or a number of threads that is none.
 */
export function openRequest({ profile, threads }: BrowserEngineOptions): {
  readonly request: Omit<OpenRequest, 'ports'>;
  readonly noticesOf: (used: OpenAnswer) => string[];
} {
  if (profile !== undefined && !PROFILES.includes(profile)) {
    throw new HeddleError('option', {
      where: 'profile',
      expected: `one of ${PROFILES.join(', ')}, which a page can compute`,
      received: describe(profile),
      hint: 'leave it out for the best this browser can do.',
    });
  }
  const choice = chooseThreads(threads, pageFacts());
  const asked = profile ?? 'fused';
  return {
    request: { profile: asked, threads: choice.threads, shared: choice.shared },
    noticesOf: (used) => [
      ...(choice.notice === null ? [] : [choice.notice]),
      ...(used.profile === asked
        ? []
        : [
            `computing with profile ${used.profile}, because this browser has no multiply-add that rounds once, which profile ${asked} needs; ` +
              'its numbers differ in the last digits.',
          ]),
    ],
  };
}
