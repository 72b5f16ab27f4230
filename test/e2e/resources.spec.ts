import { docker, sweep, testLabels } from '../support/world';
import { dress, expect, expectAccessible, resize, section, shot, test } from './support';

const stem = 'flt-res-e2e';
const labels = testLabels(stem);
const net = `${stem}-net`;

async function clean(): Promise<void> {
  await sweep(stem);
  await docker()
    .getNetwork(net)
    .remove()
    .catch(() => undefined);
}

test.beforeAll(async () => {
  await clean();
  for (const name of ['data', 'spare'])
    await docker().createVolume({
      Name: `${stem}-${name}`,
      Labels: { ...labels, 'com.docker.compose.project': `${stem}-shop` },
    });
  for (const name of ['web', 'old'])
    await docker().createContainer({
      name: `${stem}-${name}`,
      Image: 'redis:7.0',
      Entrypoint: ['sleep', '600'],
      Labels: labels,
      HostConfig: { Binds: [`${stem}-data:/data`] },
    });
  await docker().getContainer(`${stem}-web`).start();
});
test.afterAll(clean);

test('resources are listed with what uses them, a network is made and joined, and exactly what is ticked is cleaned up', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await resize(app, 1280, 800);
  await section(page, 'Resources').click();

  // Both ways: from a volume to its container.
  await page.getByRole('tab', { name: 'Volumes' }).click();
  const row = page.getByRole('row').filter({ hasText: `${stem}-data` });
  await expect(row.getByRole('button', { name: `${stem}-web` })).toBeVisible();
  await expect(row.getByRole('button', { name: `stack ${stem}-shop` })).toBeVisible();
  await shot(page, 'resources-volumes');
  await expectAccessible(page, 'the volumes');
  await page.getByRole('tab', { name: 'Images' }).click();
  await page.getByRole('button', { name: 'redis:7.0', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'redis:7.0' })).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('table', { name: 'History' })).toBeVisible();
  await page.getByRole('button', { name: 'Resources' }).first().click();

  // A network by a form and its plan; a container joins it with an address.
  await page.getByRole('tab', { name: 'Networks' }).click();
  await page.getByRole('button', { name: 'New network…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(net);
  await page.getByRole('textbox', { name: 'Subnet' }).fill('10.214.22.0/24');
  await expect(page.getByText('docker network create')).toBeVisible();
  await shot(page, 'resources-network-new');
  await page.getByRole('button', { name: /^Create the network ·/ }).click();
  await page.getByRole('button', { name: 'Back to the resources' }).click();
  await page.getByRole('button', { name: net, exact: true }).click();
  await page.getByRole('button', { name: 'Connect a container…' }).click();
  await page.getByRole('combobox', { name: 'Container' }).fill(`${stem}-web`);
  await page.getByRole('textbox', { name: 'Address' }).fill('10.214.22.7');
  await page.getByRole('button', { name: /^Connect ·/ }).click();
  await page.getByRole('button', { name: 'Back to the resources' }).click();
  await page.getByRole('button', { name: net, exact: true }).click();
  await expect(page.getByRole('cell', { name: '10.214.22.7' })).toBeVisible();
  await shot(page, 'resources-network');
  await expectAccessible(page, 'a network');
  await page.getByRole('button', { name: 'Resources' }).first().click();

  // Nothing is ticked by itself: one container and a volume of a stack, which is said loudly.
  await page.getByRole('button', { name: 'Clean up…' }).click();
  await page.getByRole('radio', { name: 'All unused' }).last().check({ force: true });
  const volumes = page.getByRole('region', { name: 'Volumes' });
  await expect(volumes.getByRole('checkbox', { name: `${stem}-spare` })).not.toBeChecked();
  await page.getByRole('checkbox', { name: `${stem}-old` }).check();
  await volumes.getByRole('checkbox', { name: `${stem}-spare` }).check();
  await expect(page.getByText(`This belongs to the stack ${stem}-shop: ${stem}-spare`)).toBeVisible();
  await expect(page.getByText(`docker volume rm ${stem}-spare`)).toBeVisible();
  await shot(page, 'resources-prune');
  await expectAccessible(page, 'the clean-up');
  await dress(page, 'zh-CN', 'dark');
  await shot(page, 'resources-prune-zh');
  await dress(page, 'en', 'light');
  await page.getByRole('button', { name: /^Remove what is ticked ·/ }).click();
  await page.getByRole('textbox', { name: /prune/ }).fill('prune');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove what is ticked' }).click();
  await expect(page.getByText('2 things have gone.')).toBeVisible();
  await shot(page, 'resources-pruned');
  const left = await docker().listContainers({ all: true, filters: { name: [stem] } });
  expect(left.map(({ Names }) => Names[0])).toEqual([`/${stem}-web`]);
  const { Volumes } = await docker().listVolumes({ filters: JSON.stringify({ name: [stem] }) });
  expect(Volumes.map(({ Name }) => Name)).toEqual([`${stem}-data`]);
});
