import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainExit } from '@shared/containers/exit';
import { translate } from '@shared/i18n/index';
import { createEngines, type Engines } from '../../src-main/observe/engines';
import { createExitObserver, type ExitObserver } from '../../src-main/observe/container-exit';
import { docker, sweep, testLabels } from '../support/world';

const stem = 'flt-stx-exit';
const port = '23020';
let engines: Engines;
let exits: ExitObserver;

/** Makes a container and starts it; a start that fails is what some of these tests are about. */
async function run(name: string, script: string, more: object = {}): Promise<string> {
  const container = await docker().createContainer({
    name: `${stem}-${name}`,
    Image: 'redis:7.0',
    Entrypoint: ['sh', '-c', script],
    StopTimeout: 1,
    Labels: testLabels(stem),
    ...more,
  });
  await container.start().catch(() => undefined);
  return container.id;
}
const story = async (id: string) => explainExit(await exits.why(id));
const cause = async (id: string) => (await story(id)).cause;

describe('why a container stopped, on a real engine', () => {
  beforeAll(async () => {
    await sweep(stem);
    engines = createEngines({ env: process.env, home: '/nonexistent' });
    exits = createExitObserver(engines);
    await engines.start();
  });
  afterAll(async () => {
    exits.close();
    engines.close();
    await sweep(stem);
  });

  it('tells 137 apart: memory, an ignored stop, a kill, and a signal from inside', async () => {
    const sleeper = 'while :; do sleep 0.1; done';
    const [hungry, deaf, victim, inside] = await Promise.all([
      run('oom', 'sleep 0.5; tail /dev/zero', {
        HostConfig: { Memory: 8 * 1024 ** 2, MemorySwap: 8 * 1024 ** 2 },
      }),
      run('deaf', sleeper),
      run('victim', sleeper),
      run('inside', 'kill -9 $$; sleep 5', { HostConfig: { Init: true } }),
    ]);
    await docker().getContainer(victim).kill();
    await docker().getContainer(deaf).stop();
    for (const id of [hungry, inside]) await docker().getContainer(id).wait();

    // The engine may hear of the kill a moment after the end.
    await expect.poll(() => cause(hungry), { timeout: 10_000 }).toBe('oom');
    const oom = await story(hungry);
    expect(oom).toMatchObject({ cause: 'oom', code: 137 });
    expect(translate('en', oom.what)).toContain('8 MiB');
    const ignored = await story(deaf);
    expect(ignored).toMatchObject({ cause: 'stop-timeout', code: 137 });
    expect(translate('en', ignored.what)).toContain('within 1 second,');
    expect(await cause(victim)).toBe('killed');
    expect(await cause(inside)).toBe('killed-outside');
  });

  it('tells codes, stops and failed starts apart', async () => {
    const [failed, done, missing, stopped, absent, first] = await Promise.all([
      run('failed', 'echo cannot open the door; exit 3'),
      run('done', 'exit 0'),
      run('missing', 'nosuchcommand'),
      run('stopped', 'trap "exit 143" TERM; echo ready; while :; do sleep 0.1; done'),
      run('absent', '', { Entrypoint: ['/no/such/program'] }),
      run('port-1', 'sleep 60', publish()),
    ]);
    for (const id of [failed, done, missing]) await docker().getContainer(id).wait();
    const second = await run('port-2', 'sleep 60', publish());
    await expect.poll(async () => (await exits.why(stopped)).lines).toEqual(['ready']);
    await docker().getContainer(stopped).stop();

    expect((await exits.why(failed)).lines).toEqual(['cannot open the door']);
    expect(await story(failed)).toMatchObject({ cause: 'app-error', code: 3, tone: 'bad' });
    expect(await story(done)).toMatchObject({ cause: 'done', code: 0 });
    expect(await story(missing)).toMatchObject({ cause: 'shell-not-found', code: 127 });
    expect(await story(stopped)).toMatchObject({ cause: 'stopped', tone: 'muted', code: 143 });
    expect(await story(absent)).toMatchObject({ cause: 'not-found', code: 127 });
    expect(await cause(first)).toBe('running');
    const taken = await story(second);
    expect(taken.cause).toBe('port-taken');
    expect(translate('en', taken.headline)).toContain(port);
  });

  it('says what the restart policy does next, of loops, of limits and of health', async () => {
    const restart = (Name: string, MaximumRetryCount = 0) => ({
      HostConfig: { RestartPolicy: { Name, MaximumRetryCount } },
    });
    const [loop, limited, held, sick] = await Promise.all([
      run('loop', 'exit 4', restart('always')),
      run('limited', 'exit 4', restart('on-failure', 1)),
      run('held', 'exec sleep 60', restart('unless-stopped')),
      run('sick', 'sleep 60', {
        Healthcheck: { Test: ['CMD-SHELL', 'curl -f localhost'], Interval: 1e8, Timeout: 1e9, Retries: 1 },
      }),
    ]);
    await docker().getContainer(held).kill();
    const nextOf = async (id: string) => translate('en', (await story(id)).next);

    await expect
      .poll(() => nextOf(loop), { timeout: 20_000 })
      .toContain('starts it again by itself (policy always');
    await expect.poll(() => nextOf(limited), { timeout: 20_000 }).toContain('has tried once more');
    expect(await nextOf(held)).toContain('also when the engine is started anew');
    await expect.poll(() => cause(sick), { timeout: 20_000 }).toBe('unhealthy');
    expect(translate('en', (await story(sick)).what)).toContain('curl: not found');
  });
});

function publish(): object {
  return {
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: port }] } },
  };
}
