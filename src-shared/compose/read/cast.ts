import type { Node, ScalarNode } from '../node';
import { Rules } from './build';

/** What a text becomes once its variables have their values. */
export type Cast = 'int' | 'float' | 'bool';

const service = (cast: Cast, ...keys: string[]): Record<string, Cast> =>
  Object.fromEntries(keys.map((key) => [`services.*.${key}`, cast]));

/** By the place of a text. */
export const casts = Rules.of<Cast>({
  ...service('int', 'cpu_count', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares'),
  ...service('float', 'cpu_percent', 'cpus'),
  ...service('float', 'deploy.update_config.max_failure_ratio', 'deploy.rollback_config.max_failure_ratio'),
  ...service('int', 'deploy.replicas', 'deploy.update_config.parallelism'),
  ...service('int', 'deploy.rollback_config.parallelism', 'deploy.restart_policy.max_attempts'),
  ...service('int', 'deploy.placement.max_replicas_per_node', 'healthcheck.retries', 'oom_score_adj'),
  ...service(
    'int',
    'pids_limit',
    'ports.[].target',
    'scale',
    'ulimits.*',
    'ulimits.*.hard',
    'ulimits.*.soft',
  ),
  ...service(
    'bool',
    'init',
    'healthcheck.disable',
    'oom_kill_disable',
    'privileged',
    'read_only',
    'stdin_open',
  ),
  ...service('bool', 'tty', 'volumes.[].read_only', 'volumes.[].volume.nocopy'),
  'networks.*.external': 'bool',
  'networks.*.internal': 'bool',
  'networks.*.attachable': 'bool',
  'networks.*.enable_ipv4': 'bool',
  'networks.*.enable_ipv6': 'bool',
  'volumes.*.external': 'bool',
  'secrets.*.external': 'bool',
  'configs.*.external': 'bool',
});

/** Words that YAML 1.1 took for truth values: docker compose still takes them, with a warning. */
export const oldTruths: Readonly<Record<string, boolean>> = {
  ...{ y: true, yes: true, on: true },
  ...{ n: false, no: false, off: false },
};

/** A text as what its place asks for; undefined where it is no such thing. */
export function castText(text: string, cast: Cast): ScalarNode['value'] | undefined {
  if (cast === 'int')
    return /^[-+]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
  if (cast === 'float') return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  return Object.hasOwn(oldTruths, word) ? oldTruths[word] : undefined;
}

export const isText = (node: Node): node is ScalarNode & { value: string } =>
  node.kind === 'scalar' && typeof node.value === 'string';
