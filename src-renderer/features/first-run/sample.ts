import type { RedisRequest } from '@shared/requests';
import { sampleName } from '@shared/sample';
import { call } from '../../lib/api';
import { paths } from '../../state/routes';

/** What the sample is: three masters, nothing written outside of its own volumes and network. */
async function sampleRequest(): Promise<RedisRequest> {
  const [{ redisClusterSpecSchema }, used] = await Promise.all([
    import('@shared/redis-cluster/spec'),
    call('resources.list').then(({ networks }) =>
      networks.flatMap(({ subnets }) => subnets.map(({ subnet }) => subnet)),
    ),
  ]);
  // The first of a few private networks that nothing on the engine has.
  const free = Array.from({ length: 40 }, (_, i) => `10.${String(213 + i)}.77.0/24`).find(
    (cidr) => !used.some((each) => each.startsWith(cidr.slice(0, cidr.indexOf('.', 3)))),
  );
  return {
    kind: 'redis-cluster.create',
    spec: redisClusterSpecSchema.parse({
      kind: 'redis-cluster',
      name: sampleName,
      masters: 3,
      replicasPerMaster: 0,
      network: { mode: 'bridge', name: sampleName, subnet: free ?? '10.213.77.0/24' },
      ports: { first: 17380 },
    }),
  };
}

/** Builds the sample; gives where to look. Where its plan may not run, the wizard's page says why. */
export async function buildSample(put: (request: RedisRequest) => void): Promise<string> {
  const request = await sampleRequest();
  const { plan, digest } = await call('plan.preview', request);
  if (plan.findings.some(({ level }) => level === 'error')) {
    put(request);
    return paths.newRedis;
  }
  const { runId } = await call('run.start', { request, digest });
  return paths.run(runId);
}

/** Removes the sample with all that it holds; gives where to look. */
export async function removeSample(): Promise<string> {
  const request: RedisRequest = { kind: 'redis-cluster.remove', name: sampleName, volumes: true };
  const { digest } = await call('plan.preview', request);
  const { runId } = await call('run.start', { request, digest });
  return paths.run(runId);
}
