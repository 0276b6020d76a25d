/** The panel of a task: resources, output folder and app; what was typed badly; in the dark, on a telephone. */
import { taskOf } from './canvas-scene.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { openPanelScene, save, tab } from './panel-hand.ts';
import { expectPanel, fieldOf, type PanelScene, savedTasks } from './panel-scene.ts';

let scene: PanelScene;

test.beforeEach(async ({ page, server, api }) => {
  scene = await openPanelScene(page, server, api);
});

test('resources say what comes from the app; the output folder says where it will be; the app says what it is', async ({
  page,
  api,
}) => {
  const panel = await expectPanel(page, 'every-1');
  await tab(page, 'Resources').click();
  const cpu = panel.getByRole('textbox', { name: 'CPU', exact: true });
  await expect(cpu).toHaveAttribute('placeholder', '2C (from the app)');
  await expect(panel.locator('[data-field="resource:cpu"]').getByText('from the app', { exact: true })).toBeVisible();
  await cpu.fill('many');
  await expect(panel.getByText('Resource cpu of task every-1 has no valid amount: many.')).toBeVisible();
  await expect(cpu).toHaveAttribute('aria-invalid', 'true');
  await cpu.fill('3C');
  await expect(panel.getByText('has no valid amount')).toHaveCount(0);
  await panel.getByRole('button', { name: 'Take from the app: CPU' }).click();
  await expect(cpu).toHaveValue('');
  await panel.getByRole('textbox', { name: 'Memory' }).fill('6G');
  await expectAccessible(page);

  await tab(page, 'Output').click();
  const folder = panel.getByRole('textbox', { name: 'Output folder' });
  await expect(panel.getByText('/‹job folder›/every-1/‹instance›')).toBeVisible();
  await folder.fill('/late/');
  await expect(panel.getByText('output_dir /late/ does not have the required form.')).toBeVisible();
  await folder.fill('/late');
  await expect(panel.getByText('/‹job folder›/late/‹instance›')).toBeVisible();
  await expect(panel.getByText('report.txt')).toBeVisible();

  await tab(page, 'App').click();
  await expect(panel.getByText('Shows each kind of parameter.')).toBeVisible();
  await expect(panel.getByText('echo ${title} ${threads} ${mode} ${strict}')).toBeVisible();
  await expect(panel.getByText('Reads to begin with.')).toBeVisible();
  await expect(panel.getByRole('link', { name: 'every' })).toBeVisible();
  await expectAccessible(page);

  await save(page);
  const [, task] = await savedTasks(api, scene);
  expect(task).toMatchObject({ output_dir: '/late', resources: { memory: '6G' } });
  expect(task?.resources?.cpu ?? '').toBe('');
});

test('the key after Escape goes before what the next frame does with the focus', async ({ page }) => {
  const panel = await expectPanel(page, 'every-1');
  await fieldOf(panel, 'threads').focus();
  // Frames are held back, as on a busy machine.
  const frames = await page.evaluateHandle(() => {
    const draw = window.requestAnimationFrame.bind(window);
    const held: FrameRequestCallback[] = [];
    window.requestAnimationFrame = (act) => held.push(act);
    return {
      release: () => {
        window.requestAnimationFrame = draw;
        return new Promise((drawn) => draw((now) => drawn(held.map((act) => act(now)))));
      },
    };
  });
  await page.keyboard.press('Escape');
  await expect(taskOf(page, 'every-1')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(taskOf(page, 'make-1')).toBeFocused();
  await frames.evaluate(({ release }) => release().then(() => undefined));
  await expect(taskOf(page, 'make-1')).toBeFocused();
});

test('what was typed badly stays, with the reason', async ({ page }) => {
  const panel = await expectPanel(page, 'every-1');
  const name = panel.getByRole('textbox', { name: 'Task name' });
  await name.fill('make-1');
  await page.keyboard.press('Tab');
  await expect(name).toHaveValue('make-1');
  await expect(panel.getByText('Another task is named make-1.')).toBeVisible();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await name.fill('every-1-with-a-name-that-is-longer-than-any');
  await expect(panel.getByText('43 characters; at most 32 are possible.')).toBeVisible();
  await name.press('Escape');
  await expect(name).toHaveValue('every-1');
  await name.fill('sample');
  await name.press('Enter');
  await expect(taskOf(page, 'sample')).toBeVisible();

  const renamed = await expectPanel(page, 'sample');
  const long = 'x'.repeat(2050);
  await fieldOf(renamed, 'title').fill(long);
  await expect(fieldOf(renamed, 'title')).toHaveValue(long);
  await expect(renamed.getByText('has 2050 characters; at most 2048 are possible.')).toBeVisible();
  await fieldOf(renamed, 'reads').fill('../up');
  await expect(renamed.getByText('Value ../up of input reads of task sample is not a valid data path.')).toBeVisible();
  await expect(fieldOf(renamed, 'reads')).toHaveAttribute('aria-invalid', 'true');
  await taskOf(page, 'make-1').locator('.cv-task-app').click();
  await taskOf(page, 'sample').locator('.cv-task-app').click();
  await expect(fieldOf(renamed, 'reads')).toHaveValue('../up');
  await expectAccessible(page);
});

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' });

  test('every tab of the panel is legible', async ({ page }) => {
    const panel = await expectPanel(page, 'every-1');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await fieldOf(panel, 'reads').fill('../up');
    for (const name of ['Inputs', 'Resources', 'Output', 'App']) {
      await tab(page, name).click();
      await expectAccessible(page);
    }
  });
});

test.describe('in Chinese, on a telephone', () => {
  test.use({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the panel is a sheet over the outline', async ({ page, api }) => {
    await page.getByRole('row', { name: /every-2/ }).click();
    await page.getByRole('button', { name: '详情', exact: true }).click();
    const panel = page.getByRole('region', { name: '子任务 every-2' });
    await expect(panel).toBeVisible();
    const box = await panel.boundingBox();
    expect(box?.width).toBe(390);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844);
    expect(box?.y).toBeGreaterThan(200);
    await expect(panel.getByText('子任务 every-2 的必填输入 reads 没有取值。')).toBeVisible();
    await fieldOf(panel, 'reads').fill('/reads/a_1.fq');
    await panel.getByRole('tab', { name: '资源' }).click();
    await expect(panel.getByRole('textbox', { name: 'CPU', exact: true })).toHaveAttribute('placeholder', /2C/);
    await expectAccessible(page);
    await panel.getByRole('button', { name: '关闭面板' }).click();
    await expect(panel).toHaveCount(0);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('流程已保存。')).toBeVisible();
    const [, , task] = await savedTasks(api, scene);
    expect(task?.inputs?.find(({ name }) => name === 'reads')?.values).toEqual(['/reads/a_1.fq']);
  });
});
