import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';

/** A TCP port that something listens on. `by`: the program's name, where we may see it. */
export interface PortInUse {
  readonly port: number;
  readonly by?: string;
}

/**
 * Which of the ports are taken on this computer. On Linux the kernel's tables tell without touching
 * anything; elsewhere each port is bound for a moment.
 */
export async function portsInUse(ports: readonly number[]): Promise<PortInUse[]> {
  if (ports.length === 0) return [];
  const listening = await listeners().catch(() => undefined);
  if (listening === undefined) {
    const taken = await Promise.all(ports.map((port) => isTaken(port)));
    return ports.filter((_, index) => taken[index] === true).map((port) => ({ port }));
  }
  const found = ports.filter((port) => listening.has(port));
  if (found.length === 0) return [];
  const names = await programs(new Set(found.flatMap((port) => listening.get(port) ?? [])));
  return found.map((port) => {
    const by = (listening.get(port) ?? [])
      .map((inode) => names.get(inode))
      .find((name) => name !== undefined);
    return by === undefined ? { port } : { port, by };
  });
}

/** Listening ports and their sockets' inodes, from /proc/net/tcp and tcp6. Throws where there is no /proc. */
async function listeners(): Promise<Map<number, string[]>> {
  const tables = [
    await readFile('/proc/net/tcp', 'utf8'),
    // Absent where IPv6 is switched off.
    await readFile('/proc/net/tcp6', 'utf8').catch(() => ''),
  ];
  const found = new Map<number, string[]>();
  for (const line of tables.flatMap((table) => table.split('\n').slice(1))) {
    // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode; 0A is LISTEN.
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16);
    if (fields[3] !== '0A' || Number.isNaN(port)) continue;
    found.set(port, [...(found.get(port) ?? []), fields[9] ?? '']);
  }
  return found;
}

/** The names of the programs that hold the sockets, by inode; only those that we may look into. */
async function programs(inodes: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    processes.map(async (pid) => {
      const folder = `/proc/${pid}/fd`;
      const descriptors = await readdir(folder).catch(() => []);
      for (const descriptor of descriptors) {
        const link = await readlink(`${folder}/${descriptor}`).catch(() => '');
        const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
        if (inode === undefined || !inodes.has(inode)) continue;
        const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
        if (name !== '') found.set(inode, name.trim());
      }
    }),
  );
  return found;
}

/** Whether a port can't be bound. A port on 0.0.0.0 can hide one on 127.0.0.1 and the other way round. */
async function isTaken(port: number): Promise<boolean> {
  for (const host of ['0.0.0.0', '127.0.0.1']) if (!(await canBind(port, host))) return true;
  return false;
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // EACCES (a port below 1024) does not mean that it is taken: the engine may be allowed to.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
