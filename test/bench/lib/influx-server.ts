import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { influxd } from '../../../scripts/lib/influxd.mjs';

export interface InfluxServerProcess {
  readonly url: string;
  /** Writes lines of its line protocol, times in ms. */
  write(database: string, lines: readonly string[]): Promise<void>;
  run(statement: string): Promise<void>;
  stop(): Promise<void>;
}

/** A real InfluxDB 1.x on 127.0.0.1, its data below `dir`, without reports, log lines of queries and monitoring. */
export async function startInflux(dir: string): Promise<InfluxServerProcess> {
  const executable = await influxd();
  mkdirSync(dir, { recursive: true });
  const [port, rpc] = [await freePort(), await freePort()];
  const config = join(dir, 'influxdb.conf');
  writeFileSync(
    config,
    [
      'reporting-disabled = true',
      `bind-address = "127.0.0.1:${String(rpc)}"`,
      `[meta]\n  dir = "${join(dir, 'meta')}"`,
      `[data]\n  dir = "${join(dir, 'data')}"\n  wal-dir = "${join(dir, 'wal')}"\n  query-log-enabled = false`,
      `[http]\n  bind-address = "127.0.0.1:${String(port)}"\n  log-enabled = false\n  max-body-size = 0`,
      '[monitor]\n  store-enabled = false',
    ].join('\n'),
  );
  const child = spawn(executable, ['-config', config], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${String(port)}`;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const deadline = Date.now() + 30_000;
  while (
    !(await fetch(`${url}/ping`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error('InfluxDB did not come up within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const post = async (path: string, body?: string): Promise<void> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body });
    if (!response.ok) throw new Error(`${path}: ${(await response.text()).slice(0, 200)}`);
    await response.arrayBuffer();
  };
  return {
    url,
    write: (database, lines) => post(`/write?db=${database}&precision=ms`, lines.join('\n')),
    run: (statement) => post(`/query?q=${encodeURIComponent(statement)}`),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
