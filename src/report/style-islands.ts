/** The look of what the page's program draws: controls, proof, pictures of rows, the board. Colours as in {@link STYLE}. */
export const ISLAND_STYLE: string = `
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.button, .choice button, .chip {
  font: inherit; font-size: 0.875rem; line-height: 1.3; color: var(--ink); background: var(--surface);
  border: 1px solid var(--edge); border-radius: 0.5rem; padding: 0.4375rem 0.875rem; cursor: pointer;
}
a.button { display: inline-block; text-decoration: none; }
.button:hover, .chip:hover, .choice button:hover { background: var(--soft); }
.button.strong { color: var(--on-strong); background: var(--link); border-color: var(--link); font-weight: 600; padding: 0.5625rem 1.125rem; }
.button.strong:hover { filter: brightness(1.08); }
.button[disabled] { opacity: 0.65; cursor: progress; }
.button.all { margin: 0 0 1rem; }
.button:focus-visible, .chip:focus-visible, .choice button:focus-visible, .matrix button:focus-visible, .board:focus-visible,
label.button:focus-within { outline: 2px solid var(--link); outline-offset: 2px; }
.hint { color: var(--muted); font-size: 0.9375rem; }

.choice, .chips { min-width: 0; margin: 0; padding: 0; border: 0; }
.choice { display: inline-flex; border: 1px solid var(--edge); border-radius: 0.5rem; overflow: hidden; margin: 0 0 0.75rem; }
.choice button { border: 0; border-radius: 0; background: var(--surface); color: var(--muted); padding: 0.375rem 0.75rem; }
.choice button + button { border-left: 1px solid var(--edge); }
.choice [aria-pressed="true"] { background: var(--chosen); color: var(--ink); font-weight: 600; }
.choice button:focus-visible { outline-offset: -3px; }

.controls { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; margin-bottom: 0.75rem; }
.controls .choice { margin: 0; }
.chips { display: flex; flex-wrap: wrap; gap: 0.375rem; }
.chip { padding: 0.3125rem 0.75rem 0.3125rem 0.5rem; border-radius: 2rem; max-width: 16rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.chip::before, .swatch { content: ""; display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.4375rem; vertical-align: -0.0625rem; border-radius: 50%; border: 2px solid var(--colour); }
.chip[aria-pressed="true"]::before, .swatch { background: var(--colour); }
.chip[aria-pressed="false"] { color: var(--muted); text-decoration: line-through; }
.chip.dashed { max-width: 18rem; }
.chip.dashed::before { display: none; }
.dash { flex: none; display: inline-block; width: 2.25rem; height: 0.5rem; margin-right: 0.4375rem; vertical-align: 0.0625rem; }
.chip[aria-pressed="false"] .dash { opacity: 0.5; }
.range-fields { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; color: var(--muted); font-size: 0.875rem; }
.range-fields input { font: inherit; width: 4.25rem; margin-left: 0.375rem; padding: 0.25rem 0.375rem; color: var(--ink); background: var(--surface); border: 1px solid var(--edge); border-radius: 0.375rem; }
.plot { position: relative; touch-action: pan-y; }
.range { position: absolute; top: 34px; bottom: 44px; background: var(--link); opacity: 0.14; pointer-events: none; }
.readout { margin: 0.25rem 0 0.75rem; min-height: 1.5em; font-size: 0.9375rem; color: var(--muted); font-variant-numeric: tabular-nums; }
.trial-choices { columns: 18rem; padding: 0 0.25rem 1rem; font-size: 0.9375rem; max-height: 22rem; overflow-y: auto; }
.trial-choices label { display: flex; gap: 0.375rem; align-items: baseline; padding: 0.1875rem 0; break-inside: avoid; overflow-wrap: anywhere; }
.trial-choices .swatch { flex: none; margin: 0; }
.choices { border-bottom: 1px solid var(--rule); }
.choices > summary .name { font-weight: 500; font-size: 0.9375rem; }

.verdict { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin: 1.25rem 0 1.5rem; }
.verdict p { margin: 0; }
.verdict p.agrees, .verdict p.differs, .outcome { margin: 0; padding: 0.625rem 1rem; border-radius: 0.5rem; font-weight: 600; max-width: none; overflow-wrap: anywhere; }
p.agrees, .outcome.agrees { color: var(--good); background: var(--good-ground); }
p.differs, .outcome.differs { color: var(--bad); background: var(--bad-ground); }
p.agrees::before { content: "\\2713\\00a0\\00a0"; }
p.differs::before { content: "\\2717\\00a0\\00a0"; }
.proof > .button { margin-bottom: 1rem; }
.outcome { margin-bottom: 1rem; }
.checks { list-style: none; margin: 0 0 1rem; padding: 0; }
.checks li { display: grid; grid-template-columns: 1.5rem minmax(8rem, 15rem) minmax(0, 1fr); gap: 0 0.5rem; padding: 0.4375rem 0; border-bottom: 1px solid var(--rule); font-size: 0.9375rem; }
.checks li::before { content: "\\2713"; color: var(--good); font-weight: 700; }
.checks .differs::before { content: "\\2717"; color: var(--bad); }
.checks .differs { color: var(--bad); font-weight: 600; }
.check-detail { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; color: var(--muted); }
.differs .check-detail { color: inherit; }
.drop { margin: 0 0 1rem; padding: 1rem 1.25rem; border: 2px dashed var(--edge); border-radius: 0.75rem; }
.drop p { margin: 0 0 0.75rem; }
.drop p:last-child { margin: 0.75rem 0 0; color: var(--muted); }
.drop p:last-child:empty { display: none; }

.gallery { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(8.75rem, 1fr)); gap: 1.25rem 1rem; }
.gallery > li { min-width: 0; }
.pixels { display: block; width: 100%; height: auto; max-width: 10rem; image-rendering: pixelated; border-radius: 0.375rem; background: #000; }
.truth { margin: 0.5rem 0 0.25rem; font-weight: 600; font-size: 0.875rem; line-height: 1.3; }
.row-number { margin: 0.25rem 0 0; color: var(--muted); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.bars { list-style: none; margin: 0; padding: 0; max-width: 26rem; }
.gallery .bars { max-width: 10rem; }
.bars li {
  display: flex; justify-content: space-between; gap: 0.5rem; padding: 0.0625rem 0.375rem; margin-bottom: 2px; border-radius: 0.25rem;
  font-size: 0.8125rem; line-height: 1.5; font-variant-numeric: tabular-nums;
  background: linear-gradient(to right, var(--bar) calc(var(--share) * 100%), var(--soft) 0);
  --bar: color-mix(in srgb, var(--muted) 30%, var(--soft));
}
.bars .is-first { --bar: color-mix(in srgb, var(--wrong) 45%, var(--soft)); font-weight: 600; }
.bars .is-truth { --bar: color-mix(in srgb, var(--right) 50%, var(--soft)); }
.try .bars .is-first { --bar: color-mix(in srgb, var(--right) 50%, var(--soft)); }
.bar-name { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar-share { flex: none; }
.cell h3 { margin-top: 1rem; }

.try { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1.5rem 2.5rem; align-items: start; }
.board { display: block; width: min(100%, 17.5rem); height: auto; touch-action: none; cursor: crosshair; border-radius: 0.5rem; border: 1px solid var(--edge); background: #000; }
.try-buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.75rem; max-width: 17.5rem; align-items: center; }
.check { font-size: 0.875rem; display: flex; gap: 0.375rem; align-items: center; }
.said { min-height: 1.6em; font-weight: 600; }
.try .bars li { padding: 0.125rem 0.5rem; font-size: 0.875rem; }

.matrix td:has(button) { padding: 0; }
.matrix button { all: unset; box-sizing: border-box; display: block; width: 100%; height: 2.2rem; line-height: 2.2rem; text-align: center; cursor: pointer; }
.matrix.many button { height: 1.9rem; line-height: 1.9rem; }
.matrix button:not([aria-disabled]):hover { text-decoration: underline; }
.matrix button[aria-disabled] { cursor: default; }
.matrix button[aria-current] { box-shadow: inset 0 0 0 2px var(--ink); }

@media (max-width: 44rem) {
  .try { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 34rem) {
  .matrix button, .matrix.many button { height: 1.6rem; line-height: 1.6rem; }
  .checks li { grid-template-columns: 1.5rem minmax(0, 1fr); }
  .check-detail { grid-column: 2; font-size: 0.875rem; }
  .gallery { grid-template-columns: repeat(auto-fill, minmax(6.75rem, 1fr)); }
  .button.strong { width: 100%; text-align: center; }
}
@media print {
  .button, .choice, .controls, .drop, .readout, .choices, #try, .hint { display: none; }
  .gallery { grid-template-columns: repeat(5, 1fr); }
  .gallery > li { break-inside: avoid; }
  .matrix button { height: 1.7rem; line-height: 1.7rem; }
  .matrix.many button { height: 1.4em; line-height: 1.4em; }
}
`;
