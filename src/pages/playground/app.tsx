import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import { FASHION_MNIST_CLASSES } from '../../data/index.ts';
import { isClassification } from '../../record/index.ts';
import { TryIt } from '../report/try-it.tsx';
import { Buttons, Controls } from './controls.tsx';
import { Curve } from './curve.tsx';
import { followMoment } from './draw-loop.ts';
import { Losses } from './losses.tsx';
import { Plane } from './plane.tsx';
import { kindOf, PROBLEM_TITLES, type ProblemName } from './setup.ts';
import type { Studio } from './studio.ts';

/** The page. */
export function App({
  studio,
  problems,
}: {
  readonly studio: Studio;
  readonly problems: readonly ProblemName[];
}): JSX.Element {
  const { problem } = studio.setup.value;
  const kind = kindOf(problem);
  return (
    <>
      <header>
        <h1>Heddle playground</h1>
        <p class="subtitle">
          A neural network that learns in this page, on your own processor. The address holds your set-up.
        </p>
      </header>
      <main class="bench">
        <section class="panel" aria-labelledby="stage-title">
          <h2 id="stage-title">{kind === 'curve' ? 'Curve' : kind === 'images' ? 'Try it' : 'Decision boundary'}</h2>
          {kind === 'curve' ? (
            <Curve studio={studio} />
          ) : kind === 'images' ? (
            <Images key={problem} studio={studio} />
          ) : (
            <Plane studio={studio} />
          )}
        </section>
        <section class="panel" aria-labelledby="training-title">
          <h2 id="training-title">Training</h2>
          <Buttons studio={studio} />
          <Readout studio={studio} />
          <Losses studio={studio} />
        </section>
        <section class="panel" aria-labelledby="setup-title">
          <h2 id="setup-title">Set-up</h2>
          <Controls studio={studio} problems={problems} />
        </section>
      </main>
      <footer>
        Heddle computes here with {studio.engineText.value === '' ? '...' : studio.engineText.value}. The same set-up
        and profile give the same bits everywhere.
      </footer>
    </>
  );
}

function Readout({ studio }: { readonly studio: Studio }): JSX.Element {
  const { epoch, step, stepsPerEpoch } = studio.progress.value;
  const record = studio.last.value;
  const isFailed = studio.status.value === 'failed';
  const count = studio.model.value?.parameterCount;
  const classes = record !== null && isClassification(record) ? record : null;
  return (
    <>
      <p role="status" class={isFailed ? 'said alarm notice' : 'said'}>
        {studio.message.value}
      </p>
      <dl class="numbers">
        <Figure name="Epoch" value={epoch.toLocaleString('en')} />
        <Figure name="Step" value={`${step.toLocaleString('en')} of ${stepsPerEpoch.toLocaleString('en')}`} />
        <Figure name="Training loss" value={record === null ? '–' : record.trainLoss.toPrecision(3)} />
        {kindOf(studio.setup.value.problem) === 'curve' ? (
          <Figure
            name="Root mean square error"
            value={record !== null && 'trainRmse' in record ? record.trainRmse.toPrecision(3) : '–'}
          />
        ) : (
          <Figure
            name="Accuracy, unseen rows"
            value={
              classes?.validationAccuracy === undefined ? '–' : `${(100 * classes.validationAccuracy).toFixed(1)} %`
            }
          />
        )}
        <Figure name="Parameters" value={count === undefined ? '–' : count.toLocaleString('en')} />
      </dl>
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The shape of both problems' images. */
const IMAGE = [28, 28];

/** A board to draw on, and what the network as it is now sees there. It stands before the rows are there, so that nothing moves. */
function Images({ studio }: { readonly studio: Studio }): JSX.Element {
  const door = useMemo(() => ({ take: null, waiting: null }), []);
  const lab = useMemo(
    () => ({
      hasModel: () => true,
      hasRows: () => true,
      model: async () => ({ scale: 1 / 255 }),
      async rows() {
        const { rows, features, targets } = studio.problem.value!.validation;
        return { rows, values: features.values, labels: targets.kind === 'classes' ? targets.labels : null };
      },
      predict: studio.predict,
    }),
    [studio],
  );
  const follow = useCallback((again: () => Promise<void>) => followMoment(studio, again).end, [studio]);
  const status = studio.status.value;
  const notice = (): string | null => {
    if (status === 'opening') return studio.message.value;
    return studio.problem.value === null ? `${PROBLEM_TITLES[studio.setup.value.problem]} could not be loaded.` : null;
  };
  return (
    <TryIt
      lab={lab}
      input={IMAGE}
      classNames={FASHION_MNIST_CLASSES}
      door={door}
      rowName="row"
      follow={follow}
      isLearning={status === 'running'}
      notice={notice()}
    />
  );
}
