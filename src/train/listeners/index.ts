// listeners: what watches a training, and may end it. One file each; to add one: its file, its test, and a line here.

export { type EarlyStoppingOptions, earlyStopping, earlyStoppingOptions } from './early-stopping.ts';
export { progress } from './progress.ts';
export { type Recorder, recorder } from './recorder.ts';
