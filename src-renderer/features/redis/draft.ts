import { msg, type Message } from '@shared/i18n/index';
import { firstAddress } from '@shared/redis-cluster/nodes';
import {
  redisClusterSpecSchema,
  type RedisClusterSpec,
  type RedisClusterSpecInput,
} from '@shared/redis-cluster/spec';
import type { SecretRef } from '@shared/secrets';

/**
 * The form of a Redis cluster as it is typed: texts, so that nothing that someone types is lost or
 * "corrected" under the cursor. An empty text in an optional field means its default.
 */
export interface Draft {
  name: string;
  image: string;
  masters: string;
  replicas: string;
  mode: 'bridge' | 'host';
  networkName: string;
  subnet: string;
  firstAddress: string;
  /** Host mode: the address of this computer. */
  address: string;
  clients: 'host' | 'containers' | 'lan';
  /** Bridge mode with `clients: lan`: the address that other computers reach. */
  announce: string;
  firstPort: string;
  storage: 'volume' | 'folder';
  path: string;
  appendonly: boolean;
  password: 'none' | 'stored' | 'env' | 'file';
  passwordStored: string;
  passwordEnv: string;
  passwordFile: string;
  memory: string;
  restart: 'no' | 'always' | 'unless-stopped' | 'on-failure';
  retries: string;
  nodeNames: string;
  nodeTimeout: string;
}

/** What is wrong with a field, by its path in the spec (`ports.first`). */
export interface FieldIssue {
  readonly path: string;
  readonly message: Message;
}

/** The first address where it is a choice; one that follows from the subnet anyhow stays free to follow it. */
function ownFirstAddress(spec: RedisClusterSpec): string {
  if (spec.network.mode !== 'bridge' || spec.network.firstAddress === undefined) return '';
  const { firstAddress: own, ...network } = spec.network;
  return firstAddress({ ...spec, network }) === own ? '' : own;
}

export function draftOf(spec: RedisClusterSpec): Draft {
  const { network, persistence, password } = spec;
  const [restart, retries] = spec.restart.split(':');
  return {
    name: spec.name,
    image: spec.image,
    masters: String(spec.masters),
    replicas: String(spec.replicasPerMaster),
    mode: network.mode,
    networkName: network.mode === 'bridge' ? (network.name ?? '') : '',
    subnet: network.mode === 'bridge' ? network.subnet : '172.18.0.0/16',
    firstAddress: ownFirstAddress(spec),
    address: network.mode === 'host' ? network.address : '',
    clients: spec.clients,
    announce: spec.announce ?? '',
    firstPort: String(spec.ports.first),
    storage: persistence.storage,
    path: persistence.storage === 'folder' ? persistence.path : '/data/redis',
    appendonly: persistence.appendonly,
    password:
      password === undefined ? 'none' : 'stored' in password ? 'stored' : 'env' in password ? 'env' : 'file',
    passwordStored: password !== undefined && 'stored' in password ? password.stored : '',
    passwordEnv: password !== undefined && 'env' in password ? password.env : 'REDIS_PASSWORD',
    passwordFile: password !== undefined && 'file' in password ? password.file : '',
    memory: spec.memory ?? '',
    restart: restart as Draft['restart'],
    retries: retries ?? '',
    nodeNames: spec.nodeNames,
    nodeTimeout: String(spec.nodeTimeout),
  };
}

/** `3` -> 3; anything that is not a whole number stays NaN, which no schema takes. */
function whole(text: string): number {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

const optional = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

function passwordOf(draft: Draft): SecretRef | undefined {
  if (draft.password === 'env') return { env: draft.passwordEnv.trim() };
  if (draft.password === 'file') return { file: draft.passwordFile.trim() };
  if (draft.password === 'stored') return { stored: draft.passwordStored };
  return undefined;
}

/** The spec that the form amounts to, unchecked. */
export function specInputOf(draft: Draft): RedisClusterSpecInput {
  const first = whole(draft.firstPort);
  const appendonly = draft.appendonly;
  const retries = draft.retries.trim();
  return {
    kind: 'redis-cluster',
    name: draft.name.trim(),
    image: draft.image.trim(),
    masters: whole(draft.masters),
    replicasPerMaster: whole(draft.replicas),
    nodeNames: draft.nodeNames.trim(),
    network:
      draft.mode === 'bridge'
        ? {
            mode: 'bridge',
            name: optional(draft.networkName),
            subnet: draft.subnet.trim(),
            firstAddress: optional(draft.firstAddress),
          }
        : { mode: 'host', address: draft.address.trim() },
    ports: { first },
    clients: draft.clients,
    announce: draft.mode === 'bridge' && draft.clients === 'lan' ? optional(draft.announce) : undefined,
    persistence:
      draft.storage === 'folder'
        ? { appendonly, storage: 'folder', path: draft.path.trim() }
        : { appendonly, storage: 'volume' },
    password: passwordOf(draft),
    memory: optional(draft.memory),
    restart:
      draft.restart === 'on-failure' && retries !== '' ? (`on-failure:${retries}` as const) : draft.restart,
    nodeTimeout: whole(draft.nodeTimeout),
  };
}

/** One sentence a field: what it takes. Shown when the schema does not take what stands there. */
const rules: Readonly<Record<string, Message>> = {
  name: msg('wizard.redis.bad.name'),
  image: msg('wizard.redis.bad.image'),
  masters: msg('wizard.redis.bad.masters'),
  replicasPerMaster: msg('wizard.redis.bad.replicas'),
  nodeNames: msg('wizard.redis.bad.nodeNames', { cluster: '{name}', number: '{n}' }),
  'network.name': msg('wizard.redis.bad.networkName'),
  'network.subnet': msg('wizard.redis.bad.subnet'),
  'network.firstAddress': msg('wizard.redis.bad.address'),
  'network.address': msg('wizard.redis.bad.hostAddress'),
  'ports.first': msg('wizard.redis.bad.port'),
  announce: msg('wizard.redis.bad.announce'),
  'persistence.path': msg('wizard.redis.bad.path'),
  password: msg('wizard.redis.bad.password'),
  memory: msg('wizard.redis.bad.memory'),
  restart: msg('wizard.redis.bad.restart'),
  nodeTimeout: msg('wizard.redis.bad.nodeTimeout'),
};

/** Checks a form. `spec` is there when every field can be taken. */
export function readDraft(draft: Draft): { spec?: RedisClusterSpec; issues: readonly FieldIssue[] } {
  const result = redisClusterSpecSchema.safeParse(specInputOf(draft));
  const issues = new Map<string, FieldIssue>();
  if (!result.success) {
    for (const issue of result.error.issues) {
      const path = issue.path[0] === 'password' ? 'password' : issue.path.join('.');
      issues.set(path, { path, message: rules[path] ?? msg('raw', { text: issue.message }) });
    }
  }
  // The schema leaves it open, because a spec file may be for another machine; a person at the form is asked.
  if (draft.mode === 'bridge' && draft.clients === 'lan' && draft.announce.trim() === '') {
    issues.set('announce', { path: 'announce', message: msg('wizard.redis.bad.announce') });
  }
  if (!result.success || issues.size > 0) return { issues: [...issues.values()] };
  return { spec: result.data, issues: [] };
}

/**
 * A spec for the picture: what stands in the form where it can be taken, else what stood there before.
 * The picture so follows every keystroke and never breaks.
 */
export function drawable(draft: Draft, before: RedisClusterSpec): RedisClusterSpec {
  const input = specInputOf(draft) as unknown as Record<string, unknown>;
  const previous = before as unknown as Record<string, unknown>;
  const spec: Record<string, unknown> = { ...input };
  const bad = redisClusterSpecSchema.safeParse(spec);
  if (bad.success) return bad.data;
  for (const field of new Set(bad.error.issues.map((issue) => String(issue.path[0])))) {
    spec[field] = previous[field];
  }
  const fixed = redisClusterSpecSchema.safeParse(spec);
  return fixed.success ? fixed.data : before;
}
