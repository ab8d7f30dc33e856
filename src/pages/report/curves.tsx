import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunRecord, RunTrial } from '../../record/index.ts';
import {
  type ChartPoint,
  type Curve,
  chartName,
  chosenTrial,
  curvesOf,
  epochFigure,
  type LiveChart,
  lastEpoch,
  type ModelLook,
  measured,
  modelLook,
  mountChart,
  overlayChart,
  pagePalette,
  rankedTrials,
  type Side,
  visible,
} from '../../report/index.ts';

/** Pixels of the chart, which has the page's whole width. */
const HEIGHT = 380;
/** Its size on paper. */
const PAPER = { width: 660, height: 320 };

/** Letters of a model's name that a button has room for. */
const LONGEST = 24;

/** One point of one trial, under the pointer. */
interface Near {
  readonly trial: RunTrial;
  readonly epoch: number;
  readonly value: number;
}

/** The curves of all trials in one chart: which quantity, which rows and which trials is the reader's choice. */
export function Curves({ run }: { readonly run: RunRecord }): JSX.Element {
  const curves = curvesOf(run);
  const trials = useMemo(() => rankedTrials(run).filter(({ epochs }) => epochs.length > 0), [run]);
  const [curve, setCurve] = useState<Curve>(curves[0]);
  const [side, setSide] = useState<Side>('validation');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [near, setNear] = useState<Near | null>(null);
  const shown = useMemo(() => trials.filter(({ folder }) => !hidden.has(folder)), [trials, hidden]);
  const field = side === 'training' ? (curve.training ?? curve.validation) : curve.validation;
  const place = useRef<HTMLDivElement>(null);
  const living = useRef<LiveChart | null>(null);
  const last = lastEpoch(run);
  const [range, setRange] = useState<readonly [number, number]>([1, last]);
  const [drag, setDrag] = useState<readonly [from: number, to: number] | null>(null);
  const fingers = useMemo(() => matchMedia('(pointer: coarse)').matches, []);
  const latest = useRef({ shown, field });
  latest.current = { shown, field };

  const chart = useMemo(
    () =>
      overlayChart(run, curve, pagePalette, { side, shown: new Set(shown.map(({ folder }) => folder)), epochs: range }),
    [run, curve, side, shown, range],
  );
  useEffect(() => {
    const element = place.current as HTMLDivElement;
    element.style.height = `${HEIGHT}px`;
    const mounted = mountChart(element, { ...chart, ...PAPER });
    living.current = mounted;
    let began: ChartPoint | null = null;
    mounted.onPointer((point) => {
      // A finger that leaves takes nothing away: what it has touched stays to be read.
      if (point === null && fingers) return;
      const found = point === null ? null : nearest(latest.current.shown, latest.current.field, point.x, point.y);
      setNear(found);
      mounted.highlight(found?.trial.folder ?? null);
      if (point === null) return;
      if (point.kind === 'mousedown') began = point;
      const dragged = began !== null && Math.abs(point.left - began.left) > 8;
      setDrag(dragged && began !== null && point.kind === 'mousemove' ? [began.left, point.left] : null);
      if (point.kind !== 'mouseup') return;
      if (dragged && began !== null) setRange(between(began.x, point.x, last));
      else if (found !== null && !fingers) location.hash = `trial-${found.trial.folder}`;
      began = null;
    });
    const resized = new ResizeObserver(() => mounted.resize());
    resized.observe(element);
    return () => {
      resized.disconnect();
      mounted.dispose();
    };
    // The chart is made once; what changes it is the effect below.
  }, []);
  useEffect(() => living.current?.update(chart), [chart]);

  const models = [...new Set(run.trials.map(({ record }) => record.modelName))];
  const toggle = (folders: readonly string[]): void => {
    const next = new Set(hidden);
    const hide = folders.some((folder) => !next.has(folder));
    for (const folder of folders) hide ? next.add(folder) : next.delete(folder);
    setHidden(next);
  };
  return (
    <div class="curves">
      <div class="controls">
        <Choice
          label="Quantity"
          options={curves.map(({ id, title }) => [id, title])}
          value={curve.id}
          onChoose={(id) => setCurve(curves.find((c) => c.id === id) ?? curves[0])}
        />
        <Choice
          label="Rows"
          options={[
            ['validation', 'Validation'],
            ['training', 'Training'],
          ]}
          value={side}
          onChoose={(value) => setSide(value as Side)}
        />
        <fieldset class="chips">
          <legend class="hidden">Models</legend>
          {models.map((model) => {
            const folders = trials.filter(({ record }) => record.modelName === model).map(({ folder }) => folder);
            const look = modelLook(run, model, pagePalette);
            return (
              <button
                key={model}
                type="button"
                class={look.dash === 'solid' ? 'chip' : 'chip dashed'}
                aria-pressed={folders.some((folder) => !hidden.has(folder))}
                title={visible(model)}
                style={{ '--colour': look.colour }}
                onClick={() => toggle(folders)}
              >
                <Dash {...look} />
                {chartName(model, LONGEST)}
              </button>
            );
          })}
        </fieldset>
        {last > 2 && <Range range={range} last={last} onRange={setRange} />}
      </div>
      <div class="plot">
        <div ref={place} class="chart-place" />
        {drag !== null && (
          <div class="range" style={{ left: `${Math.min(...drag)}px`, width: `${Math.abs(drag[1] - drag[0])}px` }} />
        )}
      </div>
      <p class="readout" role="status">
        {near === null
          ? fingers
            ? 'Tap a line to read it, drag across to zoom in.'
            : 'Point at a line to read it, click to open its trial, drag across to zoom in.'
          : `${visible(near.trial.record.name)}, epoch ${near.epoch}: ${measured(near.value)}`}
        {near !== null && fingers && (
          <>
            {' '}
            <a href={`#trial-${near.trial.folder}`}>Open this trial</a>
          </>
        )}
      </p>
      <details class="choices">
        <summary>
          <span class="name">Choose trials</span>
          <span class="aside">
            {shown.length} of {trials.length} shown
          </span>
        </summary>
        <div class="trial-choices">
          {trials.map(({ folder, record }) => (
            <label key={folder}>
              <input type="checkbox" checked={!hidden.has(folder)} onChange={() => toggle([folder])} />
              <Swatch {...modelLook(run, record.modelName, pagePalette)} />
              {visible(record.name)}
              {folder === chosenTrial(run)?.folder && ' (chosen)'}
            </label>
          ))}
        </div>
      </details>
    </div>
  );
}

/** The sign of a model: its colour, and its dash where it has one. */
function Swatch(look: ModelLook): JSX.Element {
  if (look.dash !== 'solid') return <Dash {...look} />;
  return <span class="swatch" style={{ '--colour': look.colour }} />;
}

/** A piece of a dashed line; nothing for a solid one. */
function Dash({ colour, dash }: ModelLook): JSX.Element | null {
  if (dash === 'solid') return null;
  return (
    <svg class="dash" viewBox="0 0 36 8" aria-hidden="true">
      <line
        x1="0"
        y1="4"
        x2="36"
        y2="4"
        stroke-width="3"
        style={{ stroke: colour }}
        stroke-dasharray={dash.join(' ')}
      />
    </svg>
  );
}

/** From which epoch to which: numbers to type for those who do not drag. */
function Range({
  range: [from, to],
  last,
  onRange,
}: {
  readonly range: readonly [number, number];
  readonly last: number;
  readonly onRange: (range: readonly [number, number]) => void;
}): JSX.Element {
  const field = (label: string, value: number, change: (next: number) => readonly [number, number]): JSX.Element => (
    <label>
      {label}
      <input
        type="number"
        min={1}
        max={last}
        value={value}
        onChange={(event) => onRange(between(...change(Number(event.currentTarget.value)), last))}
      />
    </label>
  );
  return (
    <div class="range-fields">
      {field('epochs', from, (next) => [next, to])}
      {field('to', to, (next) => [from, next])}
      {(from > 1 || to < last) && (
        <button type="button" class="button" onClick={() => onRange([1, last])}>
          All
        </button>
      )}
    </div>
  );
}

/** Whole epochs between two places on the axis, at least two of them. */
function between(a: number, b: number, last: number): readonly [number, number] {
  const from = Math.min(last - 1, Math.max(1, Math.round(Math.min(a, b))));
  return [from, Math.min(last, Math.max(from + 1, Math.round(Math.max(a, b))))];
}

/** One of a few, as a row of buttons. */
export function Choice({
  label,
  options,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  return (
    <fieldset class="choice">
      <legend class="hidden">{label}</legend>
      {options.map(([option, text]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChoose(option)}>
          {text}
        </button>
      ))}
    </fieldset>
  );
}

/** The trial whose value at the nearest epoch is closest to the pointer's height. */
function nearest(trials: readonly RunTrial[], field: string, x: number, y: number): Near | null {
  let found: Near | null = null;
  for (const trial of trials) {
    const at = Math.min(trial.epochs.length - 1, Math.max(0, Math.round(x) - 1));
    const epoch = trial.epochs[at];
    if (Math.abs(epoch.epoch - x) > 1) continue;
    const value = epochFigure(epoch, field);
    if (value === null) continue;
    if (found === null || Math.abs(value - y) < Math.abs(found.value - y)) found = { trial, epoch: epoch.epoch, value };
  }
  return found;
}
