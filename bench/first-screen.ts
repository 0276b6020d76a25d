/** Bytes (gzip) of scripts and styles until the sign-in page and until the job list; main content on a slow machine. */
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import playwright from '../playwright.config.ts';
import { signIn } from './list-pages.ts';
import { type BenchServer, createProject, median, row, startBenchServer } from './server.ts';

const RUNS = 5;

/**
 * Gzipped kB of the scripts and styles a page loads.
 * @param visit is given a function to call before it goes elsewhere: what is left behind cannot be weighed any more
 */
async function assetsOf(page: Page, visit: (weigh: () => Promise<unknown>) => Promise<void>): Promise<number> {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (reply) => {
    if (/\.(js|css)(\?|$)/.test(reply.url()) && reply.ok())
      sizes.set(
        reply.url(),
        reply.body().then((body) => gzipSync(body, { level: 9 }).length),
      );
  });
  await visit(() => Promise.all(sizes.values()));
  await page.waitForLoadState('load');
  return (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0) / 1000;
}

async function slowPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 60,
    downloadThroughput: 1e6,
    uploadThroughput: 1e6,
  });
  return page;
}

/** Seconds until what a visitor waits for is there, each time with a cold cache. */
async function contentSeconds(browser: Browser, visit: (page: Page) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await slowPage(browser);
    const started = performance.now();
    await visit(page);
    times.push((performance.now() - started) / 1000);
    await page.context().close();
  }
  return median(times);
}

async function measure(browser: Browser, server: BenchServer): Promise<void> {
  const jobs = `${server.url}/projects/${await createProject(server, 'bench')}/jobs`;
  const password = (page: Page) => page.locator('input[type="password"]').waitFor();
  const firstPage = await browser.newPage();
  const first = await assetsOf(firstPage, async () => {
    await firstPage.goto(`${server.url}/login`);
    await password(firstPage);
  });
  row('JS + CSS until the sign-in page, gzip', `${first.toFixed(0)} kB`, '≤ 250 kB');
  await firstPage.close();
  const listPage = await (await browser.newContext()).newPage();
  const toList = await assetsOf(listPage, async (weigh) => {
    await signIn(listPage, server.url);
    await listPage.getByRole('heading', { level: 1 }).waitFor();
    await weigh();
    await listPage.goto(jobs);
    await listPage.getByRole('heading', { level: 1 }).waitFor();
  });
  row('… until the job list (sign-in included)', `${toList.toFixed(0)} kB`, '≤ 420 kB');
  const session = await listPage.evaluate(() => JSON.stringify({ ...sessionStorage }));
  await listPage.context().close();
  const login = await contentSeconds(browser, async (page) => {
    await page.goto(`${server.url}/login`, { waitUntil: 'commit' });
    await password(page);
  });
  row('main content, sign-in, 4x CPU, 1 MB/s, 60 ms', `${login.toFixed(2)} s`, '≤ 1.4 s');
  const list = await contentSeconds(browser, async (page) => {
    await page.addInitScript((text) => {
      for (const [key, value] of Object.entries(JSON.parse(text))) sessionStorage.setItem(key, String(value));
    }, session);
    await page.goto(jobs, { waitUntil: 'commit' });
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
  row('main content, job list, same', `${list.toFixed(2)} s`, '≤ 1.8 s');
}

export async function benchFirstScreen(): Promise<void> {
  const server = await startBenchServer();
  const browser = await chromium.launch(playwright.use?.launchOptions);
  try {
    await measure(browser, server);
  } finally {
    await browser.close();
    await server.stop();
  }
}
