import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogBuffer } from '@shared/containers/log/buffer';
import { LogSearch } from '@shared/containers/log/search';
import type { StreamData } from '@shared/streams';
import { createDocker } from '../../src-main/clients/docker';
import { createInside } from '../../src-main/observe/inside';
import { createStreams } from '../../src-main/streams/service';
import { paired, type BenchOptions, type BenchResult } from './lib/stats';

/*
 * A log of a million lines, from the engine into the log view's buffer, through the stream service with its
 * acknowledgements, each message copied as it is on its way to the window; against `docker logs` into a file.
 * Afterwards the whole is searched once by an expression, which stands in the detail.
 */

const lines = 1_000_000;
const name = 'flt-bench-logs';
const image = 'redis:7.0';

/** Seconds for `docker logs --timestamps` to write the same into a file. */
async function peer(folder: string): Promise<number> {
  const file = openSync(join(folder, 'log.txt'), 'w');
  const begun = performance.now();
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn('docker', ['logs', '--timestamps', name], { stdio: ['ignore', file, file] });
      child.on('error', reject);
      child.on('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`docker logs: ${String(code)}`)),
      );
    });
    return (performance.now() - begun) / 1000;
  } finally {
    closeSync(file);
  }
}

export async function benchLogs(options: BenchOptions): Promise<BenchResult> {
  const endpoint = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  const docker = createDocker({ endpoint, local: true });
  const inside = createInside({
    start: () => Promise.resolve({ state: 'searching' }),
    docker: () => docker,
    onEvent: () => () => undefined,
  });
  const folder = mkdtempSync(join(tmpdir(), 'flt-bench-logs-'));
  const sweep = (): Promise<void> =>
    docker.containers.remove(name, { force: true, anonymous: true }).catch(() => undefined);
  let searched = 0;

  const ours = async (): Promise<number> => {
    const buffer = new LogBuffer();
    const begun = performance.now();
    await new Promise<void>((resolve, reject) => {
      const streams = createStreams(inside.sources, (event) => {
        if (event.type === 'stream') {
          const { runs } = structuredClone(event.data) as StreamData['logs'];
          buffer.append(runs);
          queueMicrotask(() => streams.ack(event.id, event.seq));
        } else if (event.error !== undefined) reject(new Error(JSON.stringify(event.error)));
        else resolve();
      });
      streams.open('bench-logs', { kind: 'logs', of: { containers: [name] }, follow: false });
    });
    const took = (performance.now() - begun) / 1000;
    if (buffer.end !== lines) throw new Error(`${String(buffer.end)} lines came instead of ${String(lines)}`);
    const search = new LogSearch(buffer, { text: 'request 9{4}\\d\\d ', regex: true, matchCase: false }, 0);
    const from = performance.now();
    while (!search.done) search.work(10_000);
    searched = performance.now() - from;
    if (search.found.length !== 100) throw new Error(`${String(search.found.length)} lines were found`);
    return took;
  };

  try {
    await sweep();
    options.log(`writing ${String(lines)} lines`);
    const script = `seq -f "INFO request %06.0f was answered with 200 in 12 ms by worker 7" 0 ${String(lines - 1)}`;
    await docker.containers.create(name, { Image: image, Entrypoint: ['sh', '-c', script] });
    await docker.containers.start(name);
    const end = new AbortController();
    let last = '';
    // A follower has no more once it has ended.
    for await (const pieces of docker.inside.logs(name, { follow: true, tail: 1, tty: false }, end.signal)) {
      last = pieces.at(-1)?.text ?? last;
    }
    if (!last.includes(`request ${String(lines - 1)} `)) throw new Error(`the log ended early: ${last}`);
    return await paired(options, {
      name: 'logs',
      unit: 's',
      better: 'lower',
      peerName: 'docker logs to a file',
      warmUp: 1,
      digits: 3,
      ours,
      peer: () => peer(folder),
      detail: () => ({ lines, searchMs: Math.round(searched) }),
    });
  } finally {
    await sweep();
    rmSync(folder, { recursive: true, force: true });
    docker.close();
  }
}

export default benchLogs;
