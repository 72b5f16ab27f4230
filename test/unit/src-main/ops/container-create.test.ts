import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../../../../src-main/clients/docker';
import { dockerOps } from '../../../../src-main/ops/docker';
import type { OpContext } from '../../../../src-main/runner/types';

const error = (code: string) => new AppError({ code, doing: raw(''), what: raw(''), hint: raw('') });

const args: OpArgs<'container.create'> = {
  name: 'demo-1',
  image: 'redis:7.0',
  command: [],
  network: { mode: 'bridge', network: 'demo-net', address: '10.0.0.11' },
  ports: [],
  mounts: [],
  restart: { name: 'no' },
  labels: {},
};

const context = (signal = new AbortController().signal): OpContext => ({
  runId: 'r1',
  stepId: 'create:demo-1',
  signal,
  results: new Map(),
  progress: () => undefined,
  log: () => undefined,
});

/** An engine that makes no container before its network is there, which it is after so many looks. */
function strict(looksUntilThere: number) {
  let looks = 0;
  let tries = 0;
  const there = (): boolean => looks > looksUntilThere;
  const docker = {
    containers: {
      create: () => (tries++, there() ? Promise.resolve('id-1') : Promise.reject(error('network.missing'))),
    },
    networks: {
      inspect: () => (looks++, there() ? Promise.resolve({}) : Promise.reject(error('network.missing'))),
    },
  } as unknown as Docker;
  const ops = dockerOps({ docker, resolveSecret: () => Promise.reject(new Error('none')) });
  return {
    run: (given: typeof args, at: OpContext) => ops['container.create'].run(given, at),
    tries: () => tries,
  };
}

describe('a container whose network is being made', () => {
  it('is made when the network is there, where the engine wants that', async () => {
    const engine = strict(2);
    expect(await engine.run(args, context())).toEqual({ id: 'id-1' });
    expect(engine.tries()).toBe(2);
  });

  it('is not waited for any longer when the run is cancelled', async () => {
    const cancel = new AbortController();
    const engine = strict(Infinity);
    const made = engine.run(args, context(cancel.signal));
    cancel.abort();
    await expect(made).rejects.toThrow('cancelled');
    expect(engine.tries()).toBe(1);
  });

  it('is refused at once where no network can come', async () => {
    const engine = strict(Infinity);
    const made = engine.run({ ...args, network: { mode: 'host' } }, context());
    await expect(made).rejects.toMatchObject({ info: { code: 'network.missing' } });
  });
});
