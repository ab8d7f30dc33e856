// heddle: the universal API. The same code in Node and in browsers, with no dependency. Each folder's names are a list of its own in
// api/; a new export joins the list of its folder. What needs a package has an entry point of its own.

export * from './api/checkup.ts';
export * from './api/core.ts';
export * from './api/data.ts';
export * from './api/experiment.ts';
export * from './api/export.ts';
export * from './api/kernels.ts';
export * from './api/model.ts';
export * from './api/record.ts';
export * from './api/store.ts';
export * from './api/sweep.ts';
export * from './api/train.ts';
