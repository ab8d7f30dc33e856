// tensorboard: a run as event files, through pbf and fast-png; an entry point of its own (heddle/tensorboard). In: records of a sweep,
// its trials and epochs, and the time. Out: bytes to append to files. To add something to show: a value in run-events.ts.

export { confusionImage } from './confusion-image.ts';
export { crc32c, maskedCrc32c } from './crc32c.ts';
export { type EventMoment, type SummaryImage, type SummaryValue, summaryRecord, versionRecord } from './event.ts';
export { epochEvents, eventFileName, sweepEvents, trialEndEvents, trialStartEvents } from './run-events.ts';
