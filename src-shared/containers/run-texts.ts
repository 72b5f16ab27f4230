import { isValueMap } from '../compose/build/draft';
import { mountOf } from '../compose/build/run-mounts';
import type { RunSpec } from './run-spec';

/* Values as `docker run` takes them on its command line, and spec files do as well. */

type Port = RunSpec['ports'][number];
type Mount = RunSpec['mounts'][number];

/** So many ports of a range are taken, at most. */
const mostPorts = 200;

/**
 * `127.0.0.1:9000:8080/udp`, and ranges of the same length, `8000-8003:9000-9003`, port by port. undefined: no such
 * thing, or the engine is to choose the port.
 */
export function portsFrom(text: string): Port[] | undefined {
  const found =
    /^(?:(\d+\.\d+\.\d+\.\d+):)?(\d{1,5})(?:-(\d{1,5}))?:(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [, hostIp, host = '', hostEnd = host, inner = '', innerEnd = inner, protocol = 'tcp'] = found;
  const count = Number(hostEnd) - Number(host) + 1;
  if (count < 1 || count > mostPorts || Number(innerEnd) - Number(inner) + 1 !== count) return undefined;
  return Array.from({ length: count }, (_, n) => ({
    ...(hostIp !== undefined && { hostIp }),
    hostPort: Number(host) + n,
    containerPort: Number(inner) + n,
    protocol: protocol as 'tcp' | 'udp',
  }));
}

const isPath = (text: string): boolean => /^(?:\/|[A-Za-z]:\\)/.test(text);

/** `data:/data`, `/srv/conf:/etc/conf:ro`; undefined where it is no such thing or asks for more. */
export function volumeFrom(text: string): Mount | undefined {
  const found = /^((?:[A-Za-z]:\\)?[^:]+):(\/[^:]*)(?::([a-zA-Z,]+))?$/.exec(text);
  if (found === null) return undefined;
  const [, source = '', target = '', given = ''] = found;
  const options = given.split(',').filter((each) => !['', 'rw', 'z', 'Z'].includes(each));
  if (options.some((each) => each !== 'ro')) return undefined;
  return { type: isPath(source) ? 'bind' : 'volume', source, target, readOnly: options.includes('ro') };
}

/** `type=bind,source=/srv,target=/srv,readonly`. */
export function mountFrom(text: string): Mount | undefined {
  const mount = mountOf(text);
  if (typeof mount === 'string') return volumeFrom(mount);
  if (!isValueMap(mount)) return undefined;
  const { type, source, target, read_only: readOnly, ...more } = mount;
  if ((type !== 'volume' && type !== 'bind') || Object.keys(more).length > 0) return undefined;
  if (typeof source !== 'string' || typeof target !== 'string') return undefined;
  return { type, source, target, readOnly: readOnly === true };
}

/** `nofile=1024:2048`, `nproc=64`. */
export function ulimitFrom(text: string): RunSpec['ulimits'][number] | undefined {
  const found = /^([a-z]+)=(-1|\d+)(?::(-1|\d+))?$/.exec(text);
  if (found === null) return undefined;
  const [, name = '', soft = '', hard = soft] = found;
  return { name, soft: Number(soft), hard: Number(hard) };
}

export const ulimitText = ({ name, soft, hard }: RunSpec['ulimits'][number]): string =>
  `${name}=${String(soft)}${hard === soft ? '' : `:${String(hard)}`}`;

/** `on-failure:3`. */
export function restartFrom(text: string): RunSpec['restart'] | undefined {
  const found = /^(no|always|unless-stopped|on-failure)(?::(\d{1,9}))?$/.exec(text);
  if (found === null || (found[2] !== undefined && found[1] !== 'on-failure')) return undefined;
  const name = found[1] as RunSpec['restart']['name'];
  return { name, ...(found[2] !== undefined && { maximumRetryCount: Number(found[2]) }) };
}

export const restartText = ({ name, maximumRetryCount: tries = 0 }: RunSpec['restart']): string =>
  `${name}${tries > 0 ? `:${String(tries)}` : ''}`;

/** `127.0.0.1:9000:8080/udp` */
export const portText = ({ hostIp, hostPort, containerPort, protocol }: Port): string =>
  `${hostIp === undefined ? '' : `${hostIp}:`}${String(hostPort)}:${String(containerPort)}${protocol === 'udp' ? '/udp' : ''}`;
