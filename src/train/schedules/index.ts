// schedules: one file each. To add one: its file, its test, and a line here and in train/kinds.ts.

export { constant, constantSchedule } from './constant.ts';
export { type CosineScheduleOptions, cosine, cosineSchedule } from './cosine.ts';
export { type ReduceOnPlateauScheduleOptions, reduceOnPlateau, reduceOnPlateauSchedule } from './reduce-on-plateau.ts';
export { type StepScheduleOptions, step, stepSchedule } from './step.ts';
export { type WarmUpScheduleOptions, warmUp, warmUpSchedule } from './warm-up.ts';
