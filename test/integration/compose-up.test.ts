import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { carryOut, failures, flotilla } from '../support/flotilla';
import type { Flotilla } from '../../src-main/wiring';
import { clean, parts, project, request, sweepProjects, up } from './compose-support';
import { composeCli, missing } from './compose-peer';

const prefix = 'flt-cops';
const finance = (port: number, subnet: string) => ({
  'compose.yml': `
services:
  app:
    build: ./app
    ports: [ "127.0.0.1:${port}:8080" ]
    environment:
      GREETING: \${GREETING:-hello}
    volumes: [ "./logs:/var/applogs" ]
    networks: [ front, back ]
    depends_on:
      cache: { condition: service_healthy }
      seed: { condition: service_completed_successfully }
  cache:
    image: redis:7.0
    command: redis-server --save ""
    volumes: [ "data:/data" ]
    networks: [ back ]
    healthcheck:
      test: [ "CMD", "redis-cli", "ping" ]
      interval: 1s
      retries: 20
  seed:
    image: redis:7.0
    command: [ "redis-cli", "-h", "cache", "set", "product", "gold" ]
    networks: [ back ]
    depends_on:
      cache: { condition: service_healthy }
networks:
  front:
  back:
    ipam: { config: [ { subnet: ${subnet} } ] }
volumes:
  data:
`,
  'app/Dockerfile': `FROM redis:7.0
COPY app.pl /app.pl
EXPOSE 8080
ENTRYPOINT ["perl", "/app.pl"]
`,
  'app/.dockerignore': 'secret.txt\n',
  'app/secret.txt': 'not for the image\n',
  'app/app.pl': `use IO::Socket::INET;
$SIG{TERM} = sub { exit 0 };
my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die;
while (my $client = $server->accept) {
  while (my $line = <$client>) { last if $line =~ /^\\r?\\n$/ }
  my $redis = IO::Socket::INET->new(PeerAddr => 'cache', PeerPort => 6379, Timeout => 1);
  if (!$redis) { print $client "HTTP/1.0 503 No\\r\\n\\r\\n"; close $client; next }
  print $redis "GET product\\r\\n"; my $size = <$redis>; my $value = $size =~ /^\\$-1/ ? '' : <$redis>; $value =~ s/\\r?\\n//;
  my $body = "$ENV{GREETING} $value";
  print $client "HTTP/1.0 200 OK\\r\\nContent-Length: " . length($body) . "\\r\\n\\r\\n$body";
  close $client;
}
`,
});

const peer = composeCli();
if (peer === undefined) console.warn(`The docker compose CLI's half is skipped: ${missing}`);
const ways = peer === undefined ? (['own'] as const) : (['own', 'cli'] as const);

let services: Flotilla;
beforeAll(async () => {
  if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
  services = await flotilla();
  await sweepProjects(prefix);
});
afterAll(async () => {
  await services.close();
  await sweepProjects(prefix);
});

const answer = async (port: number): Promise<string> => {
  for (let tries = 0; ; tries++) {
    try {
      const url = `http://127.0.0.1:${port}/`;
      // A connection of before a restart must not be used again.
      const got = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2000) });
      if (!got.ok) throw new Error(`HTTP ${got.status}`);
      return await got.text();
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

describe.each(ways)('a stack by %s', (by) => {
  const name = `${prefix}-${by}`;
  const port = by === 'own' ? 22_010 : 22_020;
  let folder: string;
  beforeAll(() => {
    folder = project(finance(port, by === 'own' ? '10.214.11.0/24' : '10.214.12.0/24'));
  });
  afterAll(() => clean(folder));

  it('comes up from its files, in order, and answers', async () => {
    const run = await carryOut(services, up(folder, name, by));
    expect(failures(run)).toEqual([]);
    expect(await answer(port)).toBe('hello gold');
    expect(await parts(name)).toEqual([
      `container ${name}-app-1 running`,
      `container ${name}-cache-1 running`,
      `container ${name}-seed-1 exited`,
      `network ${name}_back`,
      `network ${name}_front`,
      `volume ${name}_data`,
    ]);
  });

  it('is seen by its labels', async () => {
    const stack = await services.stacks.get(name);
    expect(stack.ref).toMatchObject({ files: [join(folder, 'compose.yml')], directory: folder, name });
    expect(stack.services.map(({ name: service, state }) => `${service} ${state}`)).toEqual([
      'app running',
      'cache running',
      'seed exited',
    ]);
    const app = stack.services[0]?.containers[0];
    expect(app?.ports.find(({ hostPort }) => hostPort !== undefined)).toEqual({
      hostIp: '127.0.0.1',
      hostPort: port,
      containerPort: 8080,
      protocol: 'tcp',
    });
    expect(Object.keys(app?.networks ?? {})).toEqual([`${name}_back`, `${name}_front`]);
    expect(app?.dependsOn).toEqual({ cache: 'service_healthy', seed: 'service_completed_successfully' });
  });

  it('makes only what changed anew', async () => {
    const ids = async () =>
      Object.fromEntries(
        (await services.stacks.get(name)).services.map((each) => [each.name, each.containers[0]?.id]),
      );
    const before = await ids();
    writeFileSync(join(folder, '.env'), 'GREETING=welcome\n');
    const run = await carryOut(services, up(folder, name, by));
    expect(failures(run)).toEqual([]);
    const after = await ids();
    expect(after['cache']).toBe(before['cache']);
    expect(after['app']).not.toBe(before['app']);
    expect(await answer(port)).toBe('welcome gold');
  });

  it('restarts, stops and starts', async () => {
    for (const kind of ['compose.restart', 'compose.stop', 'compose.start'] as const) {
      const run = await carryOut(services, request({ kind, name, services: ['app', 'cache'] }));
      expect(failures(run)).toEqual([]);
    }
    // The cache keeps nothing.
    expect(await answer(port)).toMatch(/^welcome/);
  });

  it('scales', async () => {
    // Two containers cannot have one port: of the service without one.
    const run = await carryOut(services, up(folder, name, by, { scale: { cache: 2 }, services: ['cache'] }));
    expect(failures(run)).toEqual([]);
    const cache = (await services.stacks.get(name)).services.find((each) => each.name === 'cache');
    expect(cache?.containers.map(({ number, state }) => `${number} ${state}`)).toEqual([
      '1 running',
      '2 running',
    ]);
  });

  it('goes down without a trace', async () => {
    const run = await carryOut(
      services,
      request({ kind: 'compose.down', name, volumes: true, images: 'local' }),
    );
    expect(failures(run)).toEqual([]);
    expect(await parts(name)).toEqual([]);
    await expect(services.stacks.get(name)).rejects.toMatchObject({ info: { code: 'stack.unknown' } });
  });
});
