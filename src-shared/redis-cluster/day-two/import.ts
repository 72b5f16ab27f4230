import { msg } from '../../i18n/index';
import type { RedisNode } from '../../ops';
import type { Finding, Plan } from '../../plan';
import type { RequestOf } from '../../requests';
import type { DayTwoObserved } from '../live';
import { dayTwoPlan, orderly, reach, refuse, shapeOf, tell, warn, type Shape } from './cluster';
import { checkSteps } from './steps';

type Request = RequestOf<'redis-cluster.import'>;

/** Copies the keys of a standalone server into the cluster. The source keeps all it has. */
export function planImport(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const source = sourceNode(request);
  return dayTwoPlan(
    request.kind,
    request.name,
    msg('redis2.plan.import', { name: request.name, source: source.name }),
    [
      {
        id: 'import',
        title: msg('redis2.step.import', { source: source.name, database: request.source.database }),
        cause: request.replace ? msg('redis2.cause.importReplace') : msg('redis2.cause.import'),
        group: 'copy',
        op: {
          kind: 'redis.importKeys',
          args: {
            source,
            database: request.source.database,
            masters: reach(shape.owners),
            ...(request.match !== undefined && request.match !== '' && { match: request.match }),
            replace: request.replace,
          },
        },
        dependsOn: [],
        ...(request.replace && { destructive: true }),
      },
      ...checkSteps({
        live: shape.live,
        nodes: reach(shape.all),
        owners: reach(shape.owners),
        after: ['import'],
      }),
    ],
    [...orderly(shape), ...itself(request, shape), ...notes(request)],
  );
}

function sourceNode({ source }: Request): RedisNode {
  const { host, port, username, password, tls } = source;
  return {
    name: `${host}:${port}`,
    host,
    port,
    announce: { address: host, port, busPort: port },
    innerPort: port,
    ...(password !== undefined && { auth: { ...(username !== undefined && { username }), password } }),
    ...(tls !== undefined && { tls }),
  };
}

function itself({ source }: Request, shape: Shape): Finding[] {
  const same = shape.all.find(
    ({ redis }) =>
      (redis.host === source.host && redis.port === source.port) ||
      (redis.announce.address === source.host && redis.announce.port === source.port),
  );
  if (same === undefined) return [];
  return [
    refuse(
      'import.self',
      msg('redis2.finding.importSelf.what', { source: `${source.host}:${source.port}`, node: same.name }),
      msg('redis2.finding.importSelf.hint'),
      'source',
    ),
  ];
}

function notes({ replace, source }: Request): Finding[] {
  return [
    replace
      ? warn(
          'import.replace',
          msg('redis2.finding.importReplace.what'),
          msg('redis2.finding.importReplace.hint'),
          'replace',
        )
      : tell('import.keep', msg('redis2.finding.importKeep.what'), msg('redis2.finding.importKeep.hint')),
    ...(source.tls?.insecure === true
      ? [
          warn(
            'import.insecure',
            msg('redis2.finding.insecure.what', { source: `${source.host}:${source.port}` }),
            msg('redis2.finding.insecure.hint'),
            'source.tls',
          ),
        ]
      : []),
  ];
}
