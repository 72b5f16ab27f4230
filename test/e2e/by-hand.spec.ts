import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker, ports, subnet, sweep, temporaryFolder, testLabels } from '../support/world';
import {
  answerDialogs,
  dress,
  expect,
  expectAccessible,
  redisCli,
  resize,
  runOf,
  section,
  shot,
  test,
} from './support';

const stem = 'flt-hand-e2e';
const mebibyte = 1024 * 1024;

test.beforeAll(async () => {
  await clean();
  const made = await docker().createContainer({
    ...{ name: `${stem}-web`, Image: 'redis:7.0', Labels: testLabels(stem) },
    HostConfig: { Memory: 64 * mebibyte },
  });
  await docker().getContainer(made.id).start();
});
test.afterAll(clean);

/** Its containers bear no label: nobody gave them one. */
async function clean(): Promise<void> {
  for (const name of ['redis', 'app'])
    await docker()
      .getContainer(`${stem}-${name}`)
      .remove({ force: true, v: true })
      .catch(() => undefined);
  await sweep(stem);
  await docker().getNetwork(`${stem}-net`).remove().catch(() => undefined); // prettier-ignore
  await docker().getVolume(`${stem}-data`).remove().catch(() => undefined); // prettier-ignore
}

test('limits and restart policy are changed while the container runs', async ({ launch }) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await section(page, 'Containers').click();
  await page.getByRole('button', { name: `${stem}-web`, exact: true }).click();
  await page.getByRole('button', { name: 'Change limits…' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Memory' })).toHaveValue('64');
  await expect(page.getByText('Change a value to see what will be done.')).toBeVisible();

  // Less than the engine takes is said at its field; nothing can be agreed to.
  await page.getByRole('spinbutton', { name: 'Memory' }).fill('5');
  await expect(page.getByText('At least 6 MiB, a whole number.')).toBeVisible();
  await page.getByRole('spinbutton', { name: 'Memory' }).fill('128');
  await page.getByRole('radio', { name: 'on-failure' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Tries at most' }).fill('3');
  await page.getByRole('spinbutton', { name: 'CPUs' }).fill('0.5');
  await expect(page.getByText('--restart on-failure:3')).toBeVisible();
  await shot(page, 'limits');
  await expectAccessible(page, 'the limits');
  await dress(page, 'zh-CN', 'dark');
  await resize(app, 1920, 1080);
  await shot(page, 'limits-zh');
  await dress(page, 'en', 'light');
  await resize(app, 1280, 800);
  await page.getByRole('button', { name: /^Change · / }).click();
  await page.getByRole('button', { name: 'To the container' }).click();
  await expect(page.getByText('128 MiB')).toBeVisible();
  const { HostConfig: host, State: state } = await docker().getContainer(`${stem}-web`).inspect();
  expect(state.Running).toBe(true);
  expect(host).toMatchObject({
    ...{ Memory: 128 * mebibyte, NanoCpus: 5e8 },
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
  });
});

test('the microservice of the tutorial is run by hand: one pasted, one filled in, and they find each other', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  const { cidr } = await subnet();
  const port = await ports(2);
  await section(page, 'Containers').click();
  await page.getByRole('button', { name: 'Run a container…' }).click();
  await expect(page.getByText('Name an image and the container to see the plan.')).toBeVisible();
  await shot(page, 'run-empty');

  // As the tutorial has it, the network first.
  await page.getByText('Paste a docker run command').first().click();
  await page
    .getByRole('textbox', { name: 'Paste a docker run command' })
    .fill(
      [
        `docker network create ${stem}-net --subnet ${cidr}`,
        `docker run -d --name ${stem}-redis --net ${stem}-net -p ${port}:6379 -v ${stem}-data:/data \\`,
        '  -e APP_PASSWORD=tell-nobody --cpuset-cpus 0 --ulimit nofile=512:1024 redis:7.0 redis-server --appendonly yes',
      ].join('\n'),
    );
  await page.getByRole('button', { name: 'Fill the form' }).click();
  await expect(page.getByRole('combobox', { name: 'Image' })).toHaveValue('redis:7.0');
  await expect(page.getByText('Not taken over: --cpuset-cpus 0')).toBeVisible();
  // What was filled in further down is in sight.
  await expect(page.getByRole('textbox', { name: 'Ulimits' })).toHaveValue('nofile=512:1024');
  await expect(page.getByRole('textbox', { name: 'Subnet of the new network' })).toHaveValue(cidr);
  await expect(page.getByText(`--publish ${port}:6379`)).toBeVisible();
  // A variable that is named like a secret is one: its value stands in no command.
  await expect(page.getByText('--env APP_PASSWORD')).toBeVisible();
  await expect(page.getByText('tell-nobody')).toBeHidden();
  await shot(page, 'run-form');
  await expectAccessible(page, 'the form of a container');
  await dress(page, 'zh-CN', 'dark');
  await resize(app, 1920, 1080);
  await shot(page, 'run-form-zh');
  await dress(page, 'en', 'light');
  await resize(app, 1280, 800);
  await page.getByRole('button', { name: /^Run · / }).click();
  await expect(page.getByRole('button', { name: 'To the container' })).toBeVisible({ timeout: 60_000 });
  await expect(runOf(page, new RegExp(`${stem}-redis`))).toBeVisible();
  await shot(page, 'run-done');
  await page.getByRole('button', { name: 'To the container' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${stem}-redis` })).toBeVisible();

  // By the form alone: a port that is taken is said at its row.
  await section(page, 'Containers').click();
  await page.getByRole('button', { name: 'Run a container…' }).click();
  await page.getByRole('combobox', { name: 'Image' }).fill('redis:7.0');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`${stem}-app`);
  await page.getByRole('combobox', { name: 'Network' }).fill(`${stem}-net`);
  await page.getByRole('textbox', { name: 'Command' }).first().fill('redis-server --port 8080');
  await page.getByRole('button', { name: 'Publish a port' }).click();
  await page.getByRole('spinbutton', { name: 'Port on the computer' }).fill(String(port));
  await page.getByRole('spinbutton', { name: 'Port in the container' }).fill('8080');
  const taken = page.getByRole('form').getByText(`Port ${port} is taken by`);
  await expect(taken).toBeVisible();
  await shot(page, 'run-taken');
  await page.getByRole('spinbutton', { name: 'Port on the computer' }).fill(String(port + 1));
  await expect(taken).toBeHidden();
  await page.getByText('Health check', { exact: true }).click();
  await page
    .getByRole('form')
    .getByRole('textbox', { name: 'Command' })
    .last()
    .fill('redis-cli -p 8080 ping');
  await page.getByRole('textbox', { name: 'Every' }).fill('soon');
  await expect(page.getByText('A time, for example 30s or 1m30s')).toBeVisible();
  await page.getByRole('textbox', { name: 'Every' }).fill('500ms');
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('switch', { name: 'Keep its input open (-i)' }).check({ force: true });
  await expect(page.getByText('--health-interval 500ms')).toBeVisible();
  await shot(page, 'run-more');
  await expectAccessible(page, 'all of the form of a container');
  await dress(page, 'zh-CN', 'dark');
  await resize(app, 1920, 1080);
  await shot(page, 'run-more-zh');
  await dress(page, 'en', 'light');
  await resize(app, 1280, 800);

  // The form as a file, and the file as the form.
  const file = join(temporaryFolder('spec'), 'app.yaml');
  await answerDialogs(app, file);
  await page.getByRole('button', { name: 'Save as file…' }).click();
  await expect(page.getByText(`Saved as ${file}`)).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('kind: container');
  await section(page, 'Containers').click();
  await page.getByRole('button', { name: 'Run a container…' }).click();
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(`${stem}-app`);
  await expect(page.getByText('--health-interval 500ms')).toBeVisible();

  await page.getByRole('button', { name: /^Run · / }).click();
  await expect(page.getByRole('button', { name: 'To the container' })).toBeVisible({ timeout: 60_000 });
  expect(await redisCli(`${stem}-app`, 6379, '-h', `${stem}-redis`, 'ping')).toBe('PONG');

  // What one would type for it, with what it was given; the value of a secret stays out.
  await section(page, 'Containers').click();
  await page.getByRole('button', { name: `${stem}-redis`, exact: true }).click();
  await page.getByRole('button', { name: `More actions: ${stem}-redis` }).click();
  await page.getByRole('menuitem', { name: 'Show me by hand' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${stem}-redis by hand` })).toBeVisible();
  const steps = page.getByRole('main');
  await expect(steps).toContainText(`docker network create --subnet ${cidr} ${stem}-net`);
  await expect(steps).toContainText(`--publish ${port}:6379`);
  await expect(steps).toContainText(`${stem}-data:/data`);
  await expect(steps).toContainText('--ulimit nofile=512:1024');
  await expect(steps).not.toContainText('tell-nobody');
  await expectAccessible(page, 'a container by hand');
  await shot(page, 'container-by-hand');
  await dress(page, 'zh-CN', 'dark');
  await resize(app, 1920, 1080);
  await shot(page, 'container-by-hand-zh');
});
