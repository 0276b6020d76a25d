/** The same long lists as a person sees them: time to the first rows, and frames while scrolling. */
import { chromium, type Page } from '@playwright/test';
import playwright from '../playwright.config.ts';
import { type BenchServer, median, PASSWORD, row } from './server.ts';

const RUNS = 5;
const SCROLL_MS = 2000;

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.locator('input[autocomplete="username"]').fill('admin');
  await page.locator('input[type="password"]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/projects/);
}

/** As text, because the loader of this bench would add helpers of its own to a function. */
const SCROLL = `new Promise((resolve) => {
  const scroller = document.querySelector('.table-scroll');
  const started = performance.now();
  let [frames, last, gap] = [0, started, 0];
  const step = (now) => {
    gap = Math.max(gap, now - last);
    last = now;
    frames++;
    scroller.scrollBy(0, 400);
    if (now - started < ${SCROLL_MS}) requestAnimationFrame(step);
    else resolve({ fps: (frames * 1000) / (now - started), gap });
  };
  requestAnimationFrame(step);
})`;

/** Scrolls a table down by ten rows a frame. @returns frames per second and the longest gap between two frames */
const scroll = (page: Page) => page.evaluate<{ fps: number; gap: number }>(SCROLL);

async function measure(page: Page, what: string, address: string, firstRow: RegExp): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByRole('row').filter({ hasText: firstRow }).first().waitFor();
    times.push(performance.now() - started);
  }
  const { fps, gap } = await scroll(page);
  row(`${what}: first rows after opening the address`, `${median(times).toFixed(0)} ms`, '≤ 1 s / ≤ 500 ms');
  row(`${what}: scrolling, frames a second / longest gap`, `${fps.toFixed(0)} / ${gap.toFixed(0)} ms`, '60');
}

export async function benchListPages(server: BenchServer, projectId: string): Promise<void> {
  const browser = await chromium.launch(playwright.use?.launchOptions);
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await signIn(page, server.url);
    const project = `${server.url}/projects/${projectId}`;
    await measure(page, 'console, 100,000 jobs', `${project}/jobs`, /job-\d+/);
    await measure(page, 'console, 300,000 objects', `${project}/data?path=/big`, /file-\d+/);
  } finally {
    await browser.close();
  }
}
