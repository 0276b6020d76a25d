/** Data as a user handles them: put in, look at, take out, delete. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { ADMIN, enter, expect, expectAccessible, expectRow, test } from './fixtures.ts';

interface Given {
  name: string;
  mimeType?: string;
  buffer: Buffer;
}

const give = async (page: Page, ...files: Given[]) =>
  page
    .getByLabel('Choose files')
    .first()
    .setInputFiles(files.map((file) => ({ mimeType: 'text/plain', ...file })));

const panel = (page: Page) => page.getByRole('complementary', { name: /^Details of/ });
const openUploads = (page: Page) => page.getByRole('button', { name: /^Uploads:/ }).click();

test('a large file goes in parts, one may be cancelled, and what comes out is what went in', async ({
  page,
  server,
  api,
}) => {
  const id = await api.createProject('data-large');
  // Notes what is sent, and holds the second file back, so that there is time to cancel it.
  await page.addInitScript(() => {
    const send = XMLHttpRequest.prototype.send;
    const sent: string[] = [];
    Object.assign(window, { sentParts: sent });
    XMLHttpRequest.prototype.send = function (body) {
      const form = body instanceof FormData ? body : new FormData();
      if (form.get('file_name') === 'slow.bin') return;
      sent.push(String(form.get('part_number')));
      send.call(this, body);
    };
  });
  await enter(page, server, ADMIN, `projects/${id}/data`);
  const bytes = randomBytes(25_000_000);
  await give(page, { name: 'large.bin', buffer: bytes }, { name: 'slow.bin', buffer: randomBytes(1000) });
  await openUploads(page);
  await page.getByRole('button', { name: 'Cancel slow.bin' }).click();
  await expect(page.getByText('1 of 2 done')).toBeVisible();
  const parts = await page.evaluate(() => (window as unknown as { sentParts: string[] }).sentParts);
  expect(parts[0]).toBe('1');
  expect(parts.sort()).toEqual(['1', '2', '3']);
  // Not by Escape: the words under the mouse, when they are shown already, would take it.
  await page.getByRole('dialog', { name: 'Uploads' }).getByRole('button', { name: 'Close' }).click();

  const row = await expectRow(page, 'large.bin', '25 MB');
  await expect(page.getByRole('row').filter({ hasText: 'slow.bin' })).toHaveCount(0);
  await row.getByRole('button', { name: /More actions/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download' }).click();
  const file = await (await download).path();
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('uploads go on while one looks at another page', async ({ page, server, api }) => {
  const id = await api.createProject('data-away');
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Also what is read for the page itself is still under way when it is left.
  await page.route(/\/datas(\/upload|\?)/, async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await enter(page, server, ADMIN, `projects/${id}/data`);
  await give(page, { name: 'a.txt', buffer: Buffer.from('away') });
  await page.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { name: 'Members' })).toBeVisible();
  release();
  await openUploads(page);
  await page.getByRole('link', { name: 'a.txt' }).click();
  await expect(panel(page).getByText('away')).toBeVisible();
});

test('a folder is made, a file replaced or kept beside the other, and all of it deleted', async ({
  page,
  server,
  api,
}) => {
  const id = await api.createProject('data-folder');
  await enter(page, server, ADMIN, `projects/${id}/data`);
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('run1/../x');
  await page.getByRole('button', { name: 'Create folder' }).click();
  await expect(page.getByText('A path has no “.”')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('run1/reads');
  await page.getByRole('button', { name: 'Create folder' }).click();
  await expect(page).toHaveURL(/path=%2Frun1%2Freads/);

  await give(page, { name: 's1.fastq', buffer: Buffer.from('@r1\nACGT\n+\nIIII\n') });
  await expectRow(page, 's1.fastq', '16 B');
  await give(page, { name: 's1.fastq', buffer: Buffer.from('@r2\nAC\n+\nII\n') });
  await expect(page.getByRole('dialog', { name: '1 file is there already' })).toBeVisible();
  await page.getByRole('button', { name: 'Keep both' }).click();
  await expectRow(page, 's1-2.fastq', '12 B');
  await give(page, { name: 's1.fastq', buffer: Buffer.from('new') });
  await page.getByRole('button', { name: 'Replace' }).click();
  await expectRow(page, 's1.fastq', '3 B');

  await page.getByRole('navigation', { name: 'Path' }).getByRole('button', { name: 'data-folder' }).click();
  const folder = await expectRow(page, 'run1', 'folder');
  await folder.getByRole('button', { name: /More actions/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete run1?' });
  await expect(dialog.getByText('the folder run1 with 1 item and everything below')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('This folder is empty.')).toBeVisible();
  await page.getByRole('button', { name: 'Data jobs' }).click();
  await expect(page.getByRole('dialog').getByText('Succeeded')).toBeVisible();
});

test('files are looked at by keyboard, each as what it is', async ({ page, server, api }) => {
  const id = await api.createProject('data-look');
  const files: Record<string, Buffer> = {
    'a.csv': Buffer.from('sample,reads\ns1,"1,200"\n'),
    'b.fastq.gz': gzipSync('@read-one\nACGT\n+\nIIII\n'),
    'c.html': Buffer.from('<h1>Quality report</h1>'),
    'd.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'),
    'e.bam': randomBytes(64),
  };
  for (const [name, bytes] of Object.entries(files)) await api.upload(id, '/', name, bytes);
  await enter(page, server, ADMIN, `projects/${id}/data`);
  await (await expectRow(page, 'a.csv')).focus();
  await page.keyboard.press(' ');
  await expect(panel(page).getByRole('cell', { name: '1,200' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await expect(panel(page).getByText('@read-one')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const frame = panel(page).getByTitle('Page');
  await expect(frame).toHaveAttribute('sandbox', '');
  await expect(frame.contentFrame().getByRole('heading', { name: 'Quality report' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const picture = panel(page).getByRole('img', { name: 'd.svg' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(9);
  await page.keyboard.press('ArrowDown');
  await expect(panel(page).getByText('There is no preview of this kind of file.')).toBeVisible();

  await page.getByRole('button', { name: 'Type a path' }).click();
  await page.getByRole('textbox', { name: 'Path' }).fill('/a.csv');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/open=%2Fa.csv/);
});

test('a Viewer reads, and is told why the rest is not possible', async ({ page, server, api }) => {
  const viewer = await api.createUser('data-viewer');
  const id = await api.createProject('data-viewed', { 'data-viewer': 'Viewer' });
  await api.upload(id, '/', 'a.txt', Buffer.from('to be read'));
  await enter(page, server, viewer, `projects/${id}/data`);
  const row = await expectRow(page, 'a.txt');
  const upload = page.getByRole('button', { name: 'Upload', exact: true });
  await expect(upload).toHaveAttribute('aria-disabled', 'true');
  await upload.hover();
  await expect(page.getByText('Your role is Viewer. This needs Uploader.').first()).toBeVisible();
  await row.getByRole('button', { name: /More actions/ }).click();
  await expect(page.getByRole('menuitem', { name: /Download.*This needs Developer/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await row.click();
  await expect(panel(page).getByText('to be read')).toBeVisible();
});
