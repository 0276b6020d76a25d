/** What every end-to-end test gets: a server of its own worker, clients, and a watch over its pages. */
import { setTimeout as wait } from 'node:timers/promises';
import { type BrowserContext, test as base, expect } from '@playwright/test';
import { Api } from './api-client.ts';
import { ADMIN, type LiveServer, startServer } from './server.ts';
import { Watch } from './watch-page.ts';

export interface ServerSettings {
  /** Environment of the server, e.g. `test.use({ settings: { SAMPLES: 'on' } })`. */
  settings: Readonly<Record<string, string>>;
}

/** Each request waits up to so many milliseconds, most far less: pages, words and lists come late and in any order. */
async function delayAnswers(context: BrowserContext, longest: number): Promise<void> {
  await context.route('**/*', async (route) => {
    await wait(Math.random() ** 2 * longest);
    await route.fallback().catch(() => undefined);
  });
}

interface WorkerFixtures extends ServerSettings {
  server: LiveServer;
  /** The administrator's client. */
  api: Api;
}

interface TestFixtures {
  /** Fails the test for whatever it finds; `watch.allow(/…/)` for an error provoked on purpose. */
  watch: Watch;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  settings: [{}, { option: true, scope: 'worker' }],
  server: [
    async ({ settings }, use) => {
      const server = await startServer(settings);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  api: [async ({ server }, use) => use(await Api.signIn(server.url, ADMIN)), { scope: 'worker' }],
  watch: [
    async ({ server, context }, use) => {
      const watch = new Watch(server);
      watch.observe(context);
      if (process.env.SLOW_ANSWERS) await delayAnswers(context, Number(process.env.SLOW_ANSWERS));
      await use(watch);
      expect(watch.problems, 'what no page may do').toEqual([]);
    },
    { auto: true },
  ],
});

export { expectAccessible, expectRow } from './expectations.ts';
export { ADMIN } from './server.ts';
export { enter, signIn } from './sign-in.ts';
export { expect };
