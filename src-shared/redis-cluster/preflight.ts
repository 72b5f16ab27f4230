import { msg } from '../i18n/index';
import { isLoopback } from '../ipv4';
import type { Finding } from '../plan';
import { finding } from './findings';
import type { PlannedNode } from './nodes';
import type { RedisClusterObserved } from './observed';
import { checkImage, checkNames } from './preflight-names';
import { checkNetwork } from './preflight-network';
import { checkPorts } from './preflight-ports';
import { checkReach } from './preflight-reach';
import { checkMemory, checkStorage } from './preflight-resources';
import type { RedisClusterSpec } from './spec';

const weight = { error: 0, warning: 1, info: 2 };

/** Everything that can be told before anything is made: errors first. */
export function preflight(
  spec: RedisClusterSpec,
  observed: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): Finding[] {
  return [
    ...checkNames(spec, observed, nodes),
    ...checkImage(spec, observed),
    ...checkNetwork(spec, observed, nodes),
    ...checkReach(spec, observed),
    ...checkPorts(spec, observed, nodes),
    ...checkMemory(spec, observed, nodes),
    ...checkStorage(spec, observed, nodes),
    ...advice(spec),
  ].sort((a, b) => weight[a.level] - weight[b.level]);
}

/** What somebody who chose this should know: never an error. */
export function advice(spec: RedisClusterSpec): Finding[] {
  const found: Finding[] = [];
  const open =
    spec.network.mode === 'host'
      ? isLoopback(spec.network.address)
        ? undefined
        : spec.network.address
      : spec.clients === 'lan'
        ? spec.announce
        : undefined;
  if (spec.password === undefined && open !== undefined)
    found.push(
      finding(
        'warning',
        'password.none',
        'password',
        msg('redis.finding.noPassword.what', { address: open }),
        msg('redis.finding.noPassword.hint'),
      ),
    );
  if (spec.replicasPerMaster === 0)
    found.push(
      finding(
        'warning',
        'replicas.none',
        'replicasPerMaster',
        msg('redis.finding.noReplicas.what'),
        msg('redis.finding.noReplicas.hint'),
      ),
    );
  if (!spec.persistence.appendonly)
    found.push(
      finding(
        'warning',
        'appendonly.off',
        'persistence.appendonly',
        msg('redis.finding.appendonlyOff.what'),
        msg('redis.finding.appendonlyOff.hint'),
      ),
    );
  if (spec.restart === 'no')
    found.push(
      finding(
        'info',
        'restart.no',
        'restart',
        msg('redis.finding.restartNo.what'),
        msg('redis.finding.restartNo.hint'),
      ),
    );
  found.push(
    finding(
      'info',
      'machine.one',
      undefined,
      msg('redis.finding.oneMachine.what'),
      msg('redis.finding.oneMachine.hint'),
    ),
  );
  return found;
}
