// The three browser engines that tests run pages in, without a window, behind one small interface. Each is started with a
// fresh profile and is gone after use. A test asks `missing(name)` first and skips with the reason it gives.

import type { BrowserKind } from './browser-kind.fixture.ts';
import { chromium } from './chromium.fixture.ts';
import { firefox } from './firefox.fixture.ts';
import { webkit } from './webkit.fixture.ts';

export type BrowserName = 'chromium' | 'firefox' | 'webkit';

/** The engines by name. */
export const BROWSERS: { readonly [name in BrowserName]: BrowserKind } = { chromium, firefox, webkit };

export const BROWSER_NAMES: readonly BrowserName[] = ['chromium', 'firefox', 'webkit'];

/** Why a browser cannot be started here, for `skip`; undefined where it can. */
export const missing = (name: BrowserName): string | undefined => BROWSERS[name].missing();
