import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeLabel } from '../../src-shared/compose/stack';
import { docker, images, ports, root, subnet, temporaryFolder, testLabels } from '../support/world';
import { answerDialogs, dress, expect, resize, section, shot, test } from './support';

const name = 'flt-finance-hand';
const mine = { filters: { label: [`${composeLabel.project}=${name}`] } };

/** Takes away what a run of this file, or an earlier one, has made: by hand, and as a stack. */
async function clean(): Promise<void> {
  const engine = docker();
  const [hand, stack] = await Promise.all([
    engine.listContainers({ all: true, filters: { name: [`^/${name}`] } }),
    engine.listContainers({ all: true, ...mine }),
  ]);
  for (const id of new Set([...hand, ...stack].map(({ Id }) => Id)))
    await engine.getContainer(id).remove({ force: true, v: true });
  for (const { Id, Name } of await engine.listNetworks())
    if (Name.startsWith(name)) await engine.getNetwork(Id).remove();
  for (const tag of (await engine.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []))
    if (tag.startsWith(`${name}-app`)) await engine.getImage(tag).remove({ force: true });
}

test.beforeAll(clean);
test.afterAll(clean);

test('The tutorial’s microservice: its docker run commands, pasted, become a compose.yml that comes up and answers', async ({
  launch,
}) => {
  const { mysql, python } = await images();
  test.skip(
    mysql === undefined || python === undefined,
    'mysql:5.7 or python:3.11-slim could not be had here',
  );
  test.setTimeout(240_000);
  const port = await ports(3);
  const { cidr } = await subnet();
  const parent = temporaryFolder('finance');
  const folder = join(parent, name);
  cpSync(join(root, 'test/support/finance/app'), folder, { recursive: true });
  cpSync(join(root, 'test/support/finance/products.sql'), join(folder, 'products.sql'));
  mkdirSync(join(parent, 'mysql', 'conf'), { recursive: true });
  mkdirSync(join(parent, 'redis'));
  writeFileSync(join(parent, 'mysql/conf/my.cnf'), '[mysqld]\ncharacter_set_server = utf8\n');
  writeFileSync(join(parent, 'redis/redis.conf'), 'appendonly no\nsave ""\n');
  const commands = [
    `docker network create ${name}-net --subnet ${cidr}`,
    `docker run -d --name ${name}-bjpnmysql --network-alias bjpnmysql --net ${name}-net -p ${port + 1}:3306 \\`,
    `  -v ${parent}/mysql/log:/var/log/mysql -v ${parent}/mysql/data:/var/lib/mysql \\`,
    `  -v ${parent}/mysql/conf:/etc/mysql/conf.d -v ${folder}/products.sql:/docker-entrypoint-initdb.d/products.sql:ro \\`,
    '  -e MYSQL_ROOT_PASSWORD=111 -e MYSQL_DATABASE=test mysql:5.7',
    `docker run -p ${port + 2}:6379 --name ${name}-bjpnredis --network-alias bjpnredis --net ${name}-net \\`,
    `  -v ${parent}/redis/redis.conf:/etc/redis/redis.conf -v ${parent}/redis/data:/data \\`,
    '  -d redis:7.0 redis-server /etc/redis/redis.conf',
    `docker build -t ${name}-app:1.0 .`,
    `docker run --name ${name}-myapp --net ${name}-net -v ${parent}/log:/var/applogs -e MYSQL_ROOT_PASSWORD=111 -dp ${port}:8080 ${name}-app:1.0`,
  ].join('\n');

  // Redis was run by hand before: its name and its port are taken.
  const hand = await docker().createContainer({
    ...{ name: `${name}-bjpnredis`, Image: 'redis:7.0', Labels: testLabels(name) },
    ExposedPorts: { '6379/tcp': {} },
    HostConfig: { PortBindings: { '6379/tcp': [{ HostPort: String(port + 2) }] } },
  });
  await docker().getContainer(hand.id).start();

  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await answerDialogs(app, parent);
  const compose = join(folder, 'compose.yml');

  await test.step('the commands are pasted', async () => {
    await section(page, 'Stacks').click();
    await page.getByRole('button', { name: 'New stack' }).first().click();
    await page.getByRole('button', { name: /^docker run/ }).click();
    await page.getByRole('textbox', { name: 'Commands' }).fill(commands);
    await expect(page.getByText('3 services')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('button', { name: 'Choose…' }).click();
    await expect(page.getByText(`The files go to ${folder}`)).toBeVisible();
    await shot(page, 'microservice-pasted');
    await dress(page, 'zh-CN', 'dark');
    await resize(app, 1920, 1080);
    await shot(page, 'microservice-pasted-zh');
    await dress(page, 'en', 'light');
    await resize(app, 1280, 800);
  });

  await test.step('what is taken is said at its place, with what to do', async () => {
    await page.getByRole('button', { name: 'Save and review' }).click();
    const plan = page.getByRole('region', { name: 'Plan' });
    await expect(plan).toContainText(`“${name}-bjpnredis” belongs to a container outside this project`, {
      timeout: 30_000,
    });
    await expect(plan).toContainText(`Port ${String(port + 2)} is used by container ${name}-bjpnredis`);
    await expect(page.getByRole('button', { name: /^Bring up/ })).toBeDisabled();
    await shot(page, 'microservice-taken');
    // The way from there leads to the very line.
    await plan.getByRole('button', { name: 'Show in the file' }).first().click();
    await expect(page.getByText('Line 23, column 21')).toBeVisible();
    await page.getByRole('button', { name: 'Up…' }).click();
    await expect(plan).toBeVisible();
    await docker().getContainer(hand.id).remove({ force: true, v: true });
  });

  await test.step('the file is one that people would have liked to write', () => {
    const text = readFileSync(compose, 'utf8');
    expect(text).toContain('build: .\n');
    expect(text).toContain('MYSQL_ROOT_PASSWORD: ${MYSQL_ROOT_PASSWORD:?set it in .env}');
    expect(text).toContain(`container_name: ${name}-myapp`);
    expect(text).toContain(`- subnet: ${cidr}`);
    expect(readFileSync(join(folder, '.env'), 'utf8')).toMatch(/^MYSQL_ROOT_PASSWORD=111$/m);
  });

  await test.step('it comes up, and answers out of MySQL, then out of Redis', async () => {
    const up = page.getByRole('button', { name: /^Bring up ·/ });
    await expect(up).toBeEnabled({ timeout: 30_000 });
    await up.click();
    await expect(page.getByRole('button', { name: 'Open the stack' })).toBeVisible({ timeout: 120_000 });
    await shot(page, 'microservice-up');
    const ask = async (): Promise<string> => {
      const answer = await fetch(`http://127.0.0.1:${String(port)}`, { headers: { connection: 'close' } });
      const { length } = (await answer.json()) as unknown[];
      return `${String(length)} ${answer.headers.get('x-source') ?? ''}`;
    };
    await expect.poll(() => ask().catch(String), { timeout: 60_000 }).toMatch(/^8 (mysql|redis)$/);
    expect(await ask()).toBe('8 redis');
    await page.getByRole('button', { name: 'Open the stack' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await shot(page, 'microservice-stack');
  });
});
