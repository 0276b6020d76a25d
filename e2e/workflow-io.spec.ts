/** Workflows leave and enter the console as files and texts: exported in every form, imported with apps to choose. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { parse } from 'yaml';
import type { Api } from './api-client.ts';
import { standsStill } from './expectations.ts';
import { ADMIN, enter, expect, expectAccessible, expectRow, test } from './fixtures.ts';
import { unique } from './names.ts';

interface Place {
  project: string;
  projectName: string;
  workflow: string;
  app: string;
  join: string;
}

const ports = {
  inputs: [{ name: 'from', required: true, type: 'FILE' }],
  outputs: [{ name: 'to', required: true, type: 'FILE', values: ['out.txt'] }],
};

/** A project with two apps and a workflow of two tasks. */
async function prepare(api: Api): Promise<Place> {
  const projectName = unique('io');
  const { id: project } = await api.call('eihealth.createProject', { body: { name: projectName } });
  const path = { eihealth_project_id: project };
  const app = async (name: string) => {
    const body = { name, version: '1.0.0', image: 'lab/copy:1', commands: ['cp ${from} ${to}'], ...ports };
    return (await api.call('eihealth.createApp', { path, body })).id as string;
  };
  const [copy, join] = [await app('copy'), await app('join')];
  const { id: workflow } = await api.call('eihealth.createWorkflow', {
    path,
    body: {
      name: 'travels',
      version: '1.0',
      tasks: [
        { task_name: 'first', app_id: copy, display_name: 'First & <only>', location: { x: 0, y: 0 } },
        {
          task_name: 'second',
          app_id: copy,
          location: { x: 340, y: 0 },
          inputs: [{ name: 'from', values: ['${first.to}'] }],
        },
      ],
    },
  });
  return { project, projectName, workflow, app: copy, join };
}

const editor = ({ project, workflow }: Place) => `projects/${project}/workflows/${workflow}/edit`;

async function contentOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** Chooses an entry of the export menu of the editor. */
async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

async function download(page: Page, act: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return file;
}

const file = (name: string, content: string | Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});
const picker = (page: Page) => page.locator('input[type="file"]');

test('a workflow is exported as YAML, JSON, Mermaid, SVG and PNG', async ({ page, server, api, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const place = await prepare(api);
  await enter(page, server, ADMIN, editor(place));

  const yaml = await download(page, () => choose(page, 'Download YAML'));
  expect(yaml.suggestedFilename()).toBe('travels-1.0.yaml');
  const { workflow } = parse((await contentOf(yaml)).toString());
  expect(workflow).toMatchObject({ name: 'travels', version: '1.0' });
  expect(workflow.tasks[0]).toMatchObject({
    task_name: 'first',
    name: 'First & <only>',
    app_id: `copy::1.0.0::${place.projectName}`,
  });
  expect(workflow.tasks[1].inputs).toEqual([{ name: 'from', values: ['${first.to}'] }]);

  const json = JSON.parse((await contentOf(await download(page, () => choose(page, 'Download JSON')))).toString());
  expect(json.tasks[0]).toMatchObject({ display_name: 'First & <only>', location: { x: 0, y: 0 } });

  const svg = (await contentOf(await download(page, () => choose(page, 'Download SVG')))).toString();
  expect(svg).toContain('First &amp; &lt;only&gt;');
  const size = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg);
  const png = await contentOf(await download(page, () => choose(page, 'Download PNG')));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Two pixels for one of the drawing: width and height stand at bytes 16 and 20.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(size?.[1]) * 2, Number(size?.[2]) * 2]);

  await choose(page, 'Copy Mermaid');
  await expect(page.getByText('Mermaid was copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('t1 -->|"to → from"| t2');

  await page.goto(new URL(`projects/${place.project}/workflows`, server.url).href);
  const row = await expectRow(page, 'travels');
  await row.getByRole('button', { name: 'Actions for travels 1.0' }).click();
  await page.getByRole('menuitem', { name: 'Export' }).hover();
  const entry = page.getByRole('menuitem', { name: 'Download Mermaid' });
  expect((await download(page, () => entry.click())).suggestedFilename()).toBe('travels-1.0.mmd');
});

test('what was exported comes back as it was, as YAML and as JSON', async ({ page, server, api }) => {
  const place = await prepare(api);
  await enter(page, server, ADMIN, editor(place));
  for (const [form, version] of [
    ['YAML', '1.1'],
    ['JSON', '1.2'],
  ] as const) {
    await page.goto(new URL(editor(place), server.url).href);
    const first = await download(page, () => choose(page, `Download ${form}`));
    const text = (await contentOf(first)).toString();
    await page.goto(new URL(`projects/${place.project}/workflows/import`, server.url).href);
    await picker(page).setInputFiles(file(first.suggestedFilename(), text));
    await expect(page.getByText('2 tasks · 1 connection')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Problems' })).toContainText('1 was found.');
    await page.getByLabel('Version').fill(version);
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page).toHaveURL(/\/workflows\/[^/]+\/edit/);
    await expect(page.getByRole('heading', { level: 1, name: `travels ${version}` })).toBeVisible();
    const again = (await contentOf(await download(page, () => choose(page, `Download ${form}`)))).toString();
    expect(again.replace(version, '1.0')).toBe(text);
  }
});

test('a workflow is imported: its apps are found or chosen, its name is freed, it opens unsaved', async ({
  page,
  server,
  api,
}) => {
  const place = await prepare(api);
  await enter(page, server, ADMIN, `projects/${place.project}/workflows`);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Import a workflow' })).toBeVisible();
  await expectAccessible(page);
  const text = `workflow:
  name: travels
  version: 1.0
  license: BSD
  tasks:
    - { task_name: a, app_id: "copy::1.0.0::elsewhere", inputs: [{ name: from, values: [/a.txt] }] }
    - { task_name: b, app_id: "gone::2.0::elsewhere", inputs: [{ name: from, values: ["\${a.to}"] }] }
`;
  await picker(page).setInputFiles(file('travels.yaml', text));
  await expect(page.getByText('2 tasks · 1 connection')).toBeVisible();
  await expect(page.getByText('Fields the platform does not know are not saved: license.')).toBeVisible();
  await expect(page.getByText('Proposed: the same name and version, from another project.')).toBeVisible();
  await expect(page.getByText('The project does not have it.')).toBeVisible();
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('eihealth.01050003');
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'App in place of gone 2.0' }).click();
  await page.getByTitle('join 1.0.0').click();
  await expect(problems).toContainText('None were found.');
  await expect(page.getByLabel('Version')).toHaveValue('1.0-2');
  await page.getByLabel('Version').fill('1.0');
  await page.getByRole('button', { name: 'Open in the editor' }).click();
  await expect(page.getByText('The project already has travels 1.0.', { exact: true })).toBeVisible();
  await page.getByLabel('Version').fill('2.0');
  await page.getByRole('button', { name: 'Open in the editor' }).click();

  await expect(page.getByRole('heading', { name: 'travels 2.0' })).toBeVisible();
  await expect(page.getByText('not saved')).toBeVisible();
  const canvas = page.getByRole('application', { name: 'Workflow canvas' });
  await expect(canvas.getByRole('group', { name: /^Task / })).toHaveCount(2);
  const path = { eihealth_project_id: place.project };
  expect((await api.call('eihealth.listWorkflow', { path })).workflows).toHaveLength(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(/\/workflows\/[^/]+\/edit/);
  const { workflows } = await api.call('eihealth.listWorkflow', { path });
  const saved = workflows.find(({ version }: { version: string }) => version === '2.0');
  const stored = await api.call('eihealth.showWorkflow', { path: { ...path, workflow_id: saved.id } });
  const apps = stored.tasks.map((task: { app_info: { app_id: string } }) => task.app_info.app_id);
  expect(apps).toEqual([place.app, place.join]);
});

test('what is no workflow is refused with its place, and another text can be given', async ({ page, server, api }) => {
  const place = await prepare(api);
  await enter(page, server, ADMIN, `projects/${place.project}/workflows/import`);
  const refused = page.getByRole('alert');
  await picker(page).setInputFiles(file('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe])));
  await expect(refused).toContainText('It is not a text in UTF-8.');
  await picker(page).setInputFiles(file('app.yaml', 'app:\n  name: copy\n'));
  await expect(refused).toContainText('It describes an app.');
  await picker(page).setInputFiles(file('large.yaml', Buffer.alloc(17_000_000, 'x')));
  await expect(refused).toContainText('a workflow is not');
  await picker(page).setInputFiles(file('bad.yaml', 'workflow:\n  name: a\n  tasks:\n    - task_name: t\n'));
  await expect(refused).toContainText('Line 4, column 7: workflow.tasks[0].app_id is missing.');
  await expectAccessible(page);

  const paste = page.getByLabel('Or paste its text');
  await paste.fill('workflow: [');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await expect(refused).toContainText('This is neither YAML nor JSON');
  await paste.fill('{"name": "empty", "version": "1", "tasks": []}');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await expect(page.getByText('0 tasks · 0 connections')).toBeVisible();
});

test('another language takes away nothing of what was typed', async ({ page, server, api }) => {
  const place = await prepare(api);
  await enter(page, server, ADMIN, `projects/${place.project}/workflows/import`);
  await page.getByLabel('Or paste its text').fill('workflow: [');
  const words = page.waitForResponse(/zh_CN/);
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  await (await words).finished();
  await expect(page.getByLabel('或粘贴其文本')).toHaveValue('workflow: [');
  await page.getByRole('button', { name: '读取文本' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('或粘贴其文本')).toHaveValue('workflow: [');
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('a text is taken into the open workflow as one step', async ({ page, server, api }) => {
    const place = await prepare(api);
    await enter(page, server, ADMIN, editor(place));
    const nodes = page.locator('.react-flow__node');
    await expect(nodes).toHaveCount(2);
    const importText = async (text: string) => {
      await page.locator('.wh-actions').getByRole('button', { name: '更多操作' }).click();
      await page.getByRole('menuitem', { name: '导入' }).click();
      await page.getByLabel('或粘贴其文本').fill(text);
      // The dialog still grows; a click on what moves can miss it.
      await standsStill(page);
      await page.getByRole('button', { name: '读取文本' }).click();
    };
    const added = { task_name: 'first', app_id: place.app, location: { x: 0, y: 0 } };
    await importText(JSON.stringify({ name: 'x', version: '1', tasks: [added] }));
    await expect(page.getByRole('dialog')).toContainText('1 个子任务');
    await expectAccessible(page);
    await page.getByRole('button', { name: '添加其子任务' }).click();
    await expect(nodes).toHaveCount(3);
    await expect(page.locator('.react-flow__node[data-id="first-2"]')).toBeVisible();
    await expect(page.locator('.we-canvas .react-flow')).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(nodes).toHaveCount(2);

    await importText(JSON.stringify({ name: 'x', version: '1', tasks: [added] }));
    await page.getByRole('button', { name: '替换流程' }).click();
    await expect(nodes).toHaveCount(1);
    await expect(page.getByRole('heading', { name: 'travels 1.0' })).toBeVisible();
  });
});
