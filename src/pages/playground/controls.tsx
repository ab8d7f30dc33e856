import type { JSX } from 'preact';
import {
  ACTIVATIONS,
  defaultSetup,
  LIMITS,
  OPTIMIZERS,
  PROBLEM_TITLES,
  type ProblemName,
  readLayers,
  readSeed,
  type Setup,
} from './setup.ts';
import type { FieldName, Studio } from './studio.ts';

const ACTIVATION_NAMES = { tanh: 'tanh', relu: 'ReLU', leakyRelu: 'leaky ReLU', sigmoid: 'sigmoid' };
const FIELD_LABELS: { readonly [field in FieldName]: string } = {
  layers: 'Units of the hidden layers',
  seed: 'Seed',
};
const OPTIMIZER_NAMES = { adam: 'Adam', adamW: 'AdamW', rmsProp: 'RMSProp', sgd: 'SGD with momentum' };
const RATES = [0.0003, 0.001, 0.002, 0.003, 0.01, 0.03, 0.1, 0.3];
const BATCHES = [8, 16, 32, 64, 128, 256, 512];

/** What to train, and the buttons that train it. */
export function Controls({
  studio,
  problems,
}: {
  readonly studio: Studio;
  readonly problems: readonly ProblemName[];
}): JSX.Element {
  const setup = studio.setup.value;
  const change = (changes: Partial<Setup>): void => studio.change(changes);
  return (
    <form class="controls-form" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label="Problem"
        value={setup.problem}
        options={[...new Set([...problems, setup.problem])].map((name) => [name, PROBLEM_TITLES[name]])}
        onChange={(name) => studio.replace(defaultSetup(name))}
      />
      <TextField
        studio={studio}
        field="layers"
        value={setup.layers.join(', ')}
        read={readLayers}
        complaint={`Give up to ${LIMITS.layers} whole numbers from 1 to ${LIMITS.units}, such as 24, 24.`}
        onChange={(layers) => change({ layers })}
      />
      <Choice
        label="Activation"
        value={setup.activation}
        options={ACTIVATIONS.map((name) => [name, ACTIVATION_NAMES[name]])}
        onChange={(activation) => change({ activation })}
      />
      <Choice
        label="Optimizer"
        value={setup.optimizer}
        options={OPTIMIZERS.map((name) => [name, OPTIMIZER_NAMES[name]])}
        onChange={(optimizer) => change({ optimizer })}
      />
      <Choice
        label="Learning rate"
        value={String(setup.learningRate)}
        options={withOwn(RATES, setup.learningRate).map((rate) => [String(rate), String(rate)])}
        onChange={(rate) => change({ learningRate: Number(rate) })}
      />
      <Choice
        label="Batch size"
        value={String(setup.batchSize)}
        options={withOwn(BATCHES, setup.batchSize).map((size) => [String(size), String(size)])}
        onChange={(size) => change({ batchSize: Number(size) })}
      />
      <TextField
        studio={studio}
        field="seed"
        value={String(setup.seed)}
        read={readSeed}
        complaint="Give a whole number from 0 on, such as 1."
        onChange={(seed) => change({ seed })}
      />
      <label class="check field">
        <input
          type="checkbox"
          checked={setup.batchNorm}
          onChange={({ currentTarget: { checked } }) => change({ batchNorm: checked })}
        />
        Batch normalisation
      </label>
    </form>
  );
}

/** The buttons that train. */
export function Buttons({ studio }: { readonly studio: Studio }): JSX.Element {
  const status = studio.status.value;
  const isRunning = status === 'running';
  const wrong = (Object.keys(FIELD_LABELS) as FieldName[]).filter(
    (field) => studio.mistyped.value[field] !== undefined,
  );
  const isAble = (status === 'ready' || status === 'paused' || isRunning) && wrong.length === 0;
  return (
    <>
      <div class="row buttons">
        <button
          type="button"
          class="button strong"
          disabled={!isAble && !isRunning}
          onClick={() => (isRunning ? studio.pause() : studio.start())}
        >
          {isRunning ? 'Pause' : 'Start'}
        </button>
        <button type="button" class="button" disabled={!isAble} onClick={() => studio.step()}>
          Step
        </button>
        <button type="button" class="button" onClick={() => studio.reset()}>
          Reset
        </button>
      </div>
      {wrong.length > 0 && (
        <p class="wrong-text">First mend in the set-up: {wrong.map((field) => FIELD_LABELS[field]).join(', ')}.</p>
      )}
    </>
  );
}

const withOwn = (values: readonly number[], own: number): number[] =>
  [...new Set([...values, own])].sort((a, b) => a - b);

function Choice<Name extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: Name;
  readonly options: readonly (readonly [Name, string])[];
  readonly onChange: (name: Name) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value as Name)}>
        {options.map(([name, text]) => (
          <option key={name} value={name} selected={name === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A field to type into. What it cannot read stays as it was typed, with a complaint, until something else is set. */
function TextField<Value>({
  studio,
  field,
  value,
  read,
  complaint,
  onChange,
}: {
  readonly studio: Studio;
  readonly field: FieldName;
  readonly value: string;
  readonly read: (text: string) => Value | null;
  readonly complaint: string;
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  const wrong = studio.mistyped.value[field];
  return (
    <label class="field">
      <span>{FIELD_LABELS[field]}</span>
      <input
        type="text"
        inputMode="numeric"
        spellcheck={false}
        value={wrong ?? value}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined ? undefined : `${field}-wrong`}
        onChange={({ currentTarget: { value: text } }) => {
          const found = read(text);
          if (found === null) studio.mistype(field, text);
          else onChange(found);
        }}
      />
      {wrong !== undefined && (
        <span id={`${field}-wrong`} class="wrong-text" role="alert">
          {complaint}
        </span>
      )}
    </label>
  );
}
