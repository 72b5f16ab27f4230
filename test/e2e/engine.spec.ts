import { join } from 'node:path';
import { noPrivateEngine, startPrivateEngine, temporaryFolder } from '../support/world';
import { buildButton, expect, fillWizard, plot, shot, test, section } from './support';

test('Docker stops and starts again: the window says so and carries on by itself', async ({ launch }) => {
  const problem = noPrivateEngine();
  test.skip(problem !== undefined, problem);
  const engine = await startPrivateEngine();
  try {
    const mine = await plot('engine');
    const { page } = await launch({ env: { DOCKER_HOST: `unix://${engine.socket}` } });
    await expect(page.getByRole('button', { name: /^Engine: .*\d+\.\d+/ })).toBeVisible();
    await fillWizard(page, mine);
    await expect(page.getByRole('region', { name: 'Plan' })).toContainText('Create network');

    await test.step('it stops', async () => {
      await engine.stop();
      await expect(page.getByRole('button', { name: /^Engine: .*Not answering/ })).toBeVisible();
      await expect(buildButton(page)).toBeDisabled();
      await section(page, 'Overview').click();
      await expect(page.getByText(/does not answer/).first()).toBeVisible();
      await shot(page, 'engine-1-stopped');
    });

    await test.step('it starts again', async () => {
      await engine.start();
      await expect(page.getByRole('button', { name: /^Engine: .*\d+\.\d+/ })).toBeVisible({
        timeout: 20_000,
      });
      await page.getByRole('button', { name: 'Build a Redis cluster' }).first().click();
      await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(mine.name);
      await expect(page.getByRole('region', { name: 'Plan' })).toContainText('Create network');
      await shot(page, 'engine-2-back');
    });
  } finally {
    await engine.destroy();
  }
});

test('Without Docker the window says what is missing and the one thing to do', async ({ launch }) => {
  const nowhere = join(temporaryFolder('none'), 'docker.sock');
  const { page } = await launch({ env: { DOCKER_HOST: `unix://${nowhere}` } });
  await expect(page.getByRole('button', { name: /^Engine: .*Not answering/ })).toBeVisible();
  await expect(page.getByText(/does not answer/).first()).toBeVisible();
  await expect(page.getByText(/Start the engine there/).first()).toBeVisible();
  await shot(page, 'engine-3-none');
});
