import { noSshd, startSshd } from '../support/world';
import { expect, expectAccessible, resize, section, shot, test } from './support';

test('An engine is added over SSH, its host key agreed to, worked with, and left again', async ({
  launch,
}) => {
  const problem = noSshd();
  test.skip(problem !== undefined, problem);
  const sshd = await startSshd();
  try {
    const { page, app } = await launch();
    await resize(app, 1280, 800);
    await expect(page.getByRole('button', { name: /^Engine: .*\d+\.\d+/ })).toBeVisible();
    await section(page, 'Settings').click();
    await page.getByRole('button', { name: 'Manage engines' }).click();
    const table = page.getByRole('table', { name: 'Engines' });
    await expect(table.getByRole('row').nth(1)).toContainText('Answers');
    await shot(page, 'engines-1-list');
    await expectAccessible(page, 'engines');

    await page.getByRole('button', { name: 'Add an engine' }).click();
    const form = page.getByRole('dialog', { name: 'Add an engine' });
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByText('Give a host name or an address.')).toBeVisible();
    await form.getByRole('textbox', { name: 'Name' }).fill('The cellar');
    await form.getByRole('textbox', { name: /^Host/ }).fill('127.0.0.1');
    await form.getByLabel(/^Port/).fill(String(sshd.port));
    await form.getByRole('textbox', { name: /^User/ }).fill('root');
    await form.getByRole('radio', { name: 'Key file' }).check();
    await form.getByRole('textbox', { name: /^Private key/ }).fill(sshd.keys.wrong);
    await expect(form.getByText('What is different on another computer')).toBeVisible();
    await form.getByRole('button', { name: 'Test connection' }).click();
    await expect(form.getByText('Is this the right computer?')).toBeVisible({ timeout: 20_000 });
    await expectAccessible(page, 'host key');
    await shot(page, 'engines-2-host-key');
    await form.getByRole('button', { name: 'It is the same: trust it' }).click();
    await expect(form.getByText('It does not let root in.')).toBeVisible({ timeout: 20_000 });
    await form.getByRole('textbox', { name: /^Private key/ }).fill(sshd.keys.good);
    await form.getByRole('button', { name: 'Test connection' }).click();
    await expect(form.getByText(/It answers in \d+ ms/)).toBeVisible({ timeout: 20_000 });
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toBeHidden();

    const row = table.getByRole('row', { name: /The cellar/ });
    await expect(row).toContainText('Answers', { timeout: 20_000 });
    await row.getByRole('button', { name: 'Use The cellar' }).click();
    await expect(row).toContainText('In use', { timeout: 20_000 });
    await shot(page, 'engines-3-in-use');
    await section(page, 'Containers').click();
    await expect(page.getByRole('heading', { level: 1, name: 'Containers' })).toBeVisible();

    // From anywhere: the rail's foot leads back to the engine here.
    await page.getByRole('button', { name: /^Engine: / }).click();
    await expect(page.getByRole('region', { name: 'Use another engine' })).toBeVisible();
    await shot(page, 'engines-4-switch');
    await page.getByRole('region', { name: 'Use another engine' }).getByRole('button').first().click();
    await section(page, 'Settings').click();
    await page.getByRole('button', { name: 'Manage engines' }).click();
    await expect(row).not.toContainText('In use');
    await row.getByRole('button', { name: /^Remove The cellar/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(row).toBeHidden();
  } finally {
    await sshd.stop();
  }
});
