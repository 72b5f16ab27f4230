#!/usr/bin/env node
import { version } from '../package.json';
import { main } from './cli/main';

/* The composition root of the `flotilla` command: plain Node, no electron. */

// A reader that went away (`flotilla list | head -1`) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

const code = await main(process.argv.slice(2), {
  version,
  open: async (options) => (await import('./wiring')).createFlotilla(options),
});
// Sockets that linger must not keep it; what was written is let out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
