/** Copying tasks: within a workflow, between two tabs and two workflows, and into another project. */
import type { Page } from '@playwright/test';
import { addWorkflow, canvasOf, canvasScene, edgeOf, expectSelected, makeApps, taskOf } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

async function copy(page: Page, ...names: string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await taskOf(page, name)
      .locator('.cv-task-app')
      .click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
  }
  await expectSelected(page, ...names);
  await page.keyboard.press('ControlOrMeta+c');
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: 'Copied' })).toHaveCount(1);
}

/** The canvas with the focus and the pointer away from it, so that a paste goes beside the selection. */
async function rest(page: Page): Promise<void> {
  await page.mouse.move(2, 2);
  await canvasOf(page).focus();
}

test('tasks travel between two tabs and two workflows with what connects them', async ({
  page,
  server,
  api,
  context,
}) => {
  const { project, editor } = await canvasScene(api, unique('tabs'));
  const other = await addWorkflow(api, project, 'other', []);
  await enter(page, server, ADMIN, editor);
  await copy(page, 'make-1', 'count-1');
  expect(await clipboard(page)).toContain('${make-1.made}');

  const tab = await context.newPage();
  await enter(tab, server, ADMIN, `projects/${project}/workflows/${other}/edit`);
  await tab.bringToFront();
  await expect(tab.getByText(/^Drag an app here/)).toBeVisible();
  await rest(tab);
  await tab.keyboard.press('ControlOrMeta+v');
  await expect(edgeOf(tab, 'make-1.made→count-1.lines')).toBeAttached();
  await expectSelected(tab, 'make-1', 'count-1');
  await expect(tab.getByRole('button', { name: /^Undo paste make-1/ })).toBeVisible();
  // The apps are the project's own: ports are drawn and nothing is missing.
  await expect(taskOf(tab, 'count-1').getByText('count 1.0.0')).toBeVisible();
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(tab.getByText('The workflow was saved.')).toBeVisible();
  const path = { eihealth_project_id: project, workflow_id: other };
  const saved = await api.call('eihealth.showWorkflow', { path });
  expect(saved.tasks.map((task: { task_name: string }) => task.task_name)).toEqual(['make-1', 'count-1']);
  await expectAccessible(tab);
});

test('a paste takes free names; a cut takes away; both are one step', async ({ page, server, api }) => {
  const { editor } = await canvasScene(api, unique('paste'));
  await enter(page, server, ADMIN, editor);
  await copy(page, 'make-1', 'count-1');
  await page.keyboard.press('ControlOrMeta+v');
  await expect(edgeOf(page, 'make-1-2.made→count-1-2.lines')).toBeAttached();
  await expectSelected(page, 'make-1-2', 'count-1-2');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(taskOf(page, 'make-1-2')).toHaveCount(0);

  await taskOf(page, 'count-1').locator('.cv-task-app').click();
  await page.keyboard.press('ControlOrMeta+x');
  await expect(taskOf(page, 'count-1')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+v');
  // Its reference is to a task that is here.
  await expect(edgeOf(page, 'make-1.made→count-1.lines')).toBeAttached();
});

test('another project names what it does not have; text in fields stays text', async ({ page, server, api }) => {
  const { editor } = await canvasScene(api, unique('from'));
  await enter(page, server, ADMIN, editor);
  await copy(page, 'count-1');

  const bare = await api.createProject(unique('bare'));
  const empty = await addWorkflow(api, bare, 'empty', []);
  await page.goto(new URL(`projects/${bare}/workflows/${empty}/edit`, server.url).href);
  await expect(canvasOf(page)).toBeVisible();
  await rest(page);
  await page.keyboard.press('ControlOrMeta+v');
  await expect(taskOf(page, 'count-1')).toBeVisible();
  const note = page.locator('.ant-message').filter({ hasText: 'The project does not have the app count::1.0.0::' });
  await expect(note).toContainText('A reference to a task that is not here was dropped: count-1.lines ← make-1.made.');
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('count-1');

  const full = await api.createProject(unique('full'));
  await makeApps(api, full);
  const target = await addWorkflow(api, full, 'target', []);
  await page.goto(new URL(`projects/${full}/workflows/${target}/edit`, server.url).href);
  await expect(canvasOf(page)).toBeVisible();
  await rest(page);
  await page.keyboard.press('ControlOrMeta+v');
  await expect(taskOf(page, 'count-1').getByText('count 1.0.0')).toBeVisible();

  const search = page.getByRole('region', { name: 'Apps' }).getByPlaceholder('Search apps');
  await search.click();
  await page.evaluate(() => navigator.clipboard.writeText('tri'));
  await page.keyboard.press('ControlOrMeta+v');
  await expect(search).toHaveValue('tri');
  await rest(page);
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.getByText(/^What was copied is no workflow that can be read:/)).toBeVisible();
});

test('what is copied and pasted at once is what was copied, however late its writer is', async ({
  page,
  server,
  api,
}) => {
  const { editor } = await canvasScene(api, unique('at-once'));
  let pressed = () => {};
  const bothPressed = new Promise<void>((resolve) => {
    pressed = resolve;
  });
  await page.route(/\/fragment-[^/]*\.js$/, async (route) => {
    await bothPressed;
    await route.continue();
  });
  await enter(page, server, ADMIN, editor);
  await page.evaluate(() => navigator.clipboard.writeText('what was copied before'));
  await taskOf(page, 'make-2').locator('.cv-task-app').click();
  await expectSelected(page, 'make-2');
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('ControlOrMeta+v');
  pressed();
  await expect(taskOf(page, 'make-2-2')).toBeVisible();
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the menu copies and pastes', async ({ page, server, api }) => {
    const { editor } = await canvasScene(api, unique('menu'));
    await enter(page, server, ADMIN, editor);
    await taskOf(page, 'make-2').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^拷贝/ }).click();
    await expect(page.locator('[aria-live="polite"]').filter({ hasText: '已拷贝 1 个子任务：make-2。' })).toHaveCount(
      1,
    );
    await taskOf(page, 'count-2').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^粘贴/ }).click();
    await expect(taskOf(page, 'make-2-2')).toBeVisible();
    await expectAccessible(page);
  });
});
