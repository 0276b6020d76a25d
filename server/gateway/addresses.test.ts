/** Where things are served, under any base path, and with which headers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, rewriteAddress } from '../app.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { contentSecurityPolicy } from './security-headers.ts';

const PORTAL = 'https://portal.example';

let server: TestServer;
let app: FastifyInstance;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eihealth-console-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><base href="/"><title>Console</title>');
  server = await startTestServer({ BASE_PATH: '/a/b', FRAME_ANCESTORS: PORTAL });
  app = await buildApp({ platform: server.platform, consoleFolder: folder });
});
afterAll(async () => {
  await app.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string) => app.inject({ url });

describe('under /a/b/', () => {
  test.each(['/a/b', '/a/b/', '/a/b/projects/x/jobs?page=2'])('%s is the page with that base', async (url) => {
    const reply = await get(url);
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(reply.body).toContain('<base href="/a/b/">');
    expect(reply.headers['cache-control']).toBe('no-cache');
  });

  test.each(['/', '/projects', '/a/bc/', '/a/'])('%s is outside', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });

  test.each(['/a/b/console/config', '/a/b/healthz', '/healthz', '/readyz'])('%s answers', async (url) => {
    expect((await get(url)).statusCode).toBe(200);
  });

  test('the APIs are there, and at the root as the SDKs of the vendor want them', async () => {
    const cloud = server.platform.cloudProject.id;
    for (const url of [`/a/b/api/eihealth/v1/${cloud}/eihealth-projects`, `/v1/${cloud}/eihealth-projects`])
      expect((await get(url)).json()).toMatchObject({ error_code: 'eihealth.01000002' });
    expect((await get('/v3/projects')).statusCode).toBe(401);
    expect((await get(`/api/eihealth/v1/${cloud}/eihealth-projects`)).statusCode).toBe(404);
  });

  test('what is missing is an error, not the page', async () => {
    for (const url of ['/a/b/api/eihealth/v1/x', '/a/b/assets/none.js', '/a/b/console/objects/none']) {
      const reply = await get(url);
      expect(reply.statusCode, url).toBeGreaterThanOrEqual(400);
      expect(reply.json(), url).toHaveProperty('error_code');
    }
  });

  test('signed addresses carry the base path', () => {
    const signed = server.platform.signed.sign({ kind: 'object', projectId: 'p', key: 'k' });
    expect(signed).toMatch(/^\/a\/b\/console\/objects\/./);
  });
});

test('addresses are rewritten once', () => {
  expect(rewriteAddress('/a/b/api/iam/v3/projects?x=1', '/a/b/')).toBe('/api/iam/v3/projects?x=1');
  expect(rewriteAddress('/v1/a/b/', '/a/b/')).toBe('/api/eihealth/v1/a/b/');
  expect(rewriteAddress('/projects', '/')).toBe('/projects');
});

describe('the content security policy', () => {
  const directives = (policy: string) =>
    new Map(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]));

  test('runs no script but those of this origin', () => {
    const policy = directives(contentSecurityPolicy({ frameAncestors: [] }));
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('default-src')).toEqual(["'self'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'self'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'self'"]);
  });

  test('lets the configured origins frame the console, on every kind of answer', async () => {
    for (const url of ['/a/b/', '/a/b/console/config', '/a/b/api/eihealth/v1/none', '/a/b/assets/none.js']) {
      const { headers } = await get(url);
      const policy = directives(String(headers['content-security-policy']));
      expect(policy.get('frame-ancestors'), url).toEqual(["'self'", PORTAL]);
      expect(policy.get('script-src'), url).toEqual(["'self'"]);
      expect(headers['x-frame-options'], url).toBeUndefined();
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['x-request-id'], url).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
