/** The canvas of the shipped editor beside a bare React Flow with the same tasks and connections, in one browser. */
import { type Browser, chromium, type Page } from '@playwright/test';
import playwright from '../../playwright.config.ts';
import { median, row, startBenchServer } from '../server.ts';
import { startBareServer } from './bare-server.ts';
import {
  draggingTask,
  heapMb,
  longestBlock,
  nudging,
  openingTime,
  type Pace,
  panning,
  saying,
  selectTask,
  tasksDrawn,
  watchOpening,
} from './probes.ts';
import type { SampleSize } from './sample-graph.ts';
import { type ShippedEditor, shippedEditor } from './shipped-editor.ts';

const SMALL: SampleSize = { tasks: 64, edges: 96 };
const LARGE: SampleSize = { tasks: 1000, edges: 1500 };
const VIEWPORT = { width: 1440, height: 900 };
const RUNS = 5;
const LASTING = 3000;
/** So many tasks in view are enough to say that a large workflow is open. */
const SOME = 6;

interface Paces {
  pan: Pace;
  drag: Pace;
  keys: Pace;
}

const pacesOf = async (page: Page): Promise<Paces> => ({
  pan: await panning(page, LASTING),
  drag: await draggingTask(page, LASTING),
  keys: await nudging(page, LASTING),
});

async function bareOpening(page: Page, url: string, size: SampleSize, query: string, least: number): Promise<number> {
  await page.goto(`${url}?tasks=${size.tasks}&edges=${size.edges}&${query}`);
  const button = page.getByRole('button', { name: 'Open' });
  await button.waitFor();
  return openingTime(page, least, () => button.click());
}

async function medianOf(times: number, measure: () => Promise<number>): Promise<number> {
  const figures: number[] = [];
  for (let run = 0; run < times; run++) figures.push(await measure());
  return median(figures);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

function compare(what: string, ours: number, bare: number, least: number): void {
  const figures = `${ours.toFixed(0)} / ${bare.toFixed(0)} = ${(ours / bare).toFixed(2)}`;
  row(what, figures, `≥ ${least.toFixed(2)} × bare`);
}

function comparePaces(where: string, ours: Paces, bare: Paces, least: number): void {
  compare(`${where}: frames a second while panning`, ours.pan.frames, bare.pan.frames, least);
  compare(`${where}: inputs a second, panning`, ours.pan.inputs, bare.pan.inputs, least);
  compare(`${where}: inputs a second, dragging a task`, ours.drag.inputs, bare.drag.inputs, least);
  compare(`${where}: inputs a second, arrow keys`, ours.keys.inputs, bare.keys.inputs, least);
}

/** Shows all tasks, and waits until they are drawn. */
async function showAll(page: Page): Promise<void> {
  await page.locator('.react-flow__controls-fitview').click();
  await tasksDrawn(page, LARGE.tasks);
  await page.waitForTimeout(500);
}

/** Opens a task in the panel, and sees that problems are listed: both are there while the editor is measured. */
async function withPanelAndProblems(page: Page): Promise<void> {
  await selectTask(page);
  await page.getByRole('tab', { name: 'Inputs' }).waitFor();
  await page.locator('.we-problems li').first().waitFor();
}

async function measure(browser: Browser, editor: ShippedEditor, bareUrl: string): Promise<void> {
  const { page } = editor;
  const small = await medianOf(RUNS, () => editor.open(SMALL, SMALL.tasks));
  const large = await medianOf(RUNS, () => editor.open(LARGE, SOME));
  const box = await page.locator('.react-flow').boundingBox();
  const frame = `width=${box?.width}&height=${box?.height}`;
  const bare = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
  await watchOpening(bare);
  const bareSmall = await medianOf(RUNS, () => bareOpening(bare, bareUrl, SMALL, `${frame}&fit=1`, SMALL.tasks));
  const bareLarge = await medianOf(RUNS, () => bareOpening(bare, bareUrl, LARGE, `${frame}&cull=1`, SOME));
  row('64 tasks, from the click to the paint (bare)', `${seconds(small)} (${seconds(bareSmall)})`, '≤ 0.30 s');
  row('1,000 tasks, 1,500 edges, open (bare)', `${seconds(large)} (${seconds(bareLarge)})`, '≤ 1.00 s');

  await page.bringToFront();
  await withPanelAndProblems(page);
  const near = await pacesOf(page);
  await showAll(page);
  const all = await pacesOf(page);
  row('1,000 tasks, heap after collecting garbage', `${(await heapMb(page)).toFixed(0)} MB`, '≤ 100 MB');
  await bare.bringToFront();
  comparePaces('zoom 1', near, await pacesOf(bare), 0.85);
  await bareOpening(bare, bareUrl, LARGE, `${frame}&fit=1`, LARGE.tasks);
  comparePaces('all in view', all, await pacesOf(bare), 1);
  await measureLayout(editor);
}

/** The longest time without an answer while 1,000 tasks are laid out in a worker and put in their places. */
async function measureLayout({ page, open }: ShippedEditor): Promise<void> {
  await page.bringToFront();
  await open(LARGE, SOME);
  await page.waitForTimeout(1500);
  // By its key: the tooltip of the button, which opens under a mouse, is not the layout's.
  await page.locator('.we-canvas .react-flow').focus();
  const started = performance.now();
  const longest = await longestBlock(page, async () => {
    const done = saying(page, 'The tasks were laid out.');
    await page.keyboard.press('l');
    await done;
    // The view goes to the first tasks, and the draft is kept.
    await page.waitForTimeout(1500);
  });
  const took = seconds(performance.now() - started);
  row('1,000 tasks laid out: longest time without an answer', `${longest.toFixed(0)} ms (in ${took})`, '≤ 30 ms');
}

/** Prints the canvas rows of the budgets. */
export async function benchCanvas(): Promise<void> {
  const [server, bare] = await Promise.all([startBenchServer(), startBareServer()]);
  const browser = await chromium.launch(playwright.use?.launchOptions);
  try {
    const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
    await measure(browser, await shippedEditor(page, server), bare.url);
  } finally {
    await browser.close();
    bare.stop();
    await server.stop();
  }
}
