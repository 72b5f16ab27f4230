/** One published or exposed port out of a short form. */
export interface ShortPort {
  readonly hostIp?: string;
  readonly published?: string;
  readonly target: number;
  readonly protocol: string;
}

export type PortProblem = 'empty' | 'range' | 'lengths' | 'protocol' | 'address';

/**
 * `[[IP:][HOST[-HOST]]:]CONTAINER[-CONTAINER][/PROTOCOL]`. Ranges of equal length go pairwise; a host range for a
 * single container port stays a range (the engine takes the first that is free).
 */
export function parsePort(spec: string): ShortPort[] | PortProblem {
  const slash = spec.lastIndexOf('/');
  const protocol = slash === -1 ? 'tcp' : spec.slice(slash + 1) || 'tcp';
  const plain = slash === -1 ? spec : spec.slice(0, slash);
  const { ip, bare, host, container } = split(plain);
  if (container === '') return 'empty';
  if (ip !== '' && (bare || !isAddress(ip))) return 'address';
  const inside = rangeOf(container);
  const outside = host === '' ? undefined : rangeOf(host);
  if (inside === undefined || (host !== '' && outside === undefined)) return 'range';
  const [from, to] = inside;
  if (outside !== undefined && outside[1] - outside[0] !== to - from && to !== from) return 'lengths';
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) return 'protocol';
  const ports: ShortPort[] = [];
  for (let n = 0; n <= to - from; n++) {
    const one =
      outside === undefined
        ? undefined
        : to === from && outside[1] !== outside[0]
          ? `${outside[0]}-${outside[1]}`
          : String(outside[0] + n);
    ports.push({
      ...(ip !== '' && { hostIp: ip }),
      ...(one !== undefined && { published: one }),
      target: from + n,
      protocol: protocol.toLowerCase(),
    });
  }
  // In the order of their texts, as docker compose has them: 10 before 9.
  return ports.sort((a, b) => compare(`${a.target}/${a.protocol}`, `${b.target}/${b.protocol}`));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `bare`: an IPv6 address without its brackets, which docker compose does not take. */
function split(spec: string): { ip: string; bare: boolean; host: string; container: string } {
  const parts = spec.split(':');
  const container = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  const ip = parts.join(':');
  const inside = /^\[(.*)\]$/.exec(ip)?.[1];
  return { ip: inside ?? ip, bare: inside === undefined && ip.includes(':'), host, container };
}

function rangeOf(text: string): [number, number] | undefined {
  const found = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (found === null) return undefined;
  const from = Number(found[1]);
  const to = found[2] === undefined ? from : Number(found[2]);
  return from <= to && to <= 65535 ? [from, to] : undefined;
}

/** An IPv4 or IPv6 address, as Go's net.ParseIP takes one. */
export function isAddress(text: string): boolean {
  if (/^(\d{1,3}\.){3}\d{1,3}$/.test(text)) {
    return text.split('.').every((part) => Number(part) < 256 && (part === '0' || !part.startsWith('0')));
  }
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':')) return false;
  const [left = '', right, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = (side: string): number =>
    side === ''
      ? 0
      : side.split(':').reduce((sum, each, n, all) => {
          if (/^[0-9a-fA-F]{1,4}$/.test(each)) return sum + 1;
          return n === all.length - 1 && each.includes('.') && isAddress(each) ? sum + 2 : sum + 99;
        }, 0);
  const count = groups(left) + (right === undefined ? 0 : groups(right));
  return right === undefined ? count === 8 : count < 8;
}
