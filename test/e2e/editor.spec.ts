import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { docker, temporaryFolder } from '../support/world';
import {
  answerDialogs,
  answerQuestions,
  callFromPage,
  dress,
  expect,
  expectAccessible,
  resize,
  section,
  shot,
  test,
} from './support';

const name = 'flt-editor-e2e';
const port = 26080;

const good = `# A page counter
name: ${name}
services:
  web:
    image: redis:7.0
    command: redis-server --port 8080
    ports:
      - "\${PORT:-${String(port)}}:8080"
    depends_on: [cache]
    networks: [front, back]
  cache:
    image: redis:7.0
    volumes: [data:/data]
    networks: [back]
networks:
  front:
  back:
volumes:
  data:
`;

/** A folder with a compose file. */
function folderWith(text: string): { folder: string; file: string } {
  const folder = join(temporaryFolder('editor'), 'counter');
  mkdirSync(folder);
  const file = join(folder, 'compose.yml');
  writeFileSync(file, text);
  return { folder, file };
}

/** What the page's content security policy refused. */
function refusals(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) said.push(message.text());
  });
  return said;
}

const text = (page: Page) => page.getByRole('textbox', { name: /^Text of/ });
const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });
const picture = (page: Page) => page.getByRole('group', { name: `Picture of ${name}` });

async function removeStack(): Promise<void> {
  const filters = { label: [`com.docker.compose.project=${name}`] };
  for (const { Id } of await docker().listContainers({ all: true, filters }))
    await docker().getContainer(Id).remove({ force: true, v: true });
  for (const { Id } of await docker().listNetworks({ filters })) await docker().getNetwork(Id).remove();
  for (const { Name } of (await docker().listVolumes({ filters })).Volumes)
    await docker().getVolume(Name).remove();
}

test('A mistake is told at its place and mended by a quick fix; the picture follows the cursor both ways', async ({
  launch,
}) => {
  const { file } = folderWith(
    good.replace('    image: redis:7.0\n    volumes', '    imge: redis:7.0\n    volumes'),
  );
  const { app, page } = await launch();
  const refused = refusals(page);
  await answerDialogs(app, file);
  await section(page, 'Stacks').click();
  await page.getByRole('button', { name: 'Open compose file' }).first().click();
  await page.getByRole('button', { name: 'Edit file' }).first().click();

  await test.step('the mistake stands in the list, at line and column', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'compose.yml' })).toBeVisible();
    await expect(problems(page)).toContainText('1 error');
    const row = problems(page).getByRole('button', { name: /imge/ }).first();
    await expect(row).toContainText('compose.yml:12:5');
    await row.click();
    await expect(problems(page)).toContainText('Line 12, column 5');
    await shot(page, 'editor-1-mistake');
  });

  await test.step('the quick fix mends it; nothing is on disk before it is saved', async () => {
    await problems(page).getByRole('button', { name: 'Write “image”' }).click();
    await expect(text(page)).not.toContainText('imge');
    await expect(problems(page)).not.toContainText('error');
    expect(readFileSync(file, 'utf8')).toContain('imge');
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
    expect(readFileSync(file, 'utf8')).toBe(good);
  });

  await test.step('a part of the picture leads to its text, and the text to its part', async () => {
    await picture(page)
      .getByRole('button', { name: /^network back/ })
      .click();
    await expect(problems(page)).toContainText('Line 17, column 3');
    await text(page).getByText('cache:', { exact: true }).click();
    await expect(picture(page).getByRole('button', { name: /^service cache/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await shot(page, 'editor-2-picture');
  });

  await test.step('keys are proposed, and what is typed is no shortcut of the window', async () => {
    await page.keyboard.press('End');
    await page.keyboard.type('\n# why?\nresta');
    await page.keyboard.press('Control+Space');
    await expect(page.getByRole('option', { name: /^restart/ }).first()).toBeVisible();
    await shot(page, 'editor-3-completion');
    await page.keyboard.press('Enter');
    await expect(text(page)).toContainText('# why?');
    await expect(text(page)).toContainText('restart: ');
    await page.keyboard.type('always');
  });

  await test.step('what is not saved is there again after the page was lost', async () => {
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('compose.yml')));
    await page.reload();
    await expect(text(page)).toContainText('restart: always');
    await expect(page.getByText(/^Unsaved changes to compose.yml/)).toBeVisible();
  });

  await test.step('what another program wrote is not written over', async () => {
    writeFileSync(file, `${good}# theirs\n`);
    await page.keyboard.press('Control+s');
    await expect(page.getByText('compose.yml was changed by another program')).toBeVisible();
    expect(readFileSync(file, 'utf8')).toContain('# theirs');
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByRole('dialog')).toContainText('# theirs');
    await shot(page, 'editor-4-compare');
    await page.getByRole('dialog').getByRole('button', { name: 'Take theirs' }).click();
    await expect(text(page)).toContainText('# theirs');
    await expect(text(page)).not.toContainText('# why?');
  });

  await expectAccessible(page, 'the editor');
  await resize(app, 1920, 1080);
  await dress(page, 'zh-CN', 'dark');
  await shot(page, 'editor-5-zh-dark');
  expect(refused).toEqual([]);
});

test('What up would do is told before and after, with the reason', async ({ launch }) => {
  const { folder, file } = folderWith(good);
  await removeStack();
  try {
    const { app, page } = await launch();
    await answerDialogs(app, file);
    await answerQuestions(app, 1);
    await section(page, 'Stacks').click();
    await page.getByRole('button', { name: 'Open compose file' }).first().click();
    await page.getByRole('button', { name: 'Edit file' }).first().click();
    const side = page.getByRole('tabpanel', { name: 'What up would do' });

    await test.step('nothing runs: all is created', async () => {
      await page.getByRole('tab', { name: 'What up would do' }).click();
      await expect(side.getByRole('button', { name: /web.*create/ })).toBeVisible();
      await expect(side.getByRole('button', { name: /cache.*create/ })).toBeVisible();
      await shot(page, 'editor-6-create');
    });

    await test.step('once it runs, nothing would change', async () => {
      const request = { kind: 'compose.up', project: { files: [file], profiles: [] }, by: 'own' };
      const preview = (await callFromPage(page, 'plan.preview', request)) as { value: { digest: string } };
      const started = (await callFromPage(page, 'run.start', { request, digest: preview.value.digest })) as {
        value: { runId: string };
      };
      await expect
        .poll(
          async () =>
            ((await callFromPage(page, 'run.get', started.value.runId)) as { value: { status: string } })
              .value.status,
          { timeout: 30_000 },
        )
        .toBe('succeeded');
      await side.getByRole('button', { name: 'Compare with what runs' }).click();
      await expect(side).toContainText('Up would change nothing');
    });

    await test.step('another command: that service is recreated, and it says why', async () => {
      await text(page).getByText('redis-server --port 8080').click();
      await page.keyboard.press('End');
      await page.keyboard.type(' --appendonly yes');
      const web = side.getByRole('button', { name: /web.*recreate/ });
      await expect(web).toBeVisible();
      await expect(web).toContainText(/changed/);
      await expect(side.getByRole('button', { name: /cache.*leave/ })).toBeVisible();
      await expect(side).toContainText('With your unsaved changes');
      await shot(page, 'editor-7-recreate');
      expect(readFileSync(file, 'utf8')).toBe(good);
    });

    await test.step('an .env changes a variable’s value, and is read without being saved', async () => {
      await page.getByRole('button', { name: 'Add a file' }).click();
      await page.getByRole('menuitem', { name: 'Make .env' }).click();
      await page.getByRole('textbox', { name: 'Text of .env' }).click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(`PORT=${String(port + 1)}\n`);
      await page.getByRole('tab', { name: 'Variables' }).click();
      await expect(page.getByRole('row', { name: /PORT.*env file/ })).toBeVisible();
      await page.getByRole('tab', { name: 'Resolved' }).click();
      await expect(page.getByText(`published: "${String(port + 1)}"`)).toBeVisible();
      await page.getByRole('button', { name: 'Save all' }).click();
      await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
      expect(readFileSync(join(folder, '.env'), 'utf8')).toContain(`PORT=${String(port + 1)}`);
    });
    expect(basename(folder)).toBe('counter');
  } finally {
    await removeStack();
  }
});
