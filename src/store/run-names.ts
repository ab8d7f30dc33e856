/** The names inside a run folder: a public contract, see docs/formats.md. */
export const NAMES = {
  sweep: 'sweep.json',
  leaderboard: 'leaderboard.json',
  selection: 'selection.json',
  audit: 'audit.json',
  test: 'test.json',
  testPredictions: 'test-predictions.bin',
  html: 'report.html',
  markdown: 'report.md',
  figures: 'figures',
  trials: 'trials',
  trial: 'trial.json',
  metrics: 'metrics.jsonl',
  validationPredictions: 'validation-predictions.bin',
  model: 'model.safetensors',
  checkpoint: 'checkpoint.safetensors',
  previousCheckpoint: 'checkpoint-previous.safetensors',
} as const;
