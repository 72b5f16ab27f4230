import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flotilla } from '../../src-main/wiring';
import type { PlanRequest } from '../../src-shared/requests';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { docker, sweep, testLabels } from '../support/world';

const stem = 'flt-upd';
const labels = testLabels(stem);
const mebibyte = 1024 * 1024;
let services: Flotilla;

async function container(name: string, host: object): Promise<string> {
  const made = await docker().createContainer({
    name: `${stem}-${name}`,
    Image: 'redis:7.0',
    Labels: labels,
    HostConfig: host,
  });
  await docker().getContainer(made.id).start();
  return made.id;
}
/** What the engine holds of it, and whether it is still the same process. */
async function told(name: string) {
  const { HostConfig: host, State: state } = await docker().getContainer(`${stem}-${name}`).inspect();
  const { Memory, MemorySwap, NanoCpus, PidsLimit, RestartPolicy } = host;
  return { Memory, MemorySwap, NanoCpus, PidsLimit, RestartPolicy, pid: state.Pid };
}
type Update = Extract<PlanRequest, { kind: 'containers.update' }>;
const update = (name: string, change: Omit<Update, 'kind' | 'container'>): Update => ({
  ...{ kind: 'containers.update', container: `${stem}-${name}` },
  ...change,
});
const codes = async (request: PlanRequest) =>
  (await services.planning.prepare(request)).plan.findings.map(({ level, code }) => `${level} ${code}`);

beforeAll(async () => {
  await sweep(stem);
  services = await flotilla();
});
afterAll(async () => {
  await services.close();
  await sweep(stem);
});

describe('changing a container while it runs', () => {
  it('changes limits and policy in place, and undo gives the old ones back', async () => {
    await container('web', {
      ...{ Memory: 64 * mebibyte, MemorySwap: 64 * mebibyte, NanoCpus: 5e8, PidsLimit: 100 },
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
    });
    const before = await told('web');
    const run = await carryOut(
      services,
      update('web', {
        ...{ restart: { name: 'unless-stopped' }, memory: 128 * mebibyte, cpus: 1, pids: 0 },
      }),
    );
    expect(failures(run)).toEqual([]);
    const after = await told('web');
    // No swap before, none afterwards; nothing was restarted.
    expect(after).toMatchObject({
      ...{ Memory: 128 * mebibyte, MemorySwap: 128 * mebibyte, NanoCpus: 1e9, pid: before.pid },
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
    });
    expect(after.PidsLimit ?? 0).toBeLessThanOrEqual(0);
    await services.runner.undo(run.id);
    await services.runner.settled(run.id);
    expect(await told('web')).toEqual(before);
  });

  it('gives a first limit, and lifts it to all that there is', async () => {
    await container('free', {});
    const { Memory, NanoCpus } = await told('free');
    expect([Memory, NanoCpus]).toEqual([0, 0]);
    const run = await carryOut(services, update('free', { memory: 96 * mebibyte, cpus: 0.25 }));
    expect(failures(run)).toEqual([]);
    expect(await told('free')).toMatchObject({ Memory: 96 * mebibyte, MemorySwap: 192 * mebibyte, NanoCpus: 25e7 }); // prettier-ignore
    const lifted = await carryOut(services, update('free', { memory: 0, cpus: 0 }));
    expect(failures(lifted)).toEqual([]);
    const info = (await docker().info()) as { MemTotal: number; NCPU: number };
    expect(await told('free')).toMatchObject({ Memory: info.MemTotal, MemorySwap: 2 * info.MemTotal, NanoCpus: info.NCPU * 1e9 }); // prettier-ignore
    // Undone, the first run leaves as much as there is too: the engine takes no limit away.
    await services.runner.undo(lifted.id);
    await services.runner.settled(lifted.id);
    expect(await told('free')).toMatchObject({ Memory: 96 * mebibyte, NanoCpus: 25e7 });
    await services.runner.undo(run.id);
    await services.runner.settled(run.id);
    expect(await told('free')).toMatchObject({ Memory: info.MemTotal, NanoCpus: info.NCPU * 1e9 });
  });

  it('says beforehand what the engine would refuse', async () => {
    await container('once', { AutoRemove: true, CpuQuota: 50_000 });
    expect(await codes(update('once', { restart: { name: 'always' }, cpus: 0.1 }))).toEqual([
      'error restart.auto-remove',
      'error cpus.quota',
    ]);
    expect(await codes(update('nobody', { pids: 5 }))).toEqual(['error resources.missing']);
    // A server that holds 20 MB does not fit into the least that the engine takes.
    const id = await container('big', {});
    const write = await docker()
      .getContainer(id)
      .exec({ Cmd: ['redis-cli', 'SETRANGE', 'big', '33554432', 'x'], AttachStdout: true });
    const output = await write.start({});
    await new Promise((resolve) => output.resume().on('end', resolve));
    expect(await codes(update('big', { memory: 6 * mebibyte }))).toContain('error memory.below-use');
  });

  it('refuses a container that was made anew after the plan', async () => {
    await container('anew', {});
    const request = update('anew', { pids: 50 });
    const { digest } = await services.planning.prepare(request);
    await docker().getContainer(`${stem}-anew`).remove({ force: true });
    await container('anew', {});
    await expect(services.planning.start(request, digest)).rejects.toMatchObject({
      info: { code: 'plan.changed' },
    });
    expect((await told('anew')).PidsLimit ?? 0).toBeLessThanOrEqual(0);
  });
});
