import type { SlotRange } from '@shared/ops';

/** One line of `CLUSTER NODES`: a node as another node (or itself) sees it. https://redis.io/docs/latest/commands/cluster-nodes/ */
export interface NodeLine {
  readonly id: string;
  /** Empty when the node's address is not known (`noaddr`). */
  readonly host: string;
  readonly port: number;
  readonly busPort: number;
  /** The announced hostname (7.0 and later), where there is one. */
  readonly hostname?: string;
  readonly flags: readonly string[];
  readonly myself: boolean;
  readonly role: 'master' | 'replica' | 'unknown';
  readonly masterId?: string;
  readonly configEpoch: number;
  /** Whether the bus link to it is up; a node's line about itself says yes. */
  readonly linked: boolean;
  readonly slots: readonly SlotRange[];
  /** Only in a node's line about itself. `peer` is a node id. */
  readonly openSlots: readonly {
    readonly slot: number;
    readonly direction: 'migrating' | 'importing';
    readonly peer: string;
  }[];
}

/** What `CLUSTER INFO` says that we use. */
export interface ClusterInfo {
  readonly ok: boolean;
  readonly slotsAssigned: number;
  readonly slotsOk: number;
  readonly knownNodes: number;
  readonly raw: string;
}

/** Where a `MOVED` or `ASK` reply sends the client. */
export interface Redirect {
  readonly kind: 'MOVED' | 'ASK';
  readonly slot: number;
  /** Empty: the same host that answered. */
  readonly host: string;
  readonly port: number;
}

/** `host:port@bus[,hostname[,key=value…]]`; before 4.0 without the bus, since 7.0 with names. Hosts may be IPv6. */
const addressPattern = /^(.*):(\d+)(?:@(\d+))?$/;
const openSlotPattern = /^\[(\d+)-([<>])-([0-9a-f]+)\]$/;
const slotPattern = /^(\d+)(?:-(\d+))?$/;

/** The lines of a `CLUSTER NODES` reply of Redis 6.2 to 8 and Valkey 7 to 9. Lines that are none are left out. */
export function parseClusterNodes(reply: string): NodeLine[] {
  return reply
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap(parseLine);
}

function parseLine(line: string): NodeLine[] {
  const [id, where, flagText, master, , , epoch, link, ...slotFields] = line.split(' ');
  if (id === undefined || where === undefined || flagText === undefined || !/^[0-9a-f]{40}$/.test(id))
    return [];
  const [addressText = '', hostname = ''] = where.split(',');
  const address = addressPattern.exec(addressText);
  const flags = flagText.split(',').filter((flag) => flag !== 'noflags');
  const isMaster = flags.includes('master');
  const isReplica = flags.includes('slave') || flags.includes('replica');
  const port = Number(address?.[2] ?? 0);
  return [
    {
      id,
      host: address?.[1] ?? '',
      port,
      busPort: Number(address?.[3] ?? port + 10_000),
      ...(hostname === '' || hostname.includes('=') ? {} : { hostname }),
      flags,
      myself: flags.includes('myself'),
      role: isMaster ? 'master' : isReplica ? 'replica' : 'unknown',
      ...(master === undefined || master === '-' ? {} : { masterId: master }),
      configEpoch: Number(epoch ?? 0),
      linked: link === 'connected',
      slots: slotFields.flatMap((field): SlotRange[] => {
        const range = slotPattern.exec(field);
        return range === null ? [] : [[Number(range[1]), Number(range[2] ?? range[1])]];
      }),
      openSlots: slotFields.flatMap((field) => {
        const open = openSlotPattern.exec(field);
        if (open === null) return [];
        const direction = open[2] === '>' ? ('migrating' as const) : ('importing' as const);
        return [{ slot: Number(open[1]), direction, peer: open[3] ?? '' }];
      }),
    },
  ];
}

/** `key:value` lines, as INFO and CLUSTER INFO give them; headings and blank lines are left out. */
export function parseInfo(reply: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of reply.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0 && !line.startsWith('#')) fields[line.slice(0, at)] = line.slice(at + 1).trim();
  }
  return fields;
}

export function parseClusterInfo(reply: string): ClusterInfo {
  const fields = parseInfo(reply);
  return {
    ok: fields['cluster_state'] === 'ok',
    slotsAssigned: Number(fields['cluster_slots_assigned'] ?? 0),
    slotsOk: Number(fields['cluster_slots_ok'] ?? 0),
    knownNodes: Number(fields['cluster_known_nodes'] ?? 0),
    raw: reply,
  };
}

/** The redirect that an error reply's text holds, or undefined. */
export function parseRedirect(text: string): Redirect | undefined {
  const match = /^(MOVED|ASK) (\d+) (.*):(\d+)$/.exec(text.trim());
  if (match === null) return undefined;
  return {
    kind: match[1] === 'ASK' ? 'ASK' : 'MOVED',
    slot: Number(match[2]),
    host: match[3] ?? '',
    port: Number(match[4]),
  };
}

/**
 * Which slots belong to whom, as one text: equal on all nodes when they agree. With `roles`, also who
 * replicates whom.
 */
export function signature(
  lines: readonly NodeLine[],
  options: { roles: boolean } = { roles: false },
): string {
  return lines
    .map((line) => {
      const slots = line.slots.map(([from, to]) => `${from}-${to}`).join(',');
      return options.roles ? `${line.id} ${line.masterId ?? 'master'} ${slots}` : `${line.id} ${slots}`;
    })
    .sort()
    .join('\n');
}
