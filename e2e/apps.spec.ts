/** Apps as a user keeps them: create, correct, make versions, delete. */
import type { Api } from './api-client.ts';
import { ADMIN, enter, expect, expectAccessible, expectRow, test } from './fixtures.ts';

const body = (name: string, version = '1.0.0') => ({
  name,
  version,
  image: 'tools/shell:1',
  commands: ['cat ${reads} > ${clean}'],
  inputs: [{ name: 'reads', type: 'FILE', required: true }],
  outputs: [{ name: 'clean', type: 'FILE', required: true, values: ['clean.txt'] }],
});

const createApp = async (api: Api, project: string, name: string, version?: string): Promise<string> =>
  (await api.call('eihealth.createApp', { path: { eihealth_project_id: project }, body: body(name, version) })).id;

test('an app is written; a wrong ${x} is shown where it stands', async ({ page, server, api }) => {
  const id = await api.createProject('apps-new');
  await enter(page, server, ADMIN, `projects/${id}/apps`);
  await page.getByRole('button', { name: 'Create app' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('trim');
  await page.getByLabel('Image').fill('tools/shell:1');
  await page.getByRole('button', { name: 'Add input' }).click();
  await page.getByRole('textbox', { name: /^Input 1.*: Name$/ }).fill('reads');
  await page.getByRole('button', { name: 'Add output' }).click();
  await page.getByRole('textbox', { name: /^Output 1.*: Name$/ }).fill('clean');

  const commands = page.getByRole('textbox', { name: 'Commands' });
  await commands.click();
  await page.keyboard.type('cat $');
  await page.keyboard.type('{re');
  await page.getByRole('option', { name: /reads/ }).click();
  await expect(commands).toContainText('cat ${reads}');
  await page.keyboard.type(' > ${klean}');
  await expect(page.locator('.cm-unknown')).toHaveText('${klean}');
  await expect(page.getByText('The commands name the unknown parameter ${klean}.')).toBeVisible();
  await expectAccessible(page);

  // Saving is refused here, and nothing typed is lost.
  await page.getByRole('button', { name: 'Create app' }).click();
  await expect(page.getByText('Some fields need attention.')).toBeVisible();
  await commands.click();
  await page.keyboard.press('Control+End');
  for (const _ of 'klean}') await page.keyboard.press('Backspace');
  await page.keyboard.type('clean}');
  await expect(page.locator('.cm-unknown')).toHaveCount(0);
  await page.getByRole('button', { name: 'Create app' }).click();
  await expect(page.getByRole('heading', { name: 'trim', level: 1 })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Commands' })).toContainText('cat ${reads} > ${clean}');
  await expect(page.getByRole('rowheader', { name: /reads/ })).toBeVisible();
  await expectAccessible(page);
});

test('another version makes another app; a name that is taken is said at its field', async ({ page, server, api }) => {
  const id = await api.createProject('apps-versions');
  const app = await createApp(api, id, 'align');
  await enter(page, server, ADMIN, `projects/${id}/apps/${app}/edit`);
  await page.getByRole('button', { name: 'Save as new version' }).click();
  await expect(page.getByLabel('Version')).toHaveValue('1.0.1');
  await page.getByLabel('Summary').fill('Second');
  await page.getByRole('button', { name: 'Save as 1.0.1' }).click();
  await expect(page.getByRole('heading', { name: 'align', level: 1 })).toBeVisible();

  await page.goto(`${server.url}projects/${id}/apps`);
  await expectRow(page, 'align', '1.0.1', '+1 other');
  await page.getByRole('switch', { name: 'All versions' }).click();
  await expectRow(page, 'align', '1.0.0');

  await page.goto(`${server.url}projects/${id}/apps/new?from=${app}`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('align');
  await page.getByRole('button', { name: 'Create app' }).click();
  await expect(page.getByText('An app of this name and version exists.')).toBeVisible();
  await expect(page.getByLabel('Image')).toHaveValue('tools/shell:1');
});

test('an app in use says by what, and why it cannot be deleted', async ({ page, server, api }) => {
  const id = await api.createProject('apps-used');
  const app = await createApp(api, id, 'count');
  await api.call('eihealth.createWorkflow', {
    path: { eihealth_project_id: id },
    body: { name: 'counting', version: '1.0.0', tasks: [{ task_name: 'count', app_id: app }] },
  });
  await enter(page, server, ADMIN, `projects/${id}/apps/${app}`);
  await expect(page.getByRole('link', { name: 'counting' })).toBeVisible();
  await page.getByRole('button', { name: /^More actions: count/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete count 1.0.0?' });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByText('A workflow uses this app.')).toBeVisible();
});

test('a Viewer sees apps and why they cannot be changed', async ({ page, server, api }) => {
  const viewer = await api.createUser('apps-viewer');
  const id = await api.createProject('apps-viewed', { 'apps-viewer': 'Viewer' });
  const app = await createApp(api, id, 'look');
  await enter(page, server, viewer, `projects/${id}/apps/${app}`);
  const edit = page.getByRole('button', { name: 'Edit' });
  await expect(edit).toHaveAttribute('aria-disabled', 'true');
  await edit.hover();
  await expect(page.getByText('Your role is Viewer. This needs Developer.').first()).toBeVisible();
});
