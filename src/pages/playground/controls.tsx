import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ACTIVATIONS, defaultSetup, LIMITS, OPTIMIZERS, type ProblemName, readLayers, type Setup } from './setup.ts';
import type { Studio } from './studio.ts';

const PROBLEM_NAMES: { readonly [name in ProblemName]: string } = {
  spirals: 'Two spirals',
  curve: 'A drawn curve',
  garments: 'Drawn garments',
  'fashion-mnist': 'Fashion-MNIST',
};
const ACTIVATION_NAMES = { tanh: 'tanh', relu: 'ReLU', leakyRelu: 'leaky ReLU', sigmoid: 'sigmoid' };
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
        options={[...new Set([...problems, setup.problem])].map((name) => [name, PROBLEM_NAMES[name]])}
        onChange={(name) => studio.replace(defaultSetup(name))}
      />
      <LayersField layers={setup.layers} onChange={(layers) => change({ layers })} />
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
      <label class="field">
        <span>Seed</span>
        <input
          type="number"
          min="0"
          max={Number.MAX_SAFE_INTEGER}
          value={setup.seed}
          onChange={({ currentTarget: { value } }) => {
            const seed = Number(value);
            if (value !== '' && Number.isSafeInteger(seed) && seed >= 0) change({ seed });
          }}
        />
      </label>
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
  const isAble = status === 'ready' || status === 'paused' || isRunning;
  return (
    <div class="row buttons">
      <button
        type="button"
        class="button strong"
        disabled={!isAble}
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

function LayersField({
  layers,
  onChange,
}: {
  readonly layers: readonly number[];
  readonly onChange: (layers: number[]) => void;
}): JSX.Element {
  const [wrong, setWrong] = useState(false);
  return (
    <label class="field">
      <span>Units of the hidden layers</span>
      <input
        type="text"
        inputMode="numeric"
        spellcheck={false}
        value={layers.join(', ')}
        aria-invalid={wrong}
        aria-describedby={wrong ? 'layers-wrong' : undefined}
        onChange={({ currentTarget: { value } }) => {
          const read = readLayers(value);
          setWrong(read === null);
          if (read !== null) onChange(read);
        }}
      />
      {wrong && (
        <span id="layers-wrong" class="wrong-text" role="alert">
          Give up to {LIMITS.layers} whole numbers from 1 to {LIMITS.units}, such as 24, 24.
        </span>
      )}
    </label>
  );
}
