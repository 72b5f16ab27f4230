#!/usr/bin/env node
import { runCommand } from './cli/command';

/* The composition root of the `flotilla` command: plain Node, no electron. */

await runCommand(process.argv.slice(2));
