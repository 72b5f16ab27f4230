/**
 * InfluxDB 1.x to measure against: Debian's own package, unpacked into the cache and never installed. Only benches run
 * it, on 127.0.0.1, with usage reports off.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { doing, ok, SetupError, since } from './log.mjs';
import { cachePath } from './paths.mjs';
import { run, which } from './run.mjs';

const path = cachePath('influxdb', 'influxd');

/** The executable; fetched where it is missing. Throws SetupError where Debian's packages cannot be had. */
export async function influxd() {
  if (existsSync(path)) return path;
  const problem = await fetch();
  if (problem === undefined) return path;
  throw new SetupError({
    doing: 'fetching InfluxDB to measure against',
    message: problem,
    hint: 'It comes from the package influxdb of Debian or Ubuntu: run it where apt reaches a mirror.',
  });
}

async function fetch() {
  if (process.platform !== 'linux' || !which('apt-get') || !which('dpkg-deb')) return 'There is no apt here.';
  const start = Date.now();
  doing('fetching InfluxDB 1.x from the system’s packages');
  mkdirSync(cachePath('influxdb'), { recursive: true });
  const work = mkdtempSync(cachePath('influxdb', 'fetch-'));
  try {
    for (const [command, args] of [
      ['apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', 'influxdb']],
      ['sh', ['-c', 'dpkg-deb -x influxdb_*.deb tree']],
    ]) {
      const result = await run(command, args, { cwd: work, timeout: 300_000 });
      if (result.code !== 0) return result.output.trim().split('\n').at(-1) || `${command} failed.`;
    }
    renameSync(join(work, 'tree/usr/bin/influxd'), path);
    ok(`InfluxDB to measure against (${since(start)})`);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
