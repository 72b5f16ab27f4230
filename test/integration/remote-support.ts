import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { docker, images, temporaryFolder, testLabels } from '../support/world';

const run = promisify(execFile);

/** An address that leads to the nodes from inside their container only: its own loopback, but not this computer's. */
export const inside = '127.1.2.3';

export interface Elsewhere {
  readonly container: string;
  /** The nodes' own ports, which they announce. */
  readonly ports: readonly number[];
  /** Runs redis-cli in the container, against the nth node. */
  cli(n: number, ...args: string[]): Promise<string>;
}

/**
 * A cluster of 3+3 nodes as processes of one container, which Flotilla does not recognise: as good as one on another
 * computer. Only published ports lead in.
 *
 * @param publish the port of this computer for the nth node
 * @param options further options of every server
 * @param login what redis-cli needs to get in
 */
export async function elsewhere(
  name: string,
  first: number,
  publish: (n: number) => number,
  options: readonly string[] = [],
  login: readonly string[] = [],
  files = temporaryFolder('elsewhere'),
): Promise<Elsewhere> {
  const tls = options.includes('--tls-cluster');
  const ports = Array.from({ length: 6 }, (_, n) => first + n);
  const quoted = options.map((each) => `'${each}'`).join(' ');
  const script = ports.map((port) =>
    [
      `mkdir -p /tmp/${port} && cd /tmp/${port}`,
      `redis-server ${tls ? `--port 0 --tls-port ${port}` : `--port ${port}`} --cluster-enabled yes ${quoted} \\`,
      `  --cluster-announce-ip ${inside} --repl-diskless-sync-delay 0 --cluster-node-timeout 2000 --save '' &`,
    ].join('\n'),
  );
  mkdirSync(files, { recursive: true });
  chmodSync(files, 0o755);
  writeFileSync(join(files, 'start.sh'), `${script.join('\n')}\nwait\n`, { mode: 0o755 });
  const container = await docker().createContainer({
    name,
    Image: (await images()).redis7,
    Labels: testLabels(name),
    Entrypoint: ['sh', '/files/start.sh'],
    Cmd: [],
    ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      Binds: [`${files}:/files:ro`],
      PortBindings: Object.fromEntries(
        ports.map((port, n) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: String(publish(n)) }]]),
      ),
    },
  });
  await container.start();
  const cli = async (n: number, ...args: string[]): Promise<string> => {
    const words = ['exec', name, 'redis-cli', '-h', inside, '-p', String(ports[n]), '--no-auth-warning'];
    return (await run('docker', [...words, ...login, ...args])).stdout;
  };
  await until(async () => (await cli(5, 'ping')).includes('PONG'));
  const addresses = ports.map((port) => `${inside}:${port}`);
  await cli(0, '--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes');
  await until(async () => {
    for (const n of ports.keys()) {
      if (!(await cli(n, 'cluster', 'info')).includes('cluster_state:ok')) return false;
      if (/master_link_status:down/.test(await cli(n, 'info', 'replication'))) return false;
    }
    return true;
  });
  return { container: name, ports, cli };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let left = 150; left > 0; left--) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('it did not come true in time');
}

/** A certificate authority, a server's certificate for an address and a client's, in a folder of the test's own. */
export function certificates(address: string): { folder: string; ca: string; cert: string; key: string } {
  const folder = temporaryFolder('tls');
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const make = (stem: string, subject: string, extra: string): void => {
    writeFileSync(join(folder, `${stem}.ext`), extra);
    openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${stem}.key`,
      '-out',
      `${stem}.csr`,
      '-subj',
      subject,
    );
    openssl(
      ...['x509', '-req', '-in', `${stem}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-out', `${stem}.crt`, '-days', '2', '-extfile', `${stem}.ext`],
    );
    chmodSync(join(folder, `${stem}.key`), 0o644);
  };
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2'],
    ...['-subj', '/CN=flotilla test authority'],
  );
  make('node', '/CN=node', `subjectAltName=IP:${address},IP:127.0.0.1\n`);
  return {
    folder,
    ca: join(folder, 'ca.crt'),
    cert: join(folder, 'node.crt'),
    key: join(folder, 'node.key'),
  };
}
