import { msg } from '../../i18n/index';
import { contains, parseAddress, parseSubnet } from '../../ipv4';
import { label } from '../../labels';
import type { Finding, Step } from '../../plan';
import { listed } from '../findings';
import type { DayTwoObserved } from '../live';
import type { PlannedNode } from '../nodes';
import type { RedisClusterSpec } from '../spec';
import { containerSteps, prepareSteps } from '../steps-containers';
import { normalizeImage } from '../../image';
import { refuse, tell, type Shape } from './cluster';
import { templateOf, type Template } from './template';

/** A node that is to be, and what it is for. */
export interface Wanted {
  readonly role: 'master' | 'replica';
  /** A replica's master: a node that is there, or `new:0` for the first new master. */
  readonly master?: string;
}

export interface Newcomers {
  readonly nodes: readonly PlannedNode[];
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly template?: Template;
}

/** How many numbers are tried for a free one. */
const tries = 2000;
const highestPort = 65_535;

/** The next free names, ports and addresses, and the steps from nothing to servers that answer. */
export function newcomers(
  shape: Shape,
  observed: DayTwoObserved,
  wanted: readonly Wanted[],
  grown: (spec: RedisClusterSpec) => RedisClusterSpec,
): Newcomers {
  const made = templateOf(shape, observed);
  if ('refusal' in made) return { nodes: [], steps: [], findings: [made.refusal] };
  const { template } = made;
  const { nodes, skipped, findings } = place(template, observed, wanted);
  if (skipped.length > 0)
    findings.push(
      tell(
        'scale.skipped',
        msg('redis2.finding.skipped.what', { names: listed(skipped) }),
        msg('redis2.finding.skipped.hint'),
      ),
    );
  if (nodes.length < wanted.length) return { nodes, steps: [], findings, template };
  const spec = template.labelled ? grown(template.spec) : template.spec;
  return {
    nodes,
    steps: steps(template, spec, observed, nodes),
    findings: [...findings, ...template.notes],
    template,
  };
}

/** Number by number: one whose name, ports, address and volume are all free. */
function place(
  template: Template,
  observed: DayTwoObserved,
  wanted: readonly Wanted[],
): { nodes: PlannedNode[]; skipped: string[]; findings: Finding[] } {
  const taken = takenBy(observed, template);
  const nodes: PlannedNode[] = [];
  const skipped: string[] = [];
  const findings: Finding[] = [];
  let number = template.next;
  for (const each of wanted) {
    let found: PlannedNode | undefined;
    for (let i = 0; i < tries && found === undefined; i++, number++) {
      const node = template.nodeAt(number);
      if (node.busPort > highestPort || node.port > highestPort || !taken.inside(node)) break;
      if (taken.any(node)) skipped.push(node.name);
      else found = node;
    }
    if (found === undefined) {
      const last = template.nodeAt(number);
      findings.push(
        refuse(
          'scale.noRoom',
          msg('redis2.finding.noRoom.what', {
            n: wanted.length - nodes.length,
            next: `${last.name}, ${last.address ?? last.redis.announce.address}:${last.port}`,
          }),
          msg('redis2.finding.noRoom.hint'),
        ),
      );
      break;
    }
    const of = /^new:(\d+)$/.exec(each.master ?? '')?.[1];
    const master = of === undefined ? each.master : nodes[Number(of)]?.name;
    nodes.push({ ...found, role: each.role, ranges: [], ...(master !== undefined && { master }) });
  }
  return { nodes, skipped, findings };
}

interface Taken {
  readonly any: (node: PlannedNode) => boolean;
  /** Its address lies in the network. */
  readonly inside: (node: PlannedNode) => boolean;
}

function takenBy(observed: DayTwoObserved, { network, bus }: Template): Taken {
  const containers = new Set(observed.containers.map((each) => each.name));
  const volumes = new Set(observed.volumes.map((each) => each.name));
  const folders = new Set(observed.host.foldersInUse);
  const ports = new Set(observed.host.portsInUse.map((each) => each.port));
  for (const { ports: published, state } of observed.containers)
    if (state !== 'exited' && state !== 'dead') for (const each of published) ports.add(each.hostPort);
  const onHost = network === undefined;
  // A node's own port is a port of the computer in host mode only.
  const addresses = new Set<string>();
  for (const node of observed.live.nodes)
    if (onHost) {
      ports.add(node.redis.announce.port);
      ports.add(node.redis.announce.busPort);
    } else if (node.redis.announce.address !== '') addresses.add(node.redis.announce.address);
  for (const each of observed.containers) {
    const address = network === undefined ? undefined : each.addresses[network];
    if (address !== undefined) addresses.add(address);
  }
  const subnet = parseSubnet(
    observed.networks.find((each) => each.name === network)?.subnets.find((each) => !each.includes(':')) ??
      '',
  );
  return {
    any: (node) =>
      containers.has(node.name) ||
      (node.data.type === 'volume' ? volumes.has(node.data.source) : folders.has(node.data.source)) ||
      (node.address !== undefined && addresses.has(node.address)) ||
      node.published.some((each) => ports.has(each.hostPort)) ||
      (onHost && ports.has(node.port)) ||
      (onHost && bus && ports.has(node.busPort)),
    inside: (node) => {
      if (node.address === undefined || subnet === undefined) return true;
      const address = parseAddress(node.address);
      return (
        address !== undefined && contains(subnet, address) && address > subnet.base && address < subnet.last
      );
    },
  };
}

function steps(
  template: Template,
  spec: RedisClusterSpec,
  observed: DayTwoObserved,
  nodes: readonly PlannedNode[],
): Step[] {
  const prepare = prepareSteps(spec, nodes, {
    image: !observed.images.map(normalizeImage).includes(normalizeImage(spec.image)),
    network: false,
  });
  const all = [...prepare, ...containerSteps(spec, nodes, new Set(prepare.map((step) => step.id)))];
  const there = new Set(all.map((step) => step.id));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return all.map((step): Step => {
    const dependsOn = step.dependsOn.filter((id) => there.has(id));
    return { ...step, ...cause(step, byName), op: patched(step.op, template, byName), dependsOn };
  });
}

function cause(step: Step, nodes: ReadonlyMap<string, PlannedNode>): Partial<Step> {
  const node = step.op.kind === 'container.create' ? nodes.get(step.op.args.name) : undefined;
  return node?.role === 'master' ? { cause: msg('redis2.cause.createMaster', { node: node.name }) } : {};
}

/** Beside hand-made containers a new one is like them: none of our labels, their mounts and settings. */
function patched(op: Step['op'], template: Template, nodes: ReadonlyMap<string, PlannedNode>): Step['op'] {
  if (template.labelled) {
    if (op.kind !== 'container.writeFile' || template.auth === undefined) return op;
    const secrets = Object.keys(op.args.secrets).map((name) => [name, template.auth?.password] as const);
    return { ...op, args: { ...op.args, secrets: Object.fromEntries(secrets) as typeof op.args.secrets } };
  }
  switch (op.kind) {
    case 'volume.create':
      return { ...op, args: { ...op.args, labels: {} } };
    case 'container.create':
      return {
        ...op,
        args: {
          ...op.args,
          ...(template.memoryBytes !== undefined && { memoryBytes: template.memoryBytes }),
          labels: Object.fromEntries(
            Object.entries(op.args.labels).filter(([name]) => !Object.values<string>(label).includes(name)),
          ),
        },
      };
    case 'container.writeFile': {
      const node = nodes.get(op.args.container);
      return node === undefined ? op : { ...op, args: { ...op.args, content: template.conf(node) } };
    }
    default:
      return op;
  }
}
