import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flotilla } from '../../src-main/wiring';
import { runSpecSchema } from '../../src-shared/containers/run-spec';
import type { PlanRequest } from '../../src-shared/requests';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { docker, ports, subnet, sweep, temporaryFolder, testLabels } from '../support/world';

const stem = 'flt-run';
const labels = testLabels(stem);
const net = `${stem}-net`;
const secret = 'tell-nobody-7';
let services: Flotilla;
let data: string;
let port: number;
let range: Awaited<ReturnType<typeof subnet>>;

const request = (name: string, more: object): Extract<PlanRequest, { kind: 'containers.run' }> => ({
  kind: 'containers.run',
  spec: runSpecSchema.parse({ name: `${stem}-${name}`, image: 'redis:7.0', labels, ...more }),
});
const inspect = (name: string) => docker().getContainer(`${stem}-${name}`).inspect();
const codes = async (asked: PlanRequest) =>
  (await services.planning.prepare(asked)).plan.findings.map(({ level, code }) => `${level} ${code}`);
const undo = async (id: string) => {
  await services.runner.undo(id);
  return services.runner.settled(id);
};

/** What a UDP server on this computer sends back; asked again and again, for a datagram may be lost. */
function askedByUdp(at: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const ask = setInterval(() => socket.send(text, at, '127.0.0.1'), 100);
    const over = (end: () => void): void => {
      clearInterval(ask);
      clearTimeout(late);
      socket.close();
      end();
    };
    const late = setTimeout(() => over(() => reject(new Error('no answer'))), 10_000);
    socket.on('message', (answer) => over(() => resolve(answer.toString())));
  });
}

async function clean(): Promise<void> {
  await sweep(stem);
  await docker().getNetwork(net).remove().catch(() => undefined); // prettier-ignore
  await docker().getVolume(`${stem}-data`).remove().catch(() => undefined); // prettier-ignore
}

beforeAll(async () => {
  await clean();
  data = temporaryFolder('data');
  services = await flotilla(data);
  port = await ports(4);
  range = await subnet();
});
afterAll(async () => {
  await services.close();
  await clean();
});

describe('a container by hand', () => {
  it('gets its network, volume, folder and secret, is proven, and goes without a trace', async () => {
    const folder = join(temporaryFolder('mounts'), 'deep', 'log');
    const { stored } = await services.secrets.store(secret);
    const asked = request('cache', {
      ...{ network: net, subnet: range.cidr, address: `${range.base}.9`, aliases: ['cache'] },
      ports: [{ hostPort: port, containerPort: 6379 }],
      mounts: [
        { type: 'volume', source: `${stem}-data`, target: '/data' },
        { type: 'bind', source: folder, target: '/var/applogs', readOnly: true },
      ],
      env: [
        { name: 'MODE', value: 'a b' },
        { name: 'APP_PASSWORD', secret: { stored } },
      ],
      command: ['redis-server', '--appendonly', 'yes'],
      ...{ memory: 64 * 1024 * 1024, cpus: 0.5, pids: 100, restart: { name: 'unless-stopped' } },
    });
    const { plan } = await services.planning.prepare(asked);
    expect(plan.steps.map(({ id }) => id)).toEqual([
      ...['network', `volume:${stem}-data`, `bind:${folder}`, 'run', 'settle', `answers:${String(port)}`],
    ]);
    const run = await carryOut(services, asked);
    expect(failures(run)).toEqual([]);
    const seen = await inspect('cache');
    expect(seen.State.Running).toBe(true);
    expect(seen.Config.Env).toEqual(expect.arrayContaining(['MODE=a b', `APP_PASSWORD=${secret}`]));
    expect(seen.Config.Cmd).toEqual(['redis-server', '--appendonly', 'yes']);
    expect(seen.HostConfig).toMatchObject({
      ...{ Memory: 64 * 1024 * 1024, NanoCpus: 5e8, PidsLimit: 100 },
      RestartPolicy: { Name: 'unless-stopped' },
    });
    const endpoint = seen.NetworkSettings.Networks[net];
    expect(endpoint?.IPAddress).toBe(`${range.base}.9`);
    expect(endpoint?.Aliases).toContain('cache');
    expect(seen.Mounts.map(({ Destination, RW }) => [Destination, RW]).sort()).toEqual([
      ['/data', true],
      ['/var/applogs', false],
    ]);

    // The secret stands in no journal, and in no run that the window is told of.
    const told = JSON.stringify(await services.runner.get(run.id));
    expect(told).not.toContain(secret);
    expect(readFileSync(join(data, 'runs', `${run.id}.jsonl`), 'utf8')).not.toContain(secret);

    expect((await undo(run.id)).status).toBe('undone');
    await expect(inspect('cache')).rejects.toThrow('no such container');
    expect((await docker().listNetworks()).map(({ Name }) => Name)).not.toContain(net);
    expect((await docker().listVolumes()).Volumes.map(({ Name }) => Name)).not.toContain(`${stem}-data`);
    expect(existsSync(folder)).toBe(false);
  });

  it('says beforehand what is taken', async () => {
    const run = await carryOut(
      services,
      request('first', { ports: [{ hostPort: port + 1, containerPort: 6379 }] }),
    );
    expect(failures(run)).toEqual([]);
    const again = request('first', {
      ports: [{ hostPort: port + 1, containerPort: 6379 }],
      mounts: [{ type: 'bind', source: '/nowhere/redis.conf', target: '/etc/redis.conf' }],
      env: [{ name: 'PW', secret: { env: 'FLT_RUN_NOT_SET' } }],
    });
    expect((await codes(again)).sort()).toEqual([
      ...['error container.name-taken', 'error mount.missing', 'error port.taken', 'error secret.missing'],
    ]);
  });

  it('tells why a container ended, with its last words; undo takes it away', async () => {
    const run = await carryOut(services, request('wrong', { command: ['redis-server', '--port', 'x'] }));
    expect(run.status).toBe('failed');
    const step = run.steps.find(({ id }) => id === 'settle');
    expect(step?.error).toMatchObject({
      code: 'container.not-steady',
      what: { key: 'cops.wait.exited', params: { code: 1 } },
    });
    expect(JSON.stringify(step?.error?.details)).toContain('parsed into an integer');
    await undo(run.id);
    await expect(inspect('wrong')).rejects.toThrow('no such container');
  });

  it('sees a port that nobody listens on behind Docker’s proxy', async () => {
    const asked = request('deaf', { ports: [{ hostPort: port + 2, containerPort: 9 }] });
    const { digest } = await services.planning.prepare(asked);
    const { runId } = await services.planning.start(asked, digest);
    // It would wait for a minute: enough is seen once the check has been going on for a while.
    for (;;) {
      const run = await services.runner.get(runId);
      const step = run.steps.find(({ id }) => id === `answers:${String(port + 2)}`);
      if (step?.status === 'running' && Date.now() - (step.startedAt ?? Infinity) > 2000) break;
      expect(step?.status).not.toBe('succeeded');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await services.runner.cancel(runId);
    expect((await services.runner.settled(runId)).status).toBe('cancelled');
    await undo(runId);
    await expect(inspect('deaf')).rejects.toThrow('no such container');
  });

  it('lets work be done that ends by itself', async () => {
    const run = await carryOut(services, request('job', { entrypoint: 'true' }));
    expect(failures(run)).toEqual([]);
    expect((await inspect('job')).State.ExitCode).toBe(0);
  });

  it('is what a spec file says: a UDP port that answers, a health check, ulimits', async () => {
    const file = join(temporaryFolder('spec'), 'echo.yaml');
    const echo = `my $s = IO::Socket::INET->new(LocalPort => 9, Proto => "udp"); while ($s->recv(my $m, 99)) { $s->send("<$m>") }`;
    writeFileSync(
      file,
      `kind: container
name: ${stem}-echo
image: redis:7.0
command: [ perl, -MIO::Socket::INET, -e, '${echo}' ]
ports: [ "127.0.0.1:${String(port + 3)}:9/udp" ]
ulimits: { nofile: "512:1024" }
health: { command: "true", interval: 300ms }
labels: ${JSON.stringify(labels)}
interactive: true
`,
    );
    const asked = await services.specs.read(file);
    const run = await carryOut(services, asked);
    expect(failures(run)).toEqual([]);
    expect(await askedByUdp(port + 3, 'hello')).toBe('<hello>');
    const { State, HostConfig, Config } = await inspect('echo');
    expect(State.Health?.Status).toBe('healthy');
    expect(HostConfig.Ulimits).toEqual([{ Name: 'nofile', Soft: 512, Hard: 1024 }]);
    expect(Config.OpenStdin).toBe(true);
    // What is saved of it gives the same again.
    const again = join(temporaryFolder('spec'), 'again.yaml');
    writeFileSync(again, await services.specs.print(asked));
    expect(await services.specs.read(again)).toEqual(asked);
    await undo(run.id);
  });

  it('with --rm leaves nothing behind, and still tells how it ended', async () => {
    const well = await carryOut(services, request('gone', { entrypoint: 'true', autoRemove: true }));
    expect(failures(well)).toEqual([]);
    await expect(inspect('gone')).rejects.toThrow('no such container');
    const badly = await carryOut(
      services,
      request('gone', { entrypoint: 'sh', command: ['-c', 'exit 3'], autoRemove: true }),
    );
    expect(badly.steps.find(({ id }) => id === 'settle')?.error?.what).toMatchObject({
      ...{ key: 'cops.wait.exited', params: { code: 3 } },
    });
  });

  it('leaves a folder that somebody has put something in', async () => {
    const folder = join(temporaryFolder('mounts'), 'kept');
    const run = await carryOut(
      services,
      request('writer', { mounts: [{ type: 'bind', source: folder, target: '/out' }] }),
    );
    expect(failures(run)).toEqual([]);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'mine'), '1');
    await undo(run.id);
    expect(existsSync(join(folder, 'mine'))).toBe(true);
  });
});
