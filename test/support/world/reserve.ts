import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from './docker';

const folder = join(tmpdir(), 'flotilla-reserved');

/** Takes a name that no other live test process holds. The holder's id is in its file. */
function take(name: string): boolean {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (alive(path)) return false;
      rmSync(path, { force: true });
    }
  }
}

function alive(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/** Names are given back when the process ends. */
process.once('exit', () => {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (readFileSync(path, 'utf8') === String(process.pid)) rmSync(path, { force: true });
    }
  } catch {
    // Nothing was taken, or another process tidied up.
  }
});

function free(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}

const blockSize = 50;
const firstPort = 17_000;
/** A port and its bus port (+10000) both lie below 32768, where outgoing connections get theirs. */
const lastPort = 22_000;

/** The first of `n` ports in a row that nobody else has; each one's cluster bus port (+10000) is free too. */
export async function ports(n: number): Promise<number> {
  if (n > blockSize) throw new RangeError(`ports(${n}): at most ${blockSize} in a row`);
  for (let block = firstPort; block < lastPort; block += blockSize) {
    if (!take(`ports-${block}`)) continue;
    const wanted = Array.from({ length: n }, (_, index) => block + index);
    const each = await Promise.all(wanted.flatMap((port) => [free(port), free(port + 10_000)]));
    if (each.every(Boolean)) return block;
  }
  throw new Error(`No ${n} free ports in a row between ${firstPort} and ${lastPort}.`);
}

export interface Subnet {
  /** 10.213.X.0/24 */
  readonly cidr: string;
  /** 10.213.X */
  readonly base: string;
}

/** A subnet that no network of the engine has and no other test process was given. */
export async function subnet(): Promise<Subnet> {
  const networks = await docker().listNetworks();
  const used = new Set(networks.flatMap((each) => each.IPAM?.Config?.map((config) => config.Subnet) ?? []));
  for (let third = 1; third < 200; third += 1) {
    const base = `10.213.${third}`;
    const cidr = `${base}.0/24`;
    if (!used.has(cidr) && take(`subnet-${third}`)) return { cidr, base };
  }
  throw new Error('No free subnet is left in 10.213.0.0/16.');
}

let named = 0;

/** A cluster name of the test's own, `flt-STEM-…`: sweep() finds what was made under it. */
export function clusterName(stem: string): string {
  named += 1;
  return `flt-${stem}-${process.pid.toString(36)}${named > 1 ? String(named) : ''}`;
}
