/** What the playground's page adds to the report's look. */
export const STYLE_PLAYGROUND: string = `
:root { --first: #0072b2; --second: #d55e00; }
@media screen and (prefers-color-scheme: dark) { :root { --first: #4aa8e0; --second: #f08a3c; } }
.bench { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); align-items: start; }
.bench .panel { margin: 0; padding: clamp(0.875rem, 2vw, 1.5rem); min-width: 0; }
@media (min-width: 46rem) { .bench { grid-template-columns: repeat(2, minmax(0, 1fr)); } .bench .panel:last-child { grid-column: 1 / -1; } }
@media (min-width: 72rem) { .bench { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 16.5rem; } .bench .panel:last-child { grid-column: auto; } }
.bench .try .said { min-height: 3.2em; text-wrap: balance; }
.bench .try { grid-template-columns: minmax(0, 1fr); }
.controls-form { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); }
.field > span:first-child { display: block; font-size: 0.875rem; color: var(--muted); margin-bottom: 0.125rem; }
.field input:not([type="checkbox"]), .field select {
  width: 100%; min-height: 2.5rem; padding: 0.375rem 0.625rem; font: inherit; color: var(--ink); background: var(--surface);
  border: 1px solid var(--edge); border-radius: 0.5rem;
}
.field :focus-visible, .stage:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.check.field { display: flex; align-items: center; gap: 0.5rem; min-height: 2.5rem; font-size: 0.9375rem; }
.check.field input { width: 1.125rem; height: 1.125rem; }
.wrong-text { display: block; color: var(--bad); font-size: 0.875rem; margin-top: 0.25rem; }
.stage {
  display: block; width: 100%; max-width: 35rem; height: auto; aspect-ratio: 1; margin: 0 auto;
  background: var(--surface); border: 1px solid var(--rule); border-radius: 0.5rem;
}
svg.stage { cursor: crosshair; touch-action: pan-y; }
.axis { stroke: var(--rule); stroke-width: 1; fill: none; }
.goal { fill: var(--first); }
.fitted { fill: none; stroke: var(--second); stroke-width: 4; stroke-linejoin: round; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-top: 0.75rem; }
.row .hint { margin: 0; color: var(--muted); font-size: 0.9375rem; }
.buttons { margin: 0 0 1rem; }
.buttons + .wrong-text { margin: 0 0 0.75rem; }
.buttons .button { min-width: 5.5rem; min-height: 2.75rem; width: auto; }
.buttons .button[disabled] { cursor: default; }
.said { margin: 0 0 0.75rem; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8.5rem), 1fr)); gap: 0.75rem 1rem; margin: 0 0 1rem; }
.numbers dt { color: var(--muted); font-size: 0.875rem; }
.numbers dd { margin: 0; font-size: 1.125rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.losses { margin: 0; }
.losses svg { display: block; width: 100%; height: 17em; font-size: 0.8125rem; }
.losses text { fill: var(--muted); }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.line.train { stroke: var(--first); }
.line.validation { stroke: var(--second); stroke-dasharray: 7 4; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; color: var(--muted); font-size: 0.875rem; margin-top: 0.5rem; }
.key::before { content: ""; display: inline-block; width: 1.5rem; border-top: 3px solid var(--first); margin-right: 0.5rem; vertical-align: 0.25em; }
.key.validation::before { border-top-style: dashed; border-color: var(--second); }
@media (pointer: coarse) {
  .bench .button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; }
  .bench .check { min-height: 2.75rem; }
}
`;
