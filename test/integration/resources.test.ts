import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flotilla } from '../../src-main/wiring';
import { composeLabel } from '../../src-shared/compose/stack';
import { AppError } from '../../src-shared/errors';
import type { Run } from '../../src-shared/plan';
import { pruneResultSchema } from '../../src-shared/resources/ops';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { docker, sweep, testLabels } from '../support/world';

const stem = 'flt-res';
const labels = testLabels(stem);
const net = `${stem}-net`;
const tags = [`${stem}-image:1`, `${stem}-image:2`, `${stem}-image:keep`, `${stem}-copy:1`];
let services: Flotilla;

/** A container that only stands there. */
async function container(name: string, more: object = {}): Promise<string> {
  const made = await docker().createContainer({
    name: `${stem}-${name}`,
    Image: 'redis:7.0',
    Entrypoint: ['sleep', '600'],
    Labels: labels,
    ...more,
  });
  return made.id;
}

/** An image of its own, with a layer of a mebibyte that no other has. */
async function image(tag: string): Promise<string> {
  const maker = docker().getContainer(
    await container('maker', { Entrypoint: ['sh', '-c', 'head -c 1048576 /dev/urandom > /made'] }),
  );
  await maker.start();
  await maker.wait();
  const [repo, version] = tag.split(':');
  await maker.commit({ repo, tag: version, changes: `LABEL flt-res=1` });
  await maker.remove({ v: true });
  return (await docker().getImage(tag).inspect()).Id;
}

async function clean(): Promise<void> {
  await sweep(stem);
  const left = await docker().listImages({ filters: { label: ['flt-res'] } });
  for (const each of left) await docker().getImage(each.Id).remove({ force: true });
  for (const name of [net, `${stem}-other`])
    await docker()
      .getNetwork(name)
      .remove()
      .catch(() => undefined);
  for (const name of [`${stem}-data`, `${stem}-made`])
    await docker()
      .getVolume(name)
      .remove()
      .catch(() => undefined);
}

/** What came of a prune: the statuses by step, and its tally. */
function outcome(run: Run) {
  const tally = run.steps.find(({ id }) => id === 'tally:after');
  return {
    steps: Object.fromEntries(run.steps.map(({ id, status }) => [id, status])),
    tally: pruneResultSchema.parse(tally?.output),
  };
}

const nothing = { containers: [], networks: [], volumes: [], images: [], cache: [] };

beforeAll(async () => {
  await clean();
  services = await flotilla();
});
afterAll(async () => {
  await services.close();
  await clean();
});

describe('networks', () => {
  it('creates one, connects a container with its address, tells both ways, and undoes all', async () => {
    const id = await container('member', { HostConfig: { NetworkMode: 'bridge' } });
    await docker().getContainer(id).start();
    const made = await carryOut(services, {
      kind: 'resources.network-create',
      ...{ name: net, driver: 'bridge', subnet: '10.214.20.0/24', gateway: '10.214.20.9' },
      ...{ internal: true, attachable: false },
    });
    expect(failures(made)).toEqual([]);
    const network = await services.resources.network(net);
    expect(network).toMatchObject({
      internal: true,
      subnets: [{ subnet: '10.214.20.0/24', gateway: '10.214.20.9' }],
      users: [],
    });
    const joined = await carryOut(services, {
      kind: 'resources.network-connect',
      ...{ network: network.id, container: `${stem}-member`, address: '10.214.20.40' },
    });
    expect(failures(joined)).toEqual([]);
    const seen = await services.resources.network(net);
    expect(seen.members.map(({ name, address }) => [name, address])).toEqual([
      [`${stem}-member`, '10.214.20.40'],
    ]);
    expect(seen.users.map(({ name, state }) => [name, state])).toEqual([[`${stem}-member`, 'running']]);

    // It cannot be removed while someone is on it: the plan says so.
    const { plan } = await services.planning.prepare({
      kind: 'resources.network-remove',
      network: network.id,
    });
    expect(plan.findings.map(({ level, code }) => [level, code])).toEqual([['error', 'network.in-use']]);

    await services.runner.undo(joined.id);
    await services.runner.settled(joined.id);
    expect((await services.resources.network(net)).members).toEqual([]);

    // Removed, and made anew with the same settings by undo.
    const removed = await carryOut(services, { kind: 'resources.network-remove', network: network.id });
    expect(failures(removed)).toEqual([]);
    await expect(services.resources.network(net)).rejects.toMatchObject({
      info: { code: 'network.missing' },
    });
    await services.runner.undo(removed.id);
    await services.runner.settled(removed.id);
    const again = await services.resources.network(net);
    expect(again).toMatchObject({ internal: true, subnets: network.subnets, options: network.options });
    expect(again.id).not.toBe(network.id);
    await docker().getNetwork(net).remove();
    await docker().getContainer(id).remove({ force: true, v: true });
  });
});

describe('images', () => {
  it('tags, takes a tag away and gives it back, removes', async () => {
    const id = await image(tags[0] ?? '');
    const tagged = await carryOut(services, { kind: 'resources.image-tag', image: id, tag: tags[3] ?? '' });
    expect(failures(tagged)).toEqual([]);
    expect((await services.resources.image(id)).tags).toEqual([tags[3], tags[0]]);
    expect((await services.resources.image(id)).history[0]?.size).toBeGreaterThanOrEqual(1_048_576);
    const untagged = await carryOut(services, {
      kind: 'resources.image-remove',
      image: id,
      tags: [tags[3] ?? ''],
    });
    expect((await services.resources.image(id)).tags).toEqual([tags[0]]);
    await services.runner.undo(untagged.id);
    await services.runner.settled(untagged.id);
    expect((await services.resources.image(id)).tags).toEqual([tags[3], tags[0]]);
    const removed = await carryOut(services, { kind: 'resources.image-remove', image: id, tags: [] });
    expect(failures(removed)).toEqual([]);
    expect(await docker().listImages({ filters: { label: ['flt-res'] } })).toEqual([]);
  });

  it('fails a pull in plain words, and leaves nothing', async () => {
    const run = await carryOut(services, {
      kind: 'resources.image-pull',
      image: `${stem}-nowhere.invalid/x:1`,
    });
    expect(run.status).toBe('failed');
    expect(run.error?.code).toBe('registry.unreachable');
  });
});

describe('prune', () => {
  it('takes exactly what was ticked and is still free, and tells what it really freed', async () => {
    const going = await image(tags[1] ?? '');
    const used = await image(tags[2] ?? '');
    for (const name of [`${stem}-data`, `${stem}-made`])
      await docker().createVolume({
        Name: name,
        Labels: { ...labels, [composeLabel.project]: 'flt-res-shop' },
      });
    // Its volume is free once the container is gone.
    const writer = await container('writer', {
      Entrypoint: ['sh', '-c', 'head -c 300000 /dev/zero > /data/x'],
      HostConfig: { Binds: [`${stem}-data:/data`] },
    });
    await docker().getContainer(writer).start();
    await docker().getContainer(writer).wait();
    const other = await docker().createNetwork({
      Name: `${stem}-other`,
      Labels: labels,
      IPAM: { Config: [{ Subnet: '10.214.21.0/24' }] },
    });
    const request = {
      kind: 'resources.prune' as const,
      ...nothing,
      ...{ containers: [writer], networks: [other.id], volumes: [`${stem}-data`], images: [going, used] },
    };
    const preview = await services.planning.prepare(request);
    expect(preview.plan.findings.map(({ code }) => code)).toEqual([
      'prune.owned',
      'prune.data',
      'prune.local',
      'prune.frees',
    ]);

    // One comes into use between the preview and the agreement: the agreed plan is refused.
    await container('late', { Image: tags[2] });
    await expect(services.planning.start(request, preview.digest)).rejects.toSatisfy(
      (error) => error instanceof AppError && error.info.code === 'plan.changed',
    );

    const run = await carryOut(services, request);
    const { steps, tally } = outcome(run);
    expect(run.status).toBe('succeeded');
    expect(Object.keys(steps)).toHaveLength(6);
    expect(new Set(Object.values(steps))).toEqual(new Set(['succeeded']));
    expect(tally).toMatchObject({ gone: 4, left: [] });
    // The layer, and what lay in the volume; others may use the engine meanwhile.
    expect(tally.freed).toBeGreaterThanOrEqual(1_300_000);
    const left = await services.resources.list();
    expect(left.images.some(({ id }) => id === going)).toBe(false);
    expect(left.images.some(({ id }) => id === used)).toBe(true);
    expect(left.volumes.map(({ name }) => name)).toContain(`${stem}-made`);
    expect(left.volumes.map(({ name }) => name)).not.toContain(`${stem}-data`);
  });

  it('leaves what comes into use while it runs, and says so', async () => {
    const stopped = await container('stopped');
    const { plan, digest } = await services.planning.prepare({
      kind: 'resources.prune',
      ...nothing,
      containers: [stopped],
    });
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'measure:before',
      `container:${stem}-stopped`,
      'tally:after',
    ]);
    // Started by another as soon as the first step runs.
    const off = services.runner.on((event) => {
      if (event.type === 'step' && event.stepId === 'measure:before' && event.status === 'running')
        void docker().getContainer(stopped).start();
    });
    const { runId } = await services.planning.start(
      { kind: 'resources.prune', ...nothing, containers: [stopped] },
      digest,
    );
    const run = await services.runner.settled(runId);
    off();
    const { steps, tally } = outcome(run);
    expect(steps[`container:${stem}-stopped`]).toBe('failed');
    expect(run.steps.find(({ id }) => id === `container:${stem}-stopped`)?.error?.code).toBe(
      'container.running',
    );
    expect(tally).toEqual({ freed: 0, gone: 0, left: [`${stem}-stopped`] });
    expect((await docker().getContainer(stopped).inspect()).State.Running).toBe(true);
  });
});
