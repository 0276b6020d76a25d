import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requiredCommands } from '#core/app/required-commands.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { seedSamples } from './seed-samples.ts';
import { readApp, readSampleList, readWorkflow, samplesFolder } from './templates.ts';

let server: TestServer;
let path: { eihealth_project_id: string };
const folder = samplesFolder();
const list = readSampleList(folder);

beforeAll(async () => {
  server = await startTestServer();
  // A start that is cut short leaves the rest to the next one.
  await seedSamples(server.platform, AbortSignal.abort());
  await seedSamples(server.platform);
  const { projects } = (await server.call('eihealth.listProject')).body;
  path = { eihealth_project_id: projects[0].id };
});
afterAll(() => server.close());

/** Content of a file of the sample project. */
async function content(key: string): Promise<Buffer> {
  const { db, store } = server.platform;
  const { bucket } = await db
    .selectFrom('project')
    .select('bucket')
    .where('name', '=', 'demo')
    .executeTakeFirstOrThrow();
  const chunks: Buffer[] = [];
  for await (const chunk of await store.read(bucket, key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const text = async (key: string) => (await content(key)).toString('utf8');

/** Waits for the bus to tell that a job is over. */
async function finished(jobId: string): Promise<{ status: string; output_dir: string }> {
  const show = async () => (await server.call('eihealth.showJob', { path: { ...path, job_id: jobId } })).body;
  return new Promise((resolve, reject) => {
    const look = () => {
      show().then((job) => {
        if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(job.status)) return;
        stop();
        resolve(job);
      }, reject);
    };
    const stop = server.platform.bus.subscribe((event) => {
      if (event.topic === 'job' && event.id === jobId) look();
    });
    look();
  });
}

async function jobNamed(name: string): Promise<string> {
  return (await server.call('eihealth.listJob', { path })).body.jobs.find((job: { name: string }) => job.name === name)
    .id;
}

describe('samples', () => {
  test('project, members, data, apps and workflows are there', async () => {
    const { body: project } = await server.call('eihealth.showProject', { path });
    expect(project.name).toBe('demo');
    const roles = project.roles.map(({ role_type, users }: { role_type: string; users: { name: string }[] }) => [
      role_type,
      users.map(({ name }) => name),
    ]);
    expect(roles).toEqual([
      ['Owner', ['admin']],
      ['Administrator', []],
      ['Developer', ['dev-demo']],
      ['Uploader', []],
      ['Viewer', ['view-demo']],
    ]);
    expect((await server.call('eihealth.listApp', { path, as: 'view-demo' })).body.count).toBe(list.apps.length);
    expect((await server.call('eihealth.listWorkflow', { path, as: 'dev-demo' })).body.count).toBe(2);
    expect(await text('samples/reference/MT-human.fa')).toMatch(/^>MT_human/);
    expect(project.size).toBeGreaterThan(800_000);
  });

  test('the sample users have the password of ADMIN_PASSWORD', async () => {
    const user = { name: 'dev-demo', password: 'Correct-horse-1', domain: { name: 'admin' } };
    const body = {
      auth: { identity: { methods: ['password'], password: { user } }, scope: { project: { name: 'local' } } },
    };
    expect((await server.call('iam.createToken', { as: null, body })).status).toBe(201);
  });

  test('templates are bodies the API takes', async () => {
    const other = { eihealth_project_id: await server.project('demo-2') };
    for (const name of list.apps)
      expect((await server.call('eihealth.createApp', { path: other, body: readApp(folder, name) })).status).toBe(201);
    for (const name of list.workflows) {
      const workflow = readWorkflow(folder, name);
      const tasks = workflow.tasks?.map((task) => ({ ...task, app_id: task.app_id.replace('::demo', '::demo-2') }));
      const { status } = await server.call('eihealth.createWorkflow', { path: other, body: { ...workflow, tasks } });
      expect(status).toBe(201);
    }
  });

  test('the quality report was made by running it', async () => {
    const job = await finished(await jobNamed('first-run'));
    expect(job.status).toBe('SUCCEEDED');
    const report = `${job.output_dir.slice(1)}/report`;
    const rows = (await text(`${report}/report.csv`)).trim().split('\n');
    expect(rows).toHaveLength(9);
    for (const sample of ['sample-1', 'sample-2', 'sample-3', 'sample-4'])
      for (const mate of ['1', '2']) {
        const row = rows.find((line) => line.startsWith(`${sample},${mate},`))?.split(',') ?? [];
        expect(row.slice(2, 8)).toEqual(await count(sample, mate));
      }
    const page = await text(`${report}/report.html`);
    expect(page).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(page).not.toMatch(/<script|https?:|NaN|undefined/i);
    expect(page.match(/<figure>/g)).toHaveLength(8);
  });

  test('variants are called, and all known ones of sample 4 are found', async (context) => {
    const flows = (await server.call('eihealth.listWorkflow', { path, query: { name: 'variants' } })).body.workflows;
    const body = { name: 'variants', tool_id: flows[0].id, tool_type: 'workflow' };
    const started = await server.call('eihealth.executeJob', { path, body, as: 'dev-demo' });
    const { lookup } = server.platform.engine;
    const tools = ['fastp', 'bwa', 'samtools', 'bcftools'];
    const missing = tools.filter((name) => lookup.hasCommand?.(name, undefined) === false);
    if (missing.length > 0) {
      expect([started.status, started.body.error_code]).toEqual([400, 'eihealth.01050205']);
      for (const name of missing) expect(started.body.error_msg).toContain(name);
      context.annotate(`not run, this machine lacks ${missing.join(', ')}`);
      return;
    }
    const job = await finished(started.body.id);
    expect(job.status).toBe('SUCCEEDED');
    const table = (await text(`${job.output_dir.slice(1)}/table/table.csv`)).trim().split('\n');
    expect(table).toHaveLength(5);
    expect(table[0]).toBe('sample,known,called,found,missed,extra');
    expect(table[4]).toBe('sample-4,28,28,28,0,0');
  }, 60_000);

  test('the report needs only POSIX commands', () => {
    const names = readWorkflow(folder, 'qc-report').tasks?.map((task) => task.app_id.split('::')[0] ?? '') ?? [];
    const commands = new Set(names.flatMap((name) => requiredCommands(readApp(folder, name).commands)));
    expect([...commands].sort()).toEqual(['awk', 'cat', 'date', 'gzip', 'head', 'join', 'mv', 'sort']);
  });

  test('is done once: what was deleted stays deleted', async () => {
    const id = await jobNamed('first-run');
    await finished(id);
    await server.call('eihealth.deleteJob', { path: { ...path, job_id: id } });
    await seedSamples(server.platform);
    const names = (await server.call('eihealth.listJob', { path })).body.jobs.map((job: { name: string }) => job.name);
    expect(names).not.toContain('first-run');
  });
});

/** Reads, bases, mean length, mean quality, Q30 and GC of a file, counted here. */
async function count(sample: string, mate: string): Promise<string[]> {
  const lines = gunzipSync(await content(`samples/reads/${sample}.R${mate}.fastq.gz`))
    .toString('latin1')
    .trimEnd()
    .split('\n');
  const bases = lines.filter((_, i) => i % 4 === 1).join('');
  const qualities = [...lines.filter((_, i) => i % 4 === 3).join('')].map((char) => char.charCodeAt(0) - 33);
  const reads = lines.length / 4;
  const percent = (part: number) => ((100 * part) / bases.length).toFixed(2);
  return [
    String(reads),
    String(bases.length),
    (bases.length / reads).toFixed(1),
    (qualities.reduce((sum, quality) => sum + quality, 0) / qualities.length).toFixed(2),
    percent(qualities.filter((quality) => quality >= 30).length),
    percent(bases.replace(/[^GC]/g, '').length),
  ];
}
