import { spawnSync } from 'node:child_process';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { containerByHand } from '@shared/containers/by-hand';
import { createComposeImport } from '../../src-main/observe/compose-import';
import { clusterName, docker, images, ports, subnet, sweep } from '../support/world';
import { docker as client } from './docker-ops-support';

const name = clusterName('handc');
const label = `dev.flotilla.test=${name}`;

function bash(script: string): string {
  const env = { ...process.env, APP_PASSWORD: 'tell-nobody' };
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], { encoding: 'utf8', env });
  expect(status, stderr).toBe(0);
  return stdout;
}

async function clear(): Promise<void> {
  await sweep(name);
  for (const { Name } of (await docker().listVolumes()).Volumes)
    if (Name.startsWith(name)) await docker().getVolume(Name).remove();
}
beforeEach(clear);
afterAll(clear);

it('what the page of a container tells to type makes the very same container again', async () => {
  const [{ redis7 }, port, { cidr }] = await Promise.all([images(), ports(1), subnet()]);
  const [net, more] = [`${name}-net`, `${name}-more`];
  const address = cidr.replace(/\.0\/\d+$/, '.9');
  bash(`
    docker network create --label ${label} --subnet ${cidr} ${net}
    docker network create --label ${label} ${more}
    docker run -d --label ${label} --name ${name} --network ${net} --ip ${address} --network-alias cache \\
      -p 127.0.0.1:${port}:6379 -v ${name}-data:/data --tmpfs /run --read-only --init -e TZ=Asia/Shanghai \\
      -e APP_PASSWORD=tell-nobody --cap-add NET_ADMIN --cap-drop MKNOD --add-host db:10.0.0.9 --dns 10.0.0.2 \\
      --sysctl net.core.somaxconn=511 --shm-size 128m --ulimit nofile=512:1024 --memory 128m --cpus 0.5 \\
      --pids-limit 100 --restart on-failure:3 --security-opt no-new-privileges \\
      --health-cmd 'redis-cli ping' --health-interval 2s --health-retries 4 --stop-signal SIGINT \\
      ${redis7} redis-server --appendonly yes
    docker network connect --alias far ${more} ${name}`);
  const look = () => createComposeImport(() => Promise.resolve(client)).read([name]);
  const before = await look();
  const code = (id: string): string =>
    containerByHand(before).find((part) => part.id === id)?.code ?? 'false';
  expect(
    containerByHand(before)
      .map((part) => part.code)
      .join('\n'),
  ).not.toContain('tell-nobody');

  bash(code('remove'));
  bash(`docker network rm ${net} ${more}; docker volume rm ${name}-data`);
  const labelled = (text: string): string =>
    text
      .replaceAll('network create', `network create --label ${label}`)
      .replaceAll('docker run --detach', `docker run --detach --label ${label}`);
  bash(labelled(code('networks')));
  bash(labelled(code('run')));

  const { containers } = await look();
  const plain = ({ facts }: (typeof containers)[number]): unknown => {
    const { Id, ...rest } = facts;
    // The engine adds the first signs of the id to the names and calls the computer so; no address is said in two ways.
    return JSON.parse(
      JSON.stringify(rest).replaceAll(Id.slice(0, 12), 'ID').replaceAll('{"IPv4Address":""}', 'null'),
    ) as unknown;
  };
  expect(containers.map(plain)).toEqual(before.containers.map(plain));
  await expect
    .poll(() => bash(`docker inspect -f '{{.State.Health.Status}}' ${name}`).trim(), { timeout: 20_000 })
    .toBe('healthy');
}, 120_000);
