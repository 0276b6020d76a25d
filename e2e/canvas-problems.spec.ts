/** The list of problems: live, with codes, ways to the field and fixes; what it says holds on the platform. */
import type { Page } from '@playwright/test';
import { addWorkflow, canvasOf, edgeOf, expectSelected, taskOf } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';
import { expectPanel, fieldOf, type PanelScene, panelOf, panelScene, savedTasks } from './panel-scene.ts';

const problemsOf = (page: Page) => page.getByRole('region', { name: 'Problems' });
const problem = (page: Page, words: string | RegExp) =>
  problemsOf(page).getByRole('listitem').filter({ hasText: words });
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const MISSING = 'The required input reads of task every-1 has no value.';

test.describe('of tasks', () => {
  let scene: PanelScene;
  test.beforeEach(async ({ page, server, api }) => {
    scene = await panelScene(api, unique('problems'));
    await enter(page, server, ADMIN, `${scene.editor}?task=every-1`);
    await expect(taskOf(page, 'every-2')).toBeVisible();
  });

  test('they come and go while one types, each with its code and the way to its field', async ({ page }) => {
    const panel = await expectPanel(page, 'every-1');
    await expect(problem(page, MISSING)).toContainText('01050201');
    await expect(problem(page, MISSING)).toContainText('blocks the start');
    await fieldOf(panel, 'reads').fill('/reads/a_1.fq');
    await expect(problem(page, MISSING)).toHaveCount(0);
    await fieldOf(panel, 'reads').fill('../up');
    const bad = problem(page, 'Value ../up of input reads of task every-1 is not a valid data path.');
    await expect(bad).toContainText('01050301');
    await expect(bad).toContainText('blocks saving');
    await expect(bad.getByRole('img', { name: 'Error' })).toBeVisible();

    // From another task and another tab to the field.
    await panel.getByRole('tab', { name: 'Resources' }).click();
    await panel.getByRole('textbox', { name: 'Memory' }).fill('lots');
    await taskOf(page, 'make-1').locator('.cv-task-app').click();
    await bad.getByRole('button', { name: /^Error/ }).click();
    await expectSelected(page, 'every-1');
    await expect(fieldOf(panel, 'reads')).toBeFocused();
    await problem(page, 'Resource memory of task every-1 has no valid amount: lots.')
      .getByRole('button', { name: /^Error/ })
      .click();
    await expect(panel.getByRole('textbox', { name: 'Memory' })).toBeFocused();

    // By keyboard, and narrowed down to what blocks saving.
    await problemsOf(page).getByText('2 errors').click();
    await expect(problem(page, 'every-2')).toHaveCount(0);
    await expect(problemsOf(page).getByRole('listitem')).toHaveCount(2);
    await bad.getByRole('button', { name: /^Error/ }).focus();
    await page.keyboard.press('Enter');
    await expect(fieldOf(panel, 'reads')).toBeFocused();
    await expectAccessible(page);
  });

  test('what is certain is fixed, one by one and all at once, and taken back', async ({ page, api }) => {
    const panel = await expectPanel(page, 'every-1');
    const fix = problem(page, MISSING).getByRole('button', { name: `Fix: ${MISSING}` });
    await fix.hover();
    await expect(page.getByText('Will do: connect make-1 with every-1')).toBeVisible();
    await fix.click();
    await expect(edgeOf(page, 'make-1.made→every-1.reads')).toBeAttached();
    await expect(page.getByText(`Fixed: ${MISSING}`)).toHaveCount(1);

    await panel.getByRole('tab', { name: 'Resources' }).click();
    await panel.getByRole('textbox', { name: 'Memory' }).fill('16 gb');
    await problemsOf(page).getByRole('button', { name: 'Fix what is certain (2)' }).click();
    await expect(panel.getByRole('textbox', { name: 'Memory' })).toHaveValue('16G');
    await expect(edgeOf(page, 'make-1.made→every-2.reads')).toBeAttached();
    await expect(page.getByText('No problems')).toBeVisible();
    await canvasOf(page).focus();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(panel.getByRole('textbox', { name: 'Memory' })).toHaveValue('16 gb');
    await expect(edgeOf(page, 'make-1.made→every-2.reads')).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText('The workflow was saved.')).toBeVisible();
    expect((await savedTasks(api, scene))[1]?.resources).toMatchObject({ memory: '16G' });
  });

  test('errors block saving as on the platform; a required value may wait for the start', async ({ page, api }) => {
    const panel = await expectPanel(page, 'every-1');
    await fieldOf(panel, 'reads').fill('../up');
    await expect(saveButton(page)).toHaveAttribute('aria-disabled', 'true');
    await saveButton(page).hover();
    await expect(page.getByText('1 error must be fixed before the workflow can be saved.')).toBeVisible();
    await taskOf(page, 'make-1').locator('.cv-task-app').click();
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText(/^Not saved\. Value \.\.\/up of input reads/)).toBeVisible();
    await expect(fieldOf(panel, 'reads')).toBeFocused();

    // The platform says the same of the same document.
    const tasks = await savedTasks(api, scene);
    const path = { eihealth_project_id: scene.project, workflow_id: scene.workflow };
    const wrong = tasks.map((task) =>
      task.task_name === 'every-1' ? { ...task, inputs: [{ name: 'reads', values: ['../up'] }] } : task,
    );
    const body = { name: 'reads', version: '1.0.0', tasks: wrong };
    const refused = await api.request('eihealth.updateWorkflow', { path, body });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error_code: 'eihealth.01050301',
      error_msg: 'Value ../up of input reads of task every-1 is not a valid data path.',
    });

    await fieldOf(panel, 'reads').fill('');
    await fieldOf(panel, 'title').fill('saved');
    await expect(problem(page, MISSING)).toBeVisible();
    await saveButton(page).click();
    await expect(page.getByText('The workflow was saved.')).toBeVisible();
    const start = { name: 'job', tool_id: scene.workflow, tool_type: 'workflow', tasks: [] };
    const started = await api.request('eihealth.executeJob', {
      path: { eihealth_project_id: scene.project },
      body: start,
    });
    expect(started.status).toBe(400);
    expect(await started.json()).toMatchObject({
      error_code: 'eihealth.01050201',
      error_msg: 'The required input reads of task every-1 has no value.',
    });
  });

  test('what came in with problems leads to its fields, in the details too', async ({ page, server }) => {
    await enter(page, server, ADMIN, `projects/${scene.project}/workflows/import`);
    const inputs = [{ name: 'none', values: ['x'] }];
    const tasks = [{ task_name: 'one', app_id: scene.apps.every, inputs }];
    const labels = ['a', 'b', 'c', 'd', 'e', 'f'];
    await page.getByLabel('Or paste its text').fill(JSON.stringify({ name: 'came', version: '1', labels, tasks }));
    await page.getByRole('button', { name: 'Read the text' }).click();
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await expect(taskOf(page, 'one')).toBeVisible();

    const stray = problem(page, 'Input none of task one is not a parameter of the application every.');
    await expect(stray).toContainText('01050112');
    await stray.getByRole('button', { name: /^Error/ }).click();
    await expect(page.getByRole('button', { name: 'Take none out' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(stray).toHaveCount(0);

    await problem(page, 'labels has 6 entries; at most 5 are possible.')
      .getByRole('button', { name: /^Error/ })
      .click();
    const details = page.getByRole('dialog', { name: 'Details' });
    await expect(details.getByRole('combobox', { name: /^Labels/ })).toBeFocused();
    await expect(details.locator('[aria-invalid="true"]')).toHaveCount(1);
    await page.keyboard.press('Backspace');
    await details.getByRole('button', { name: 'Apply' }).click();
    await expect(problem(page, 'labels has')).toHaveCount(0);
    await expect(saveButton(page)).not.toHaveAttribute('aria-disabled', 'true');
  });
});

test('an empty workflow says where to begin; too many tasks lead to the first that is too many', async ({
  page,
  server,
  api,
}) => {
  const scene = await panelScene(api, unique('problems'));
  const empty = await addWorkflow(api, scene.project, 'empty', []);
  await enter(page, server, ADMIN, `projects/${scene.project}/workflows/${empty}/edit`);
  const none = problem(page, 'The workflow has no tasks.');
  await expect(none).toContainText('01050200');
  await expect(none).toContainText('blocks the start');
  await none.getByRole('button', { name: /^Warning/ }).click();
  await expect(page.getByRole('region', { name: 'Apps' }).getByRole('textbox', { name: 'Search apps' })).toBeFocused();
  await page.keyboard.type('make');
  const entry = page.getByRole('region', { name: 'Apps' }).getByRole('button', { name: /^make/ });
  await entry.click();
  await expect(taskOf(page, 'task-1-make')).toBeVisible();

  // 65 of them, by doubling.
  for (let count = 1; count < 64; count *= 2) {
    await canvasOf(page).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+d');
    await expect(page.locator('.we-canvas .react-flow__node.selected')).toHaveCount(count);
  }
  await expect(saveButton(page)).not.toHaveAttribute('aria-disabled', 'true');
  await entry.click();
  const many = problem(page, 'The workflow has 65 tasks; at most 64 are possible.');
  await expect(many).toContainText('01000028');
  await expect(saveButton(page)).toHaveAttribute('aria-disabled', 'true');
  await canvasOf(page).focus();
  await page.keyboard.press('Escape');
  await many.getByRole('button', { name: /^Error/ }).click();
  await expect(panelOf(page)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Task name' })).toHaveValue(/^task-65-make$/);
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('they speak the language', async ({ page, server, api }) => {
    const scene = await panelScene(api, unique('problems'));
    await enter(page, server, ADMIN, `${scene.editor}?task=every-1`);
    const list = page.getByRole('region', { name: '问题' });
    const missing = list.getByRole('listitem').filter({ hasText: '子任务 every-1 的必填输入 reads 没有取值。' });
    await expect(missing).toContainText('无法启动');
    await fieldOf(panelOf(page), 'reads').fill('../up');
    await expect(list.getByRole('img', { name: '错误' })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText(/^未保存：/)).toBeVisible();
    await expectAccessible(page);
  });
});
