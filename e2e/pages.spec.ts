/** Every page in both languages, both themes and on a phone: accessible, quiet, translated, inside the screen. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';

test.use({ settings: { SAMPLES: 'on' } });

const LANGUAGES = ['en-US', 'zh-CN'] as const;
const THEMES = ['light', 'dark'] as const;
const SCREENS = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const words = fileURLToPath(new URL('../src/i18n/en-US/', import.meta.url));

function keysOf(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object'
      ? keysOf(value, `${prefix}${key}.`)
      : [`${prefix}${key}`, `${prefix}${key.split('_')[0]}`],
  );
}

/** Every key of every area: a missing translation shows as one of them. */
const KEYS = new Set(
  readdirSync(words)
    .flatMap((file) => keysOf(JSON.parse(readFileSync(join(words, file), 'utf8'))))
    .filter((key) => key.includes('.')),
);

interface Place {
  name: string;
  path: string;
  /** Something the page shows in every language once it has read what it needs. */
  shows: string | RegExp;
}

/** The project of the samples, once its run is over; the addresses of everything in it. */
async function samplePlaces(api: Api): Promise<Place[]> {
  const find = async () => {
    const { projects } = await api.call('eihealth.listProject');
    const id = projects.find((project: { name: string }) => project.name === 'demo')?.id;
    if (!id) return undefined;
    const { jobs } = await api.call('eihealth.listJob', { path: { eihealth_project_id: id } });
    return jobs[0]?.status === 'SUCCEEDED' ? { id, job: jobs[0].id } : undefined;
  };
  await expect.poll(find, { timeout: 120_000, message: 'the samples are there and their run is over' }).toBeTruthy();
  const { id, job } = (await find()) ?? { id: '', job: '' };
  const path = { eihealth_project_id: id };
  const [app] = (await api.call('eihealth.listApp', { path })).apps;
  const { workflows } = await api.call('eihealth.listWorkflow', { path });
  const workflow = workflows.find((candidate: { name: string }) => candidate.name === 'qc-report').id;
  const [node] = (await api.call('eihealth.listComputingResources')).resources;
  const { users } = await api.call('eihealth.listUser');
  const user = users.find((candidate: { name: string }) => candidate.name === 'view-demo');
  const project = `projects/${id}`;
  const tabs = ['graph', 'tasks', 'logs', 'events', 'io', 'config'];
  const looks = ['overview', 'events', 'resources', 'pod', 'log'];
  return [
    { name: 'projects', path: 'projects', shows: 'demo' },
    { name: 'new project', path: 'projects?edit=new', shows: 'demo' },
    { name: 'overview', path: project, shows: 'first-run' },
    { name: 'data', path: `${project}/data`, shows: 'samples' },
    {
      name: 'a file',
      path: `${project}/data?path=/samples/reference&open=/samples/reference/MT-human.fa`,
      shows: /^1\s*>/,
    },
    { name: 'apps', path: `${project}/apps`, shows: 'fastq-summary' },
    { name: 'new app', path: `${project}/apps/new`, shows: '${' },
    { name: 'app', path: `${project}/apps/${app.id}`, shows: app.name },
    { name: 'edit app', path: `${project}/apps/${app.id}/edit`, shows: '${' },
    { name: 'workflows', path: `${project}/workflows`, shows: 'qc-report' },
    { name: 'new workflow', path: `${project}/workflows/new`, shows: 'demo' },
    { name: 'import workflow', path: `${project}/workflows/import`, shows: /JSON/ },
    { name: 'editor', path: `${project}/workflows/${workflow}/edit`, shows: 'qc-report' },
    { name: 'differences', path: `${project}/workflows/${workflow}/diff`, shows: /no other version|没有其他版本/ },
    { name: 'jobs', path: `${project}/jobs`, shows: 'first-run' },
    { name: 'start job', path: `${project}/jobs/new?workflow=${workflow}`, shows: 'fastq-summary' },
    { name: 'update job', path: `${project}/jobs/${job}/update`, shows: 'first-run' },
    ...tabs.map((tab) => ({ name: `job, ${tab}`, path: `${project}/jobs/${job}?tab=${tab}`, shows: 'first-run' })),
    ...looks.map((look) => ({
      name: `instance, ${look}`,
      path: `${project}/jobs/${job}?tab=tasks&task=summary&look=${look}`,
      shows: 'summary-0',
    })),
    { name: 'members', path: `${project}/members`, shows: 'view-demo' },
    { name: 'users', path: 'users', shows: 'view-demo' },
    { name: 'new user', path: 'users?edit=new', shows: 'view-demo' },
    { name: 'limits of a user', path: `users?limits=${user.id}`, shows: 'view-demo' },
    { name: 'nodes', path: 'system/nodes', shows: node.name },
    { name: 'a node', path: `system/nodes?node=${node.id}`, shows: node.spec.name },
    { name: 'flavors', path: 'system/nodes?tab=flavors', shows: node.spec.name },
    { name: 'job clean-up', path: 'system/jobs', shows: /10000/ },
    { name: 'nothing', path: 'nothing/here', shows: /./ },
  ];
}

/** Waits until what the page reads has been read and drawn. */
async function settled(page: Page, shows: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading').first()).toBeVisible();
  await expect(page.getByText(shows).filter({ visible: true }).first()).toBeVisible();
  await expect(page.locator('.skeleton, .table-skeleton, .spinner, [aria-busy="true"]:visible')).toHaveCount(0);
}

/** What is wrong with the page as it is now, apart from what axe and the watch over it find. */
const faultsOf = (page: Page, keys: readonly string[]) =>
  page.evaluate((known) => {
    const found: string[] = [];
    if (!document.title.trim()) found.push('no title');
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide`);
    const all = new Set(known);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (all.has(text.replace(/^\w+:/, '')) || text.includes('{{')) found.push(`untranslated: ${text}`);
    }
    return found;
  }, keys);

let places: Place[] = [];
test.beforeAll(async ({ api }) => {
  test.setTimeout(150_000);
  places = await samplePlaces(api);
});

async function walk(page: Page, url: string, axe: boolean): Promise<void> {
  const faults: string[] = [];
  for (const place of places) {
    await test.step(place.name, async () => {
      await page.goto(new URL(place.path, url).href);
      await settled(page, place.shows);
      for (const fault of await faultsOf(page, [...KEYS])) faults.push(`${place.name}: ${fault}`);
      if (axe)
        await expectAccessible(page).catch((error: Error) =>
          faults.push(`${place.name}: ${error.message.split('\n').slice(0, 24).join('\n')}`),
        );
    });
  }
  expect(faults).toEqual([]);
}

for (const [at, language] of LANGUAGES.entries())
  for (const [dark, theme] of THEMES.entries())
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      // Each two of language, theme and screen meet in one of the four walks with axe.
      const axe = (at + dark + (screen === 'phone' ? 1 : 0)) % 2 === 0;
      test(`every page: ${language}, ${theme}, ${screen}${axe ? ', with axe' : ''}`, async ({ page, server }) => {
        test.setTimeout(180_000);
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.addInitScript((wanted) => localStorage.setItem('eihealth-console.language', wanted), language);
        await page.goto(`${server.url}login`);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        expect(await faultsOf(page, [...KEYS])).toEqual([]);
        if (axe) await expectAccessible(page);
        await enter(page, server, ADMIN, 'projects');
        await walk(page, server.url, axe);
      });
    }
