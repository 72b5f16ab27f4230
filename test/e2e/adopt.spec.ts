import { execFileSync } from 'node:child_process';
import { images, sweep, testLabels } from '../support/world';
import { expect, plot, redisCli, shot, test, type Plot, section } from './support';

const docker = (...words: string[]): string => execFileSync('docker', words, { encoding: 'utf8' }).trim();

/** The tutorials' way, by hand: a network, six `docker run` with fixed addresses, `redis-cli --cluster create`. */
async function buildByHand({ name, port, subnet }: Plot): Promise<void> {
  const { redis7 } = await images();
  const label = Object.entries(testLabels(name)).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
  const base = subnet.replace(/\.0\/24$/, '');
  docker('network', 'create', ...label, '--subnet', subnet, `${name}-net`);
  const nodes = Array.from({ length: 6 }, (_, i) => ({
    n: i + 1,
    port: port + i,
    address: `${base}.${String(11 + i)}`,
  }));
  for (const node of nodes) {
    const data = `${name}-${String(node.n)}-data`;
    // Named and labelled: removal without the data leaves it, and the sweep finds it.
    docker('volume', 'create', ...label, data);
    docker(
      ...[
        'run',
        '-d',
        '--name',
        `${name}-${String(node.n)}`,
        ...label,
        '--net',
        `${name}-net`,
        '--ip',
        node.address,
        '-v',
        `${data}:/data`,
      ],
      ...['-p', `127.0.0.1:${String(node.port)}:${String(node.port)}`, redis7, 'redis-server'],
      ...['--port', String(node.port), '--cluster-enabled', 'yes', '--appendonly', 'yes'],
      ...['--cluster-node-timeout', '5000'],
    );
  }
  for (const node of nodes) {
    await expect
      .poll(() => redisCli(`${name}-${String(node.n)}`, node.port, 'ping').catch(String))
      .toContain('PONG');
  }
  const addresses = nodes.map((node) => `${node.address}:${String(node.port)}`);
  docker(
    ...['exec', `${name}-1`, 'redis-cli', '--cluster', 'create', ...addresses],
    ...['--cluster-replicas', '1', '--cluster-yes'],
  );
}

test('A cluster that was built by hand is found, adopted, watched and removed', async ({ launch }) => {
  const mine = await plot('hand');
  try {
    await buildByHand(mine);
    const { page, home, app } = await launch();

    await test.step('it is found', async () => {
      const adopt = page.getByRole('button', { name: new RegExp(`^Adopt .*${mine.name}`) });
      await expect(adopt).toBeVisible();
      await shot(page, 'adopt-1-found');
      await adopt.click();
      await expect(page.getByRole('heading', { level: 1, name: new RegExp(mine.name) })).toBeVisible();
    });

    await test.step('it is adopted under a name', async () => {
      await page.getByRole('button', { name: 'Adopt…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Name' }).fill(`${mine.name}-mine`);
      await shot(page, 'adopt-2-dialog');
      await dialog.getByRole('button', { name: 'Adopt', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: `${mine.name}-mine` })).toBeVisible();
      await expect(page.getByText('Adopted', { exact: false }).first()).toBeVisible();
      await expect(page.getByText('OK', { exact: true }).first()).toBeVisible();
      await shot(page, 'adopt-3-page');
    });

    await test.step('it is watched: a node that stops is seen', async () => {
      docker('stop', '-t', '1', `${mine.name}-6`);
      await expect(page.getByText('Degraded', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
      await page.getByRole('tab', { name: 'Check & fix' }).click();
      await expect(page.getByText(`${mine.name}-6`).first()).toBeVisible();
      await shot(page, 'adopt-4-degraded');
      docker('start', `${mine.name}-6`);
      await expect(page.getByText('OK', { exact: true }).first()).toBeVisible({ timeout: 40_000 });
    });

    await test.step('it is still known after a restart', async () => {
      await app.close();
      const again = (await launch({ home })).page;
      await section(again, 'Redis').click();
      await again.getByText(`${mine.name}-mine`, { exact: true }).first().click();
      await expect(again.getByRole('heading', { level: 1, name: `${mine.name}-mine` })).toBeVisible();
      await again.getByRole('button', { name: 'Remove…' }).click();
      await again.getByRole('textbox', { name: /confirm/ }).fill(`${mine.name}-mine`);
      await again.getByRole('button', { name: 'Remove cluster' }).click();
      await expect(again.getByRole('button', { name: 'To the list of clusters' })).toBeVisible({
        timeout: 60_000,
      });
      expect(docker('ps', '-aq', '--filter', `name=${mine.name}`)).toBe('');
    });
  } finally {
    await sweep(mine.name);
  }
});
