import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { JobPlan } from '#core/job/types.ts';
import { PlainEnclosure } from '../../engine/enclosures/plain.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { missingCommands } from './preflight.ts';

const folder = mkdtempSync(join(tmpdir(), 'preflight-'));
let server: TestServer | undefined;
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

function plan(...tasks: [name: string, image: string, ...commands: string[]][]): Pick<JobPlan, 'tasks'> {
  const planned = tasks.map(([name, image, ...commands]) => ({ name, app: { image, commands } }));
  return { tasks: planned as unknown as JobPlan['tasks'] };
}

test('names what is missing with the tasks that call it', () => {
  const lookup = (command: string) => command !== 'bwa' && command !== 'fastp';
  const tasks = plan(['trim', 'x', 'fastp -i a'], ['align', 'x', 'bwa mem a | sort'], ['again', 'x', 'bwa index']);
  expect(missingCommands(tasks, lookup)).toEqual([
    { command: 'fastp', tasks: ['trim'] },
    { command: 'bwa', tasks: ['align', 'again'] },
  ]);
});

test('looks in the folder of the image, then on PATH; only for programs', () => {
  writeFileSync(join(folder, 'own-tool'), '#!/bin/sh\n');
  writeFileSync(join(folder, 'plain'), '');
  chmodSync(join(folder, 'own-tool'), 0o755);
  chmodSync(join(folder, 'plain'), 0o644);
  const enclosure = new PlainEnclosure({ toolEnvs: { 'lab/own:1': folder }, hostPath: join });
  const lookup = enclosure.hasCommand.bind(enclosure);
  expect([lookup('own-tool', 'lab/own:1'), lookup('own-tool', 'lab/other:1'), lookup('own-tool', undefined)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([lookup('plain', 'lab/own:1'), lookup('sort', 'lab/own:1')]).toEqual([false, true]);
});

test('a job that calls absent programs does not start', async () => {
  server = await startTestServer();
  const path = { eihealth_project_id: await server.project('lab') };
  const app = { name: 'x', version: '1', image: 'lab/x:1', commands: ['no-such-aligner mem | sort'] };
  const { id } = (await server.call('eihealth.createApp', { path, body: app })).body;
  const tasks = [{ task_name: 'align', app_id: id }];
  const flow = (await server.call('eihealth.createWorkflow', { path, body: { name: 'f', version: '1', tasks } })).body;
  const start = { name: 'run', tool_id: flow.id, tool_type: 'workflow', tasks: [] };
  const { status, body } = await server.call('eihealth.executeJob', { path, body: start });
  expect([status, body.error_code]).toEqual([400, 'eihealth.01050205']);
  expect(body.error_msg).toContain('no-such-aligner (align)');
  expect((await server.call('eihealth.listJob', { path })).body.count).toBe(0);
});
