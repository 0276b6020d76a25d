/** The console inside a page of another site, and below a path of its own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from '@playwright/test';
import { ADMIN, enter, expect, signIn, test } from './fixtures.ts';
import { unique } from './names.ts';

interface Portal {
  /** The same site as the console on another port: another origin, but the frame keeps its storage. */
  origin: string;
  /** Another site, `localhost` instead of `127.0.0.1`: a browser may refuse all storage in its frames. */
  foreign: string;
  /** Address of a page that shows `url` in a frame. */
  around(url: string, origin?: string): string;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function page(url: string): string {
  return `<!doctype html><html lang="en"><title>Portal</title><h1>Portal</h1>
<iframe title="console" width="1200" height="700" src="${escaped(url)}"></iframe></html>`;
}

async function openPortal(): Promise<{ portal: Portal; server: Server }> {
  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? '/', 'http://portal').searchParams.get('url') ?? 'about:blank';
    reply.setHeader('content-type', 'text/html; charset=utf-8').end(page(url));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const around = (url: string, at = origin) => `${at}/?url=${encodeURIComponent(url)}`;
  return { portal: { origin, foreign: `http://localhost:${port}`, around }, server };
}

const withPortal = test.extend<object, { portal: Portal }>({
  portal: [
    async ({ browserName: _ }, use) => {
      const { portal, server } = await openPortal();
      await use(portal);
      server.closeAllConnections();
      server.close();
    },
    { scope: 'worker' },
  ],
});

const framed = withPortal.extend({
  settings: [
    async ({ portal }, use) => use({ FRAME_ANCESTORS: `${portal.origin} ${portal.foreign}` }),
    { scope: 'worker' },
  ],
});

const below = test.extend({ settings: [{ BASE_PATH: '/a/b/' }, { scope: 'worker' }] });

const consoleIn = (host: Page): FrameLocator => host.frameLocator('iframe[title="console"]');

async function signInWithin(frame: FrameLocator): Promise<void> {
  await frame.getByLabel('User name', { exact: true }).fill(ADMIN.user);
  await frame.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await frame.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The address the frame is at now. */
const addressWithin = (frame: FrameLocator) => frame.locator('html').evaluate(() => location.href);

async function expectNoShell(frame: FrameLocator): Promise<void> {
  await expect(frame.getByRole('navigation', { name: 'Navigation' })).toHaveCount(0);
  await expect(frame.getByRole('button', { name: 'Search or jump to…' })).toHaveCount(0);
  await expect(frame.getByRole('button', { name: `Account of ${ADMIN.user}` })).toHaveCount(0);
}

framed('works in a frame of another origin, without its shell', async ({ page, server, api, portal, watch }) => {
  watch.allowOrigin(portal.origin);
  const name = unique('framed');
  const id = await api.createProject(name);
  await page.goto(portal.around(`${server.url}projects?embed=1`));
  const frame = consoleIn(page);
  await signInWithin(frame);
  await expect(frame.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await expectNoShell(frame);

  await frame.getByRole('link', { name, exact: true }).click();
  await expect(frame.getByRole('heading', { name, level: 1 })).toBeVisible();
  await frame.getByRole('link', { name: /^\d+ members?$/ }).click();
  await expect(frame.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  await expect.poll(() => addressWithin(frame)).toBe(`${server.url}projects/${id}/members?embed=1`);

  await frame.locator('html').evaluate(() => location.reload());
  await expect(frame.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  await expectNoShell(frame);
});

framed('the one-time link works in a frame of another site', async ({ page, server, portal, watch }) => {
  watch.allowOrigin(portal.foreign);
  await page.goto(portal.around(`${server.signInLink}?embed=1`, portal.foreign));
  const frame = consoleIn(page);
  await expect(frame.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await expectNoShell(frame);
  await frame.getByRole('button', { name: 'Create project' }).first().click();
  await expect(frame.getByRole('dialog', { name: 'Create project' })).toBeVisible();
});

withPortal('nobody may frame it unless FRAME_ANCESTORS says so', async ({ page, server, portal, watch }) => {
  watch.allowOrigin(portal.foreign);
  watch.allow(/frame-ancestors|X-Frame-Options|Refused to (display|frame)|Framing '/);
  const reply = await page.request.get(`${server.url}projects?embed=1`);
  expect(reply.headers()['x-frame-options']).toBe('SAMEORIGIN');
  expect(reply.headers()['content-security-policy']).toContain("frame-ancestors 'self'");
  const refused = page.waitForEvent('console', (message) => message.type() === 'error');
  await page.goto(portal.around(`${server.url}projects?embed=1`, portal.foreign));
  expect((await refused).text()).toMatch(/frame-ancestors|X-Frame-Options/);
  await expect(consoleIn(page).getByLabel('User name', { exact: true })).toHaveCount(0);
});

below('the whole console works below a path', async ({ page, server, api }) => {
  const strays: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${server.origin}/a/b/`)) strays.push(request.url());
  });
  const name = unique('below');
  const id = await api.createProject(name);
  expect(server.url).toBe(`${server.origin}/a/b/`);

  const events = page.waitForResponse((response) => response.url().includes('/console/events'));
  await page.goto(`${server.url}projects/${id}/members`);
  await signIn(page, server, ADMIN);
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();
  expect((await events).ok()).toBe(true);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Members', level: 1 })).toBeVisible();

  await page.goto(`${server.url}nothing/here`);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  expect(strays).toEqual([]);
});

below('a file is downloaded from below the path', async ({ page, server, api }) => {
  const id = await api.createProject(unique('below'));
  await api.upload(id, '/reads/', 'below.txt', new TextEncoder().encode('below a path\n'));
  await enter(page, server, ADMIN, `projects/${id}`);
  await page.getByRole('navigation').getByRole('link', { name: 'Data', exact: true }).click();
  await expect(page).toHaveURL(`${server.url}projects/${id}/data`);
  await page.getByRole('row').filter({ hasText: 'reads' }).getByText('reads', { exact: true }).click();
  await page.getByRole('button', { name: 'More actions: below.txt' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download' }).click();
  const text = await (await download).createReadStream().then(async (stream) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  });
  expect(text).toBe('below a path\n');
});

below('the one-time link and sign-out stay below the path', async ({ page, server }) => {
  expect(server.signInLink).toContain('/a/b/');
  await page.goto(server.signInLink);
  await expect(page).toHaveURL(`${server.url}projects`);
  await enter(page, server, ADMIN, 'users');
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible();
});
