/** Unsaved edits outlive the page: a crash, a reload, leaving; nobody else sees them, and tabs do not mix them up. */
import type { Page } from '@playwright/test';
import { taskOf } from './canvas-scene.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';
import { editorPath, openText, prepareWorkflow, savedTexts, setText } from './workflow-scene.ts';

/** Texts of the drafts that lie in the browser, by id. */
const keptTexts = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('eihealth-console.drafts'));
    if (!found?.name) return [];
    const request = indexedDB.open(found.name);
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const all = database.transaction('drafts').objectStore('drafts').getAll();
    const rows = await new Promise<{ document: unknown }[]>((resolve) => {
      all.onsuccess = () => resolve(all.result);
    });
    database.close();
    return rows.map(({ document }) => JSON.stringify(document));
  });

const expectKept = (page: Page, text: string) =>
  expect.poll(() => keptTexts(page)).toEqual([expect.stringContaining(text)]);

test('a page that is killed with unsaved edits gives them back', async ({ page, server, api, context, watch }) => {
  watch.allow(/Target crashed|Page crashed/);
  const scene = await prepareWorkflow(api, unique('crash'));
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'first', 'written before the crash');
  await expectKept(page, 'written before the crash');
  const crashed = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  await page.close();

  const again = await context.newPage();
  await enter(again, server, ADMIN, `projects/${scene.project}/workflows`);
  await expect(again.getByRole('row').filter({ hasText: 'notes' })).toContainText('unsaved edits');
  await again.goto(new URL(editorPath(scene), server.url).href);
  const offer = again.getByRole('region', { name: 'Unsaved edits kept in this browser' });
  await expect(offer).toContainText('1 task changed');
  expect(await savedTexts(api, scene.project, scene.workflow)).toMatchObject({ first: 'one' });
  await expectAccessible(again);

  await offer.getByRole('link', { name: 'Compare' }).click();
  await expect(again.getByRole('table', { name: 'Changed fields' })).toContainText('written before the crash');
  await expect(again.getByRole('application', { name: 'Differences on the canvas' })).toContainText('changed');
  await again.getByRole('button', { name: 'Continue editing' }).click();
  await expect(again.getByText('not saved', { exact: false }).first()).toBeVisible();
  await expect(again).toHaveURL((url) => !url.searchParams.has('draft'));
  await expect(await openText(again, 'first')).toHaveValue('written before the crash');
  await expect(offer).toHaveCount(0);

  await again.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(again.getByText('The workflow was saved.')).toBeVisible();
  expect(await savedTexts(api, scene.project, scene.workflow)).toMatchObject({ first: 'written before the crash' });
  await expect.poll(() => keptTexts(again)).toEqual([]);
});

test('a reload offers the edits, undo goes back to what is saved, and discarding asks', async ({
  page,
  server,
  api,
}) => {
  const scene = await prepareWorkflow(api, unique('reload'));
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'second', 'not saved yet');
  await expectKept(page, 'not saved yet');
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(questions).toEqual(['beforeunload']);
  const offer = page.getByRole('region', { name: 'Unsaved edits kept in this browser' });
  await offer.getByRole('button', { name: 'Continue editing' }).click();
  await expect(await openText(page, 'second')).toHaveValue('not saved yet');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(await openText(page, 'second')).toHaveValue('two');
  await expect.poll(() => keptTexts(page)).toEqual([]);

  await setText(page, 'second', 'thrown away');
  await expectKept(page, 'thrown away');
  await page.reload();
  await offer.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog', { name: 'Discard these edits?' }).getByRole('button', { name: 'Discard' }).click();
  await expect(offer).toHaveCount(0);
  expect(await keptTexts(page)).toEqual([]);
});

test('leaving asks; who leaves finds the way back on the project page', async ({ page, server, api }) => {
  const scene = await prepareWorkflow(api, unique('leave'));
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'first', 'half done');
  const elsewhere = page.getByRole('navigation', { name: 'Navigation' }).getByRole('link', { name: 'Overview' });
  await elsewhere.click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await expect(question).toContainText('stay in this browser as a draft');
  // The task chosen last gets into the address while the question stands.
  await expect(page).toHaveURL(/task=first$/);
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(await openText(page, 'first')).toHaveValue('half done');

  await elsewhere.click();
  await question.getByRole('button', { name: 'Leave' }).click();
  const drafts = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Continue editing' }) });
  await drafts.getByRole('link', { name: 'notes 1.0.0' }).click();
  await expect(await openText(page, 'first')).toHaveValue('half done');
});

test('two tabs know of each other and keep their edits apart', async ({ page, server, api, context }) => {
  const scene = await prepareWorkflow(api, unique('tabs'));
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'first', 'of the first tab');
  const second = await context.newPage();
  await enter(second, server, ADMIN, editorPath(scene));
  await expect(second.getByText('open in another tab of yours, with unsaved edits')).toBeVisible();
  await expect(page.getByText('open in another tab of yours')).toBeVisible();
  await expect(second.getByRole('region', { name: 'Unsaved edits kept in this browser' })).toHaveCount(0);
  await setText(second, 'second', 'of the second tab');
  await expect.poll(async () => (await keptTexts(page)).length).toBe(2);
  await second.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Another tab of yours saved this workflow')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Somebody else saved this workflow first' })).toBeVisible();
});

test('nobody is shown the drafts of another user of the browser', async ({ page, server, api }) => {
  const other = await api.createUser(unique('other').slice(0, 20));
  const scene = await prepareWorkflow(api, unique('users'), { [other.user]: 'Developer' });
  await enter(page, server, ADMIN, editorPath(scene));
  await setText(page, 'first', 'of the administrator');
  await expectKept(page, 'of the administrator');
  page.on('dialog', (dialog) => void dialog.accept());
  await enter(page, server, other, editorPath(scene));
  await expect(taskOf(page, 'first')).toBeVisible();
  await page.goto(`${server.url}projects/${scene.project}/workflows`);
  const row = page.getByRole('row').filter({ hasText: 'notes' });
  await expect(row).toBeVisible();
  await expect(row).not.toContainText('unsaved edits');
  expect(await keptTexts(page)).toHaveLength(1);
});

test.describe('on a phone in Chinese', () => {
  test.use({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });

  test('the edits are offered and compared, the fields first', async ({ page, server, api }) => {
    const scene = await prepareWorkflow(api, unique('phone'));
    const path = editorPath(scene);
    await enter(page, server, ADMIN, path);
    await page.setViewportSize({ width: 1360, height: 860 });
    await setText(page, 'first', '在电脑上');
    await expectKept(page, '在电脑上');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByRole('link', { name: '比较' }).click();
    const table = page.getByRole('table', { name: '更改的字段' });
    await expect(table).toContainText('在电脑上');
    const [words, canvas] = [await table.boundingBox(), await page.locator('.diff-canvas').boundingBox()];
    expect(words?.y ?? 0).toBeLessThan(canvas?.y ?? 0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  });
});
