/** `npm run pictures`: the pictures of the canvas in docs/pictures, from the built console, light and dark. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { tasksDrawn } from '../bench/canvas/probes.ts';
import type { SampleSize } from '../bench/canvas/sample-graph.ts';
import { shippedEditor } from '../bench/canvas/shipped-editor.ts';
import { startBenchServer } from '../bench/server.ts';
import playwright from '../playwright.config.ts';
import { buildWhatIsStale } from './build.ts';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const SIZES: SampleSize[] = [
  { tasks: 3, edges: 2 },
  { tasks: 20, edges: 26 },
  { tasks: 64, edges: 96 },
  { tasks: 1000, edges: 1500 },
];

/** All tasks in view, with one of them open in the panel where tasks can be read. */
async function arrange(page: Page, { tasks }: SampleSize): Promise<void> {
  // The panel takes room from the canvas: the view is fitted after it is open.
  if (tasks <= 20) await page.locator('.react-flow__node').nth(1).click();
  await page.locator('.react-flow__controls-fitview').click();
  await tasksDrawn(page, tasks);
  await page.mouse.move(0, 0);
  await page.evaluate('document.fonts.ready');
}

async function take(theme: 'light' | 'dark'): Promise<void> {
  const browser = await chromium.launch(playwright.use?.launchOptions);
  const server = await startBenchServer();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: theme });
    const { open } = await shippedEditor(page, server);
    for (const size of SIZES) {
      await open(size, 1);
      await arrange(page, size);
      const name = `canvas-${size.tasks}-${theme}.png`;
      const picture = await page.screenshot({ animations: 'disabled', path: `${FOLDER}${name}` });
      console.log(`${name} ${(picture.length / 1000).toFixed(0)} kB`);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

await buildWhatIsStale();
mkdirSync(FOLDER, { recursive: true });
for (const theme of ['light', 'dark'] as const) await take(theme);
