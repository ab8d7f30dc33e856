// panels: the parts of a report. In: a run's record. Out: blocks that say one thing about it, free of markup. To add
// one, write a function from RunRecord to a Section and list it in ../report.ts.

export { auditAlarms, auditPanel, auditText } from './audit.ts';
export { chosenPanel } from './chosen.ts';
export { comparePanel } from './compare.ts';
export { dataPanel } from './data.ts';
export { environmentPanel } from './environment.ts';
export { leaderboardPanel } from './leaderboard.ts';
export { modelsPanel } from './models.ts';
export { proofPanel, tryPanel } from './proof.ts';
export { reproducePanel } from './reproduce.ts';
export { summaryPanel } from './summary.ts';
export { TEST_CONFUSION, testPanel } from './test.ts';
export { trialBlocks, trialConfusionId, trialsPanel } from './trials.ts';
