import { describe, expect, it } from 'vitest';
import {
  dockerError,
  DockerSchemeError,
  DockerTimeoutError,
} from '../../../../src-main/clients/docker-errors';
import { AppError, CancelledError } from '../../../../src-shared/errors';
import { msg, translate } from '../../../../src-shared/i18n/index';

const about = {
  doing: msg('engine.doing.startContainer', { name: 'demo-1' }),
  endpoint: 'unix:///var/run/docker.sock',
  container: 'demo-1',
  network: 'demo-net',
  volume: 'demo-1-data',
  image: 'redis:7.0',
};
const mapped = (error: unknown): { code: string; what: string; hint: string } => {
  const result = dockerError(error, about);
  if (!(result instanceof AppError)) return { code: result.name, what: '', hint: '' };
  const { code, what, hint } = result.info;
  return { code, what: translate('en', what), hint: translate('en', hint) };
};
/** An engine's answer as docker-modem throws it. */
const answer = (statusCode: number, words: string, reason?: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) ${reason ?? 'unexpected'} - ${words} `), {
    statusCode,
    reason,
  });
const refused = (words: string) => mapped(answer(500, words, 'server error'));
const system = (code: string) => mapped(Object.assign(new Error(`connect ${code}`), { code }));

/** The engine's words, as seen on dockerd 20.10, 24, 27, 28 and Docker Desktop: the code, and what must be said. */
const table: [words: string, code: string, says?: string][] = [
  [
    'Conflict. The container name "/demo-1" is already in use by container "0f3b". You have to remove (or rename) that container to be able to reuse that name.',
    'container.name-taken',
    'demo-1',
  ],
  ['network with name demo-net already exists', 'network.name-taken', 'demo-net'],
  ['Pool overlaps with other one on this address space', 'network.overlap'],
  ['invalid pool request: Pool overlaps with other one on this address space', 'network.overlap'],
  [
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    'network.no-pool',
  ],
  [
    'driver failed programming external connectivity on endpoint demo-1 (0f3b): Bind for 0.0.0.0:6381 failed: port is already allocated',
    'port.taken',
    'Port 6381 is taken.',
  ],
  [
    'driver failed programming external connectivity on endpoint demo-1 (0f3b): Error starting userland proxy: listen tcp4 0.0.0.0:6381: bind: address already in use',
    'port.taken',
    '6381',
  ],
  [
    'failed to set up container networking: driver failed programming external connectivity on endpoint demo-1 (0f3b): failed to bind host port for 0.0.0.0:6381:172.18.0.11:6381/tcp: address already in use',
    'port.taken',
    '6381',
  ],
  [
    'failed to set up container networking: driver failed programming external connectivity on endpoint demo-1 (0f3b): failed to bind host port 0.0.0.0:6381/tcp: address already in use',
    'port.taken',
    '6381',
  ],
  [
    'Ports are not available: exposing port TCP 0.0.0.0:6381 -> 127.0.0.1:0: listen tcp 0.0.0.0:6381: bind: address already in use',
    'port.taken',
    '6381',
  ],
  [
    'Ports are not available: exposing port TCP 0.0.0.0:6381 -> 0.0.0.0:0: listen tcp 0.0.0.0:6381: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
    'port.taken',
    '6381',
  ],
  [
    'Error starting userland proxy: error while calling PortManager.AddPort(): cannot expose privileged port 80, you can add …',
    'port.privileged',
    '80',
  ],
  ['Address already in use', 'address.taken'],
  ['failed to set up container networking: Address already in use', 'address.taken'],
  ["Invalid address 10.9.9.9: It does not belong to any of this network's subnets", 'address.outside'],
  ['invalid endpoint settings:\nno configured subnet contains IP address 10.9.9.9', 'address.outside'],
  ['No such image: redis:7.0', 'image.missing', 'redis:7.0'],
  ['manifest for redis:nope not found: manifest unknown: manifest unknown', 'image.unknown'],
  [
    "pull access denied for flt/none, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    'image.denied',
  ],
  ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'image.platform'],
  ['denied', 'image.denied'],
  ['Head "https://registry.example/v2/a/manifests/1": unauthorized', 'image.denied'],
  ['toomanyrequests: You have reached your pull rate limit.', 'image.limited'],
  ['invalid reference format', 'image.invalid'],
  [
    'conflict: unable to remove repository reference "redis:7.0" (must force) - container 0f3b is using its referenced image 5861',
    'image.in-use',
  ],
  [
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    'registry.unreachable',
  ],
  [
    'Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'registry.unreachable',
  ],
  [
    'failed to do request: Head "https://registry-1.docker.io/v2/library/redis/manifests/7": EOF',
    'registry.unreachable',
  ],
  ['write /data/x: no space left on device', 'disk.full'],
  ['failed to register layer: write /usr/lib/x: no space left on device', 'disk.full'],
  ['No such container: demo-1', 'container.gone', 'demo-1'],
  ['Container 0f3b is not running', 'container.not-running', 'demo-1'],
  ['removal of container demo-1 is already in progress', 'container.removing'],
  ['Could not find the file /data/nodes.conf in container demo-1', 'file.missing'],
  ['network demo-net not found', 'network.missing', 'demo-net'],
  ['unable to find network with name or ID demo-net: network not found', 'network.missing', 'demo-net'],
  [
    'error while removing network: network demo-net id 0f3b has active endpoints',
    'network.in-use',
    'demo-net',
  ],
  ['remove demo-1-data: volume is in use - [0f3b]', 'volume.in-use', 'demo-1-data'],
  ['get demo-1-data: no such volume', 'volume.missing', 'demo-1-data'],
  [
    'invalid mount config for type "bind": bind source path does not exist: /srv/x',
    'folder.missing',
    '/srv/x',
  ],
  [
    'Mounts denied: \nThe path /srv/x is not shared from the host and is not known to Docker.',
    'folder.not-shared',
    '/srv/x',
  ],
  ['Minimum memory limit allowed is 6MB', 'memory.too-small', '6MB'],
  [
    'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "valkey-server": executable file not found in $PATH: unknown',
    'container.command-missing',
    'valkey-server',
  ],
  ['OCI runtime create failed: something quite new', 'container.start-failed', 'something quite new'],
  [
    'client version 1.41 is too old. Minimum supported API version is 1.60, please upgrade',
    'engine.too-new',
    '1.60',
  ],
  ['Client sent an HTTP request to an HTTPS server.', 'engine.tls', 'HTTPS'],
  ['authorization denied by plugin opa: no', 'engine.forbidden'],
  [
    'failed to create endpoint demo-1 on network bridge: adding interface veth1 to bridge docker0 failed: could not find bridge docker0: route ip+net: no such network interface',
    'engine.refused',
    'docker0',
  ],
  ['something that nobody has ever seen', 'engine.refused', 'something that nobody'],
];

describe('what an engine’s words mean', () => {
  it.each(table)('%s', (words, code, says) => {
    const { code: got, what, hint } = refused(words);
    expect(got).toBe(code);
    if (says !== undefined) expect(what).toContain(says);
    for (const text of [what, hint]) expect(text).not.toMatch(/\{\w+\}|undefined/);
    expect(hint).not.toBe('');
  });

  it('keeps the engine’s own words as details', () => {
    const error = dockerError(answer(404, 'No such image: redis:7.0'), about) as AppError;
    expect(error.info.details?.map((each) => translate('en', each))).toEqual(['No such image: redis:7.0']);
    expect(error.info.doing).toEqual(about.doing);
  });
});

describe('what a broken connection means', () => {
  it('tells a missing engine from a forbidden, a silent and an untrusted one', () => {
    expect(system('ENOENT').code).toBe('engine.unreachable');
    expect(system('ECONNREFUSED').code).toBe('engine.unreachable');
    expect(system('ECONNRESET').what).toContain('broke off');
    expect(system('EACCES')).toMatchObject({
      code: 'engine.denied',
      hint: expect.stringContaining('sudo usermod -aG docker') as unknown,
    });
    expect(mapped(new DockerTimeoutError('x')).code).toBe('engine.silent');
    expect(system('DEPTH_ZERO_SELF_SIGNED_CERT').code).toBe('engine.tls');
    expect(mapped(new Error('Unexpected token')).code).toBe('engine.bad-answer');
  });

  it('says which addresses are not supported', () => {
    const of = (endpoint: string) =>
      dockerError(new DockerSchemeError('x'), { ...about, endpoint }) as AppError;
    expect(of('gopher://there').info.code).toBe('engine.scheme');
    expect(of('context://gone').info.code).toBe('engine.context');
  });

  it('lets errors of ours pass', () => {
    const cancelled = new CancelledError('x');
    expect(dockerError(cancelled, about)).toBe(cancelled);
  });
});
