import { AppError, type ErrorInfo } from '../../src-shared/errors';
import { createDocker } from '../../src-main/clients/docker';
import { dockerOps } from '../../src-main/ops/docker';
import type { OpContext } from '../../src-main/runner/types';
import { translate } from '../../src-shared/i18n/index';
import { label } from '../../src-shared/labels';
import type { OpArgs } from '../../src-shared/ops';

export const cluster = 'flt-dops';
export const labels = { [label.cluster]: cluster, [label.kind]: 'redis-cluster' };
export const image = 'redis:7.0';
export const subnet = '10.213.11.0/24';
/** Made by the tests that need it: one that the engine makes by itself would carry no label. */
export const volume = 'flt-dops-data';
export const network = 'flt-dops-net';
const secret = 'p"a$ß word';

export const docker = createDocker({
  endpoint: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock',
  local: true,
});
export const ops = dockerOps({
  docker,
  resolveSecret: (ref) =>
    'env' in ref && ref.env === 'PW' ? Promise.resolve(secret) : Promise.reject(new Error('?')),
});

/** What the ops have logged. */
export const logged: string[] = [];
export const context = (runId = 'run-a', signal = new AbortController().signal): OpContext => ({
  runId,
  stepId: 'step',
  signal,
  results: new Map(),
  progress: () => undefined,
  log: (line) => logged.push(line),
});

export const node = (
  n: number,
  more: Partial<OpArgs<'container.create'>> = {},
): OpArgs<'container.create'> => ({
  name: `flt-dops-${n}`,
  image,
  command: ['redis-server', '--port', String(17_010 + n)],
  network: { mode: 'bridge', network, address: `10.213.11.${10 + n}` },
  ports: [{ hostIp: '0.0.0.0', hostPort: 17_010 + n, containerPort: 17_010 + n }],
  mounts: [{ type: 'volume', source: volume, target: '/data' }],
  memoryBytes: 64 * 1024 * 1024,
  restart: { name: 'on-failure', maximumRetryCount: 3 },
  labels,
  hostname: `flt-dops-${n}`,
  ...more,
});

export async function failure(work: Promise<unknown>): Promise<ErrorInfo & { text: string; cure: string }> {
  const error: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  const { info } = error;
  return { ...info, text: translate('en', info.what), cure: translate('en', info.hint) };
}
