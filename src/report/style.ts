/**
 * The report's style sheet. Colours are variables, set twice: for light and for dark. Charts use the same variables,
 * so they follow without being drawn again.
 */
export const STYLE: string = `
:root {
  color-scheme: light dark;
  --ground: #f7f7f5; --surface: #ffffff; --ink: #1d232b; --muted: #59636e; --rule: #e2e5e9; --soft: #f1f3f5;
  --link: #0b5cad; --chosen: #e9f3fb; --warning: #fdf1e3; --warning-ink: #7a3d00;
  --right: #0072b2; --wrong: #d55e00; --on-strong: #ffffff; --most: 80%; --deep-right: #005a8f; --deep-wrong: #a84600; --edge: #8b949e; --shadow: rgb(29 35 43 / 0.22);
  --good: #0b6b3a; --good-ground: #e6f4ec; --bad: #a8121c; --bad-ground: #fdeaea;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #009e73; --series-4: #a8528a; --series-5: #7a6400; --series-6: #3a3f47;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --surface: #1b1f25; --ink: #e6e9ed; --muted: #9da7b2; --rule: #303740; --soft: #232931;
    --link: #7cc0f5; --chosen: #17324a; --warning: #3d2a14; --warning-ink: #ffc98a;
    --right: #4aa8e0; --wrong: #f08a3c; --on-strong: #10151a; --most: 60%; --deep-right: #4aa8e0; --deep-wrong: #f08a3c; --edge: #67727e; --shadow: rgb(0 0 0 / 0.6);
    --good: #7fd6a4; --good-ground: #16301f; --bad: #ff9c9c; --bad-ground: #411c1e;
    --series-1: #56b4e9; --series-2: #f08a3c; --series-3: #2fc79a; --series-4: #d98cc0; --series-5: #e0c64a; --series-6: #b9c0c8;
  }
}
* { box-sizing: border-box; }
html { background: var(--ground); scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2.5rem) 3rem; max-width: 84rem;
  font: 1rem/1.6 system-ui, "Segoe UI", Helvetica, Arial, sans-serif;
  color: var(--ink); overflow-wrap: break-word;
}
h1 { margin: 0; font-size: clamp(1.6rem, 4vw, 2.2rem); line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
h2 { margin: 0 0 1rem; font-size: 1.3rem; line-height: 1.3; font-weight: 620; letter-spacing: -0.01em; }
h3 { margin: 2rem 0 0.75rem; font-size: 1rem; font-weight: 620; }
p { margin: 0 0 1rem; max-width: 52rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
code, pre { font: 0.875em/1.6 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
dd code { overflow-wrap: anywhere; }
pre { margin: 0 0 1rem; padding: 0.75rem 1rem; overflow-x: auto; background: var(--soft); border-radius: 0.5rem; }
.banner {
  margin: 0 0 1.5rem; padding: 0.75rem 1rem; max-width: none; font-weight: 600;
  color: var(--warning-ink); background: var(--warning); border-left: 4px solid currentColor; border-radius: 0.25rem;
}
main > p:not(.notice):first-of-type, main > .notice + p:not(.notice) { font-size: 1.1875rem; line-height: 1.5; max-width: 60rem; }
main > p { max-width: 60rem; }
.subtitle { margin: 0.25rem 0 1rem; color: var(--muted); }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding-bottom: 1.25rem; font-size: 0.9375rem; }
nav a { color: var(--muted); text-decoration: none; padding: 0.25rem 0; }
nav a:hover { color: var(--link); text-decoration: underline; }
section {
  margin: 1.5rem 0 0; padding: clamp(1rem, 2.5vw, 2rem); background: var(--surface);
  border: 1px solid var(--rule); border-radius: 0.75rem;
}
section > :last-child { margin-bottom: 0; }
footer { margin-top: 2rem; color: var(--muted); font-size: 0.875rem; }

.notice { padding: 0.625rem 0.875rem; max-width: 60rem; font-size: 0.9375rem; background: var(--soft); border-radius: 0.375rem; }
.notice.alarm { color: var(--bad); background: var(--bad-ground); border-left: 4px solid currentColor; font-weight: 600; }
.notice.warning { color: var(--warning-ink); background: var(--warning); }

dl { margin: 0; }
dd { margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 0.75rem; margin: 1.25rem 0 0; }
.tiles > div { max-width: 22rem; padding: 0.875rem 1rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 0.75rem; }
.tiles dt { color: var(--muted); font-size: 0.875rem; line-height: 1.35; }
.tiles dd { font-size: 1.6rem; line-height: 1.4; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.tiles dd.note { font-size: 0.8125rem; font-weight: 400; color: var(--muted); letter-spacing: 0; }
.facts { margin: 0 0 1rem; columns: 2 27rem; column-gap: 3rem; }
.columns .facts { columns: auto; }
.columns .facts > div { grid-template-columns: minmax(0, 9rem) minmax(0, 1fr); }
.facts > div { display: grid; grid-template-columns: minmax(7rem, 11rem) minmax(0, 1fr); gap: 0 1.25rem; align-items: baseline; padding: 0.3rem 0; break-inside: avoid; }
.facts dt { color: var(--muted); }

.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 0 2.5rem; }
.columns:has(.matrix) { grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
.columns > div { min-width: 0; }
.columns h3 { margin-top: 0; }

.wide { margin: 0 0 1rem; overflow-x: auto; }
.wide.scrolls {
  /* A shadow at the side where more can be scrolled to: the covers move with the content, the shadows stay. */
  background:
    linear-gradient(to right, var(--surface) 40%, transparent) left / 2.5rem 100% local,
    linear-gradient(to left, var(--surface) 40%, transparent) right / 2.5rem 100% local,
    linear-gradient(to right, var(--shadow), transparent) left / 0.75rem 100% scroll,
    linear-gradient(to left, var(--shadow), transparent) right / 0.75rem 100% scroll;
  background-repeat: no-repeat;
}
table { border-collapse: collapse; font-size: 0.9375rem; line-height: 1.4; }
th, td { padding: 0.4375rem 0.625rem; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--rule); }
td { white-space: nowrap; }
.long { white-space: normal; min-width: 7rem; overflow-wrap: anywhere; }
.names { white-space: normal; min-width: 7rem; max-width: 16rem; overflow-wrap: anywhere; }
.long:has(code) { min-width: 20rem; }
th:first-child, td:first-child { padding-left: 0.5rem; }
thead th { color: var(--muted); font-size: 0.8125rem; font-weight: 550; line-height: 1.3; vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
tbody tr:last-child > * { border-bottom: 0; }
tr.chosen > * { background: var(--chosen); font-weight: 600; }
tr.chosen > :first-child { box-shadow: inset 3px 0 var(--right); }
tr.alarm > * { color: var(--bad); background: var(--bad-ground); }
tr.failed > * { color: var(--muted); }
tr.total > * { font-weight: 600; }
.sortable th { padding-top: 0; padding-bottom: 0; }
.sortable th button {
  all: unset; display: block; box-sizing: border-box; width: 100%; padding: 0.4375rem 0; cursor: pointer;
}
.sortable th button:hover { color: var(--ink); }
.sortable th button:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.sortable [aria-sort] { color: var(--ink); }
.sortable [aria-sort="ascending"] button::after { content: " \\2191"; }
.sortable [aria-sort="descending"] button::after { content: " \\2193"; }

.matrix { font-size: 0.8125rem; min-width: min(100%, 18rem); }
.confusion { margin: 0 0 1rem; min-width: 0; }
.confusion figcaption { margin-bottom: 0.5rem; max-width: 40rem; color: var(--muted); font-size: 0.875rem; line-height: 1.4; }
.matrix.many tbody td { min-width: 2rem; height: 1.9rem; }
/* What a row is stays to be read while its cells are scrolled. */
.matrix tbody th, .matrix thead td { position: sticky; left: 0; z-index: 1; background: var(--surface); }
.matrix th, .matrix td { padding: 0; border: 0; }
.matrix thead th { height: 6.5rem; vertical-align: bottom; }
.matrix thead span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); padding: 0.375rem 0; max-height: 6.25rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--ink); }
.matrix thead th { text-align: center; font-weight: 400; }
.matrix tbody th { padding-right: 0.625rem; font-weight: 400; text-align: right; white-space: nowrap; vertical-align: middle; max-width: 10rem; overflow: hidden; text-overflow: ellipsis; }
.matrix tbody td { min-width: 2.75rem; height: 2.2rem; text-align: center; vertical-align: middle; font-variant-numeric: tabular-nums; border: 1px solid var(--surface); }
.matrix .right { background: color-mix(in srgb, var(--right) calc(var(--shade) * var(--most)), var(--soft)); }
.matrix .wrong { background: color-mix(in srgb, var(--wrong) calc(var(--shade) * var(--most)), var(--soft)); }
.matrix .strong { color: var(--on-strong); font-weight: 600; }
.matrix .strong.right { background: color-mix(in srgb, var(--deep-right) calc(50% + var(--shade) * 50%), var(--soft)); }
.matrix .strong.wrong { background: color-mix(in srgb, var(--deep-wrong) calc(50% + var(--shade) * 50%), var(--soft)); }
.matrix .zero { color: var(--muted); }
.matrix .sum { color: var(--muted); padding-left: 0.625rem; }
/* Bolder, but no wider: a column that grew would move the row from under the pointer, and back, without end. */
.matrix tbody tr:hover th { text-shadow: 0.025em 0 currentColor, -0.025em 0 currentColor; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.75rem 2rem; margin: 1.25rem 0; }
.chart { min-width: 0; max-width: 40rem; }
.chart > svg { display: block; width: 100%; height: auto; overflow: visible; }

details { border-top: 1px solid var(--rule); }
section > details:last-child { border-bottom: 1px solid var(--rule); }
summary { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr) auto; align-items: baseline; column-gap: 0.25rem; padding: 0.7rem 0.25rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "\\25B8"; color: var(--muted); }
details[open] > summary::before { content: "\\25BE"; }
summary:hover .name { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
.name { font-weight: 550; }
.aside { color: var(--muted); font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
details > dl { margin-top: 0.5rem; }
details > :last-child:not(summary) { margin-bottom: 1.5rem; }

@media (max-width: 34rem) {
  .facts > div { grid-template-columns: minmax(0, 1fr); padding: 0.4rem 0; }
  .facts dt { font-size: 0.875rem; line-height: 1.35; }
  body { padding: 1rem 0.5rem 2rem; }
  section { padding: 1rem 0.75rem; }
  table { font-size: 0.8125rem; }
  th, td { padding: 0.375rem 0.4rem; }
  thead th { font-size: 0.75rem; }
  .names { min-width: 5.5rem; }
  .matrix { font-size: 0.625rem; }
  .matrix tbody td, .matrix.many tbody td { min-width: 1.5rem; height: 1.6rem; }
  .matrix tbody th { max-width: 4rem; padding-right: 0.25rem; }
  .matrix thead span { font-size: 0.6875rem; }
  .matrix thead th:last-child, .matrix .sum { display: none; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .aside { grid-column: 2; }
}
@page { margin: 14mm; }
@media print {
  :root { --ground: #ffffff; --soft: #f4f5f6; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  section { padding: 0; border: 0; border-radius: 0; margin-top: 1.5rem; }
  table { font-size: 8pt; }
  th, td { padding: 0.2rem 0.35rem; }
  thead th { font-size: 7.5pt; }
  td { white-space: normal; }
  .long, .long:has(code) { min-width: 4.5rem; }
  .sortable, .sortable thead th { font-size: 6.5pt; }
  .sortable th, .sortable td { padding: 0.15rem 0.2rem; }
  .chart, .chart > div, .chart-place, .chart-place > div { width: 100% !important; height: auto !important; }
  .chart svg, .chart-place svg { width: 100%; height: auto; position: static !important; }
  .charts:has([data-chart="parallel"], [data-chart^="effect-"]) { grid-template-columns: minmax(0, 1fr); }
  .chart, .plot, .matrix, tr, .tiles > div, .notice, .outcome, pre { break-inside: avoid; }
  h2, h2 + p, h3, summary, caption, thead { break-after: avoid; }
  .wide, .wide.scrolls { overflow: visible; background: none; }
  .matrix { font-size: 7.5pt; }
  .matrix tbody td { min-width: 1.9rem; height: 1.7rem; }
  .columns:has(.matrix) { grid-template-columns: minmax(0, 1fr); }
  .matrix tbody th, .matrix thead td { position: static; }
  /* As wide as the paper, however many classes: all columns alike, and signs that fit them. */
  .matrix.many { table-layout: fixed; width: 100%; font-size: min(7.5pt, calc(180pt / var(--classes))); }
  .matrix.many thead td { width: 6rem; }
  .matrix.many tbody td { min-width: 0; height: 1.4em; }
  .matrix.many tbody th { max-width: 6rem; }
  .matrix thead th:last-child, .matrix .sum { display: none; }
  .columns { gap: 0 1.5rem; }
  pre { white-space: pre-wrap; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
