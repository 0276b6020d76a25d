/** A Chromium for Playwright: one of the system, or one that is installed now. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { answersVersion, canInstallPackages, findProgram, installPackages, run } from './commands.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser Playwright installs for itself, if it has. */
async function ofPlaywright(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/** CHROMIUM_PATH, a Chromium or Chrome on PATH, or undefined. Cheap: asks no program. */
export function systemChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  return NAMES.map((name) => findProgram(name)).find(Boolean) ?? ELSEWHERE.find((path) => existsSync(path));
}

async function usable(): Promise<string | undefined> {
  const candidates = [
    process.env.CHROMIUM_PATH,
    ...NAMES.map((name) => findProgram(name)),
    ...ELSEWHERE,
    await ofPlaywright(),
  ];
  return candidates.find((path) => path && existsSync(path) && answersVersion(path));
}

/**
 * Finds or installs a browser and says what it did.
 * @returns its path, undefined when there is none and none could be installed
 */
export async function provideChromium(say: (words: string) => void): Promise<string | undefined> {
  const found = await usable();
  if (found) {
    say(`Chromium: ${found}`);
    return found;
  }
  const root = process.getuid?.() === 0;
  say(`Chromium: none found; installing one with "playwright install${root ? ' --with-deps' : ''} chromium"`);
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  await run(process.execPath, [cli, 'install', ...(root ? ['--with-deps'] : []), 'chromium']);
  let installed = await usable();
  if (!installed && canInstallPackages()) {
    say('Chromium: that did not work; installing the package of the distribution with apt-get');
    await installPackages(['chromium']);
    installed = await usable();
  }
  say(installed ? `Chromium: installed ${installed}` : 'Chromium: could not be installed; set CHROMIUM_PATH to one');
  return installed;
}
