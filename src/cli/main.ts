#!/usr/bin/env node
// The program `heddle`. Only commander is loaded to begin with: a command loads the rest when it runs.

import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv);
