/** The screens around the editor in the dark, in both languages, wide and as narrow as a phone: readable everywhere. */
import type { Page } from '@playwright/test';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';
import { createVersion, editorPath, prepareWorkflow, saveAsSomebodyElse, setText, taskOf } from './workflow-scene.ts';

const WIDE = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 844 };

const WORDS = {
  'en-US': {
    differences: 'Differences',
    fields: 'Changed fields',
    versions: 'Versions',
    versionsOf: 'Versions of notes',
    compare: 'Compare with the open one',
    import: 'Import a workflow',
    refused: 'Line 4, column 7: workflow.tasks[0].app_id is missing.',
    open: 'Open in the editor',
    gone: 'The project does not have it.',
    jobs: 'Jobs',
    leave: 'Leave without saving?',
    stay: 'Stay here',
    save: 'Save',
    conflict: 'Somebody else saved this workflow first',
    all: 'Every field that changed',
    back: 'Back to editing',
    offer: 'Unsaved edits kept in this browser',
    unsaved: 'unsaved edits',
  },
  'zh-CN': {
    differences: '差异',
    fields: '更改的字段',
    versions: '版本',
    versionsOf: 'notes 的版本',
    compare: '与当前版本比较',
    import: '导入流程',
    refused: '第 4 行第 7 列：',
    open: '在编辑器中打开',
    gone: '项目中没有该应用。',
    jobs: '作业',
    leave: '不保存就离开？',
    stay: '留在此页',
    save: '保存',
    conflict: '他人先保存了此流程',
    all: '所有更改的字段',
    back: '返回编辑',
    offer: '保存在此浏览器中的未保存更改',
    unsaved: '未保存的更改',
  },
} as const;

const text = (app: string) => `workflow:
  name: notes
  version: '9'
  tasks:
    - { task_name: a, app_id: "${app}" }
    - { task_name: b, app_id: "gone::2.0::elsewhere", inputs: [{ name: before, values: ["\${a.result}"] }] }
`;

/** Wide and narrow alike: nothing for axe to complain about, nothing beside the screen. */
async function expectReadable(page: Page): Promise<void> {
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    await expectAccessible(page);
  }
  await page.setViewportSize(WIDE);
}

for (const locale of ['en-US', 'zh-CN'] as const) {
  const words = WORDS[locale];

  test.describe(`in the dark, ${locale}`, () => {
    test.use({ locale, colorScheme: 'dark', viewport: WIDE });

    test('versions and their differences, a text that is imported', async ({ page, server, api }) => {
      const scene = await prepareWorkflow(api, unique('screens'));
      const newer = await createVersion(api, scene.project, '1.1.0', [
        taskOf(scene.app, { name: 'first', text: 'another', x: 40 }),
        taskOf(scene.app, { name: 'third', after: 'first', text: 'three', x: 400 }),
      ]);
      await enter(page, server, ADMIN, editorPath({ ...scene, workflow: newer }));
      await page.getByRole('button', { name: words.versions, exact: true }).click();
      const list = page.getByRole('dialog', { name: words.versionsOf });
      await expect(list.getByRole('link', { name: words.compare })).toBeVisible();
      await expectReadable(page);
      await list.getByRole('link', { name: words.compare }).click();
      await expect(page.getByRole('heading', { level: 1, name: words.differences })).toBeVisible();
      await expect(page.getByRole('table', { name: words.fields })).toContainText('another');
      await expectReadable(page);

      await page.goto(new URL(`projects/${scene.project}/workflows/import`, server.url).href);
      await expect(page.getByRole('heading', { level: 1, name: words.import })).toBeVisible();
      const give = (content: string) =>
        page
          .locator('input[type="file"]')
          .setInputFiles({ name: 'notes.yaml', mimeType: 'text/yaml', buffer: Buffer.from(content) });
      await give('workflow:\n  name: a\n  tasks:\n    - task_name: t\n');
      await expect(page.getByRole('alert')).toContainText(words.refused);
      await expectReadable(page);
      await give(text(scene.app));
      await expect(page.getByText(words.gone)).toBeVisible();
      await expect(page.getByRole('button', { name: words.open })).toBeVisible();
      await expectReadable(page);
    });

    test('leaving, a conflict, and edits that are offered again', async ({ page, server, api }) => {
      const scene = await prepareWorkflow(api, unique('screens'));
      await enter(page, server, ADMIN, editorPath(scene));
      await setText(page, 'first', 'mine');
      await page.getByRole('link', { name: words.jobs, exact: true }).click();
      const question = page.getByRole('dialog', { name: words.leave });
      await expect(question).toBeVisible();
      await expectReadable(page);
      await question.getByRole('button', { name: words.stay }).click();

      await saveAsSomebodyElse(api, scene, [taskOf(scene.app, { name: 'first', text: 'theirs' })]);
      await page.getByRole('button', { name: words.save, exact: true }).click();
      await expect(page.getByRole('heading', { name: words.conflict })).toBeVisible();
      await expect(page.getByRole('table', { name: words.all })).toContainText('theirs');
      await expectReadable(page);
      await page.getByRole('button', { name: words.back }).click();

      page.on('dialog', (dialog) => void dialog.accept());
      await page.goto(new URL(`projects/${scene.project}/workflows`, server.url).href);
      const mark = page.getByRole('row').filter({ hasText: 'notes' }).getByText(words.unsaved);
      await expect(mark).toBeVisible();
      await page.setViewportSize(PHONE);
      await expect(mark).toBeInViewport({ ratio: 1 });
      await expectReadable(page);
      await page.goto(new URL(editorPath(scene), server.url).href);
      await expect(page.getByRole('region', { name: words.offer })).toBeVisible();
      await expectReadable(page);
    });
  });
}
