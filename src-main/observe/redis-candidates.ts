import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { label } from '@shared/labels';
import type { RedisNode } from '@shared/ops';
import { nodesConfPath } from '@shared/redis-cluster/conf';
import { clusterKind, readSpecLabel } from '@shared/redis-cluster/existing';
import { layOut } from '@shared/redis-cluster/nodes';
import type { Container, Docker } from '../clients/docker';
import { parseClusterNodes, type NodeLine } from '../clients/redis-replies';
import {
  looksLikeRedis,
  readCommand,
  readConfFile,
  serverConfig,
  type ServerConfig,
} from './redis-server-config';
import { compareNames } from '@shared/redis-cluster/names';

/** A container in which a cluster's node runs, or ran; or a node elsewhere. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** As the engine says it: `running`, `exited`, … */
  readonly state: string;
  readonly exitCode: number;
  /** When the container was made, in ISO 8601. */
  readonly created?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mode: 'host' | 'bridge' | 'other';
  /** The Docker network that it is on, in bridge mode. */
  readonly network?: string;
  /** How this computer reaches the node. */
  readonly node: RedisNode;
  /** The port on this computer that leads to it. */
  readonly hostPort?: number;
  /** Published ports behind which nothing listens. */
  readonly deadPorts: readonly { readonly hostPort: number; readonly containerPort: number }[];
  readonly hasPassword: boolean;
  readonly nodesFile: string;
  /** It is no container of this engine: it stands elsewhere. */
  readonly remote?: boolean;
}

export interface Candidates {
  /**
   * All containers on the engine that run, or ran, a Redis node in cluster mode, by name; and the ids and
   * names of all containers that there are.
   */
  find(): Promise<{ found: Candidate[]; present: ReadonlySet<string> }>;
  /** The password that a container's server was started with. Throws AppError when it has none. */
  passwordOf(container: string): Promise<string>;
  /** What a container's node keeps in its nodes.conf, itself among it: for one that does not answer. */
  rememberedBy(candidate: Candidate): Promise<readonly NodeLine[]>;
}

/** Looks for Redis nodes among an engine's containers: ours by label, and any that somebody started by hand. */
export function createCandidates(docker: () => Docker): Candidates {
  // A container's command never changes; its file is read anew after each start.
  const configs = new Map<string, ServerConfig>();

  /** Ours by what it was built from: no file needs to be read, and a page is there sooner. */
  const knownConfig = (container: Container): Known | undefined => {
    const spec = readSpecLabel(container.Config.Labels[label.spec]);
    const planned = spec && layOut(spec).find((each) => each.name === nameOf(container));
    if (spec === undefined || planned === undefined) return undefined;
    return {
      port: planned.port,
      clusterEnabled: true,
      hasPassword: spec.password !== undefined,
      nodesFile: nodesConfPath,
    };
  };

  const configOf = async (container: Container): Promise<ServerConfig> => {
    const key = `${container.Id} ${container.State.StartedAt}`;
    const known = configs.get(key);
    if (known !== undefined) return known;
    const command = readCommand([container.Path, ...container.Args]);
    const text =
      command.file === undefined
        ? undefined
        : await docker()
            .containers.readFile(container.Id, command.file)
            .catch(() => undefined);
    const config = serverConfig(readConfFile(text ?? ''), command.directives);
    configs.set(key, config);
    return config;
  };

  const inspect = async (name: string): Promise<Candidate | undefined> => {
    try {
      const container = await docker().containers.inspect(name);
      const ours = container.Config.Labels[label.kind] === clusterKind;
      const config = knownConfig(container) ?? withoutPassword(await configOf(container));
      return config.clusterEnabled || ours ? candidate(container, config, docker()) : undefined;
    } catch (error) {
      // It went away between the list and this look.
      if (error instanceof AppError && error.info.code === 'container.gone') return undefined;
      throw error;
    }
  };

  return {
    async find() {
      const all = await docker().containers.list();
      const likely = all.filter(
        (each) => each.Labels[label.kind] === clusterKind || looksLikeRedis(each.Command, each.Image),
      );
      const inspected = await Promise.all(likely.map((each) => inspect(each.Id)));
      return {
        found: inspected.filter((each) => each !== undefined).sort((a, b) => compareNames(a.name, b.name)),
        present: new Set(
          all.flatMap((each) => [each.Id, ...each.Names.map((name) => name.replace(/^\//, ''))]),
        ),
      };
    },
    async passwordOf(name) {
      const { password } = await configOf(await docker().containers.inspect(name));
      if (password !== undefined) return password;
      throw new AppError({
        code: 'secret.missing',
        doing: msg('redis.problem.password.doing', { container: name }),
        what: msg('redis.problem.password.none', { container: name }),
        hint: msg('ops.redis.authRequired.hint'),
      });
    },
    async rememberedBy({ id, nodesFile }) {
      const text = await docker()
        .containers.readFile(id, nodesFile)
        .catch(() => undefined);
      return parseClusterNodes(text ?? '');
    },
  };
}

/** What a candidate needs of its configuration. */
type Known = Omit<ServerConfig, 'password'> & { readonly hasPassword: boolean };

const withoutPassword = ({ password, ...config }: ServerConfig): Known => ({
  ...config,
  hasPassword: password !== undefined,
});

const nameOf = (container: Container): string => container.Name.replace(/^\//, '');

function candidate(container: Container, config: Known, docker: Docker): Candidate {
  const name = nameOf(container);
  const host = container.HostConfig.NetworkMode === 'host';
  const [network, endpoint] =
    Object.entries(container.NetworkSettings.Networks).find(([, each]) => each.IPAddress !== '') ?? [];
  const engineHost = docker.local ? '127.0.0.1' : remoteHost(docker.endpoint);
  const published = publishedPorts(container);
  const own = published.find((each) => each.containerPort === config.port);
  const reach = host
    ? { host: engineHost, port: config.port }
    : own !== undefined
      ? { host: own.hostIp === '' ? engineHost : own.hostIp, port: own.hostPort }
      : { host: endpoint?.IPAddress ?? engineHost, port: config.port };
  return {
    id: container.Id,
    name,
    image: container.Config.Image,
    state: container.State.Status,
    exitCode: container.State.ExitCode,
    created: container.Created,
    labels: container.Config.Labels,
    mode: host ? 'host' : /^(none|container:)/.test(container.HostConfig.NetworkMode) ? 'other' : 'bridge',
    ...(host || network === undefined ? {} : { network }),
    node: {
      name,
      container: name,
      ...reach,
      announce: {
        address: endpoint?.IPAddress ?? engineHost,
        port: config.port,
        busPort: config.port + 10_000,
      },
      innerPort: config.port,
      ...(config.hasPassword ? { auth: { password: { container: name } } } : {}),
    },
    ...(host ? { hostPort: config.port } : own === undefined ? {} : { hostPort: own.hostPort }),
    deadPorts: published.filter(
      (each) => each.containerPort !== config.port && each.containerPort !== config.port + 10_000,
    ),
    hasPassword: config.hasPassword,
    nodesFile: config.nodesFile,
  };
}

interface Published {
  /** Empty: any address of the computer. */
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerPort: number;
}

/** What is published, as it stands (a running container) or as it will be (one that does not run). */
function publishedPorts(container: Container): Published[] {
  const live = Object.entries(container.NetworkSettings.Ports);
  const source = live.some(([, each]) => each.length > 0)
    ? live
    : Object.entries(container.HostConfig.PortBindings);
  const all = source.flatMap(([inside, bindings]) =>
    bindings.map(({ HostIp, HostPort }) => ({
      hostIp: /^(0\.0\.0\.0|::|)$/.test(HostIp) ? '' : HostIp,
      hostPort: Number(HostPort),
      containerPort: Number(inside.split('/')[0]),
    })),
  );
  // An engine names an IPv4 and an IPv6 binding of the same port.
  return all.filter(
    (each, index) =>
      each.hostPort > 0 &&
      all.findIndex(
        (other) => other.hostPort === each.hostPort && other.containerPort === each.containerPort,
      ) === index,
  );
}

function remoteHost(endpoint: string): string {
  try {
    return new URL(endpoint).hostname || '127.0.0.1';
  } catch {
    return '127.0.0.1';
  }
}
