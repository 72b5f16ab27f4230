import type { ReachReport } from '@shared/containers/model';
import { AppError } from '@shared/errors';
import type { Docker } from '../clients/docker';
import { containerDetail } from './containers';

type Try = ReachReport['tried'][number];

/** Asks for a name with whatever the container has; prints its addresses, one a line. 97: there is nothing to ask with. */
const resolveScript = `if command -v getent >/dev/null 2>&1; then getent ahosts "$1" | awk '{print $1}' 2>/dev/null | sort -u || getent hosts "$1"
elif command -v nslookup >/dev/null 2>&1; then nslookup "$1" 2>&1 | sed -n '/^Name/,$p' | sed -n 's/^Address[^:]*: *\\([^ ]*\\).*/\\1/p'
elif command -v ping >/dev/null 2>&1; then ping -c 1 -W 1 "$1" 2>&1 | sed -n 's/^PING [^(]*(\\([^)]*\\)).*/\\1/p'
else exit 97; fi`;

/** Opens a TCP connection with whatever the container has. 0: open, 1: refused or unreachable, 124: no answer, 97: nothing to try with. */
const connectScript = `if command -v bash >/dev/null 2>&1; then timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2"
elif command -v nc >/dev/null 2>&1; then timeout 3 nc -z -w 3 "$1" "$2"
elif command -v python3 >/dev/null 2>&1; then python3 -c 'import socket,sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)' "$1" "$2"
else exit 97; fi`;

/**
 * Tries for real, inside a running container, whether it reaches a name (and a TCP port). Nothing but a look-up
 * and one connection, which is closed at once.
 */
export async function tryReach(
  docker: Docker,
  id: string,
  host: string,
  port: number | undefined,
): Promise<ReachReport> {
  const tried: Try[] = [];
  const run = async (script: string, shown: string, args: readonly string[]): Promise<Try> => {
    const { exitCode, stdout, stderr } = await exec(docker, id, ['sh', '-c', script, 'sh', ...args]);
    const done = { command: shown, exitCode, output: `${stdout}${stderr}`.trim().slice(0, 2000) };
    tried.push(done);
    return done;
  };
  const detail = await containerDetail(docker, id);
  const sharedNetworks = detail.networks
    .filter(
      ({ members, aliases }) =>
        aliases.includes(host) || members.some((member) => member.aliases.includes(host)),
    )
    .map(({ name }) => name);

  const asked = await run(resolveScript, `getent hosts ${host}`, [host]);
  const addresses = [
    ...new Set(
      asked.output
        .split('\n')
        .map((line) => line.trim())
        .filter(isAddress),
    ),
  ];
  const resolves = addresses.length > 0 ? 'yes' : noTool(asked.exitCode) ? 'unknown' : 'no';
  const about = {
    host,
    ...(port !== undefined && { port }),
    sharedNetworks,
    resolves,
    addresses,
    tried,
  } as const;
  if (port === undefined || resolves === 'no') return about;
  const { exitCode, output } = await run(connectScript, `nc -z ${host} ${String(port)}`, [
    host,
    String(port),
  ]);
  const connects =
    exitCode === 0
      ? 'yes'
      : noTool(exitCode)
        ? 'unknown'
        : exitCode === 124 || exitCode === 143 || /timed? ?out/i.test(output)
          ? 'timeout'
          : /refused/i.test(output)
            ? 'refused'
            : 'no';
  return { ...about, connects };
}

/** 97: our scripts' own; 126 and 127: there is not even a shell. */
const noTool = (code: number): boolean => code === 97 || code === 126 || code === 127;

const isAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f]*:[0-9a-f:.]+$/i.test(text);

/** An image without a shell makes the engine refuse the exec: that is an answer here. */
async function exec(docker: Docker, id: string, command: readonly string[]) {
  try {
    return await docker.containers.exec(id, command);
  } catch (error) {
    if (!(error instanceof AppError) || !/exec|program/.test(error.info.code)) throw error;
    return { exitCode: 127, stdout: '', stderr: '' };
  }
}
