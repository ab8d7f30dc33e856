// The program of the playground's page: a network that a person sets up, and watches while it learns.

import { render } from 'preact';
import { ISLAND_STYLE, STYLE } from '../report/index.ts';
import { App } from './playground/app.tsx';
import type { ProblemName } from './playground/setup.ts';
import { openStudio } from './playground/studio.ts';
import { STYLE_PLAYGROUND } from './playground/style.ts';

const style = document.createElement('style');
style.textContent = STYLE + ISLAND_STYLE + STYLE_PLAYGROUND;
document.head.append(style);

// Whoever serves the page says whether Fashion-MNIST lies beside it.
const hasFashionMnist = document.documentElement.dataset['fashionMnist'] === 'yes';
const problems: ProblemName[] = [
  'spirals',
  'curve',
  'garments',
  ...(hasFashionMnist ? ['fashion-mnist' as const] : []),
];
render(<App studio={openStudio()} problems={problems} />, document.getElementById('page') as HTMLElement);
