import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadJob } from '../../engine/job-store.ts';
import { startEngine } from '../../engine/start-engine.ts';
import { lockHolder } from '../../engine/supervisor/lock.ts';
import { isSameProcess } from '../../engine/supervisor/processes.ts';
import { readPidMark } from '../../engine/supervisor/wrapper.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { JobLab, statesOf } from './testing.ts';

let server: TestServer;
let lab: JobLab;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const fresh = async () => {
  lab = await JobLab.open(server);
  return lab;
};

/** Process id of what runs the first attempt of an instance. */
function wrapperOf(jobId: string, instance: string): number {
  const mark = readPidMark(join(server.dataDir, 'work', jobId, instance, '1'));
  if (!mark) throw new Error(`${instance} has not begun`);
  return mark.pid;
}

describe('running jobs', () => {
  it('outputs that pass the storage limit of the project stay out of it, and the instance says so', async () => {
    await fresh();
    await lab.putFile('in/a.txt', 'data\n');
    await server.platform.db
      .updateTable('project')
      .set({ storage_quota: 1000 })
      .where('id', '=', lab.projectId)
      .execute();
    const job = await lab.run([
      { name: 'big', commands: ['head -c 2000 /dev/zero > ${out}'], outputs: [{ name: 'out', value: 'big.bin' }] },
    ]);
    expect([job.status, statesOf(job, 'big')]).toEqual(['FAILED', ['FAILED']]);
    expect(job.failed_message).toContain('2000 bytes');
    expect(await lab.keys()).toEqual(['in/a.txt']);
  });

  it('runs a fan-out of four and a join, and stores outputs before it says so', async () => {
    await fresh();
    await lab.putFile('in/a.txt', 'data\n');
    const job = await lab.run([
      {
        name: 'count',
        commands: ['cat ${file} > ${out}', 'echo ${sample} $EIHEALTH_TASK_INDEX >> ${out}', 'echo done ${sample}'],
        inputs: [
          { name: 'sample', concurrent: 'vars_iter', value: ['a', 'b', 'c', 'd'] },
          { name: 'file', type: 'FILE', value: '/in/a.txt' },
        ],
        outputs: [{ name: 'out', value: 'deep/count.txt' }],
      },
      {
        name: 'join',
        commands: ['cat ${all} > ${report}'],
        inputs: [{ name: 'all', type: 'FILE', value: '${count.out}' }],
        outputs: [{ name: 'report', value: '/report.txt' }],
      },
    ]);
    expect(job.failed_message).toBeUndefined();
    expect(job.status).toBe('SUCCEEDED');
    expect(statesOf(job, 'count')).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(job.dag).toEqual({ count: {}, join: { count: 'whole' } });
    expect(await lab.keys()).toEqual([
      'in/a.txt',
      'out/count/0/deep/count.txt',
      'out/count/1/deep/count.txt',
      'out/count/2/deep/count.txt',
      'out/count/3/deep/count.txt',
      'out/join/report.txt',
    ]);
    expect(await lab.readFile('out/join/report.txt')).toBe('data\na 0\ndata\nb 1\ndata\nc 2\ndata\nd 3\n');
    const work = join(server.dataDir, 'work', job.id, 'count-0', '1');
    expect(readdirSync(work).sort()).not.toContain('out');
    const { body } = await lab.call('eihealth.showJobLog', job.id, { query: { task_name: 'count', task_index: '2' } });
    expect(body.logs.map(({ content }: { content: string }) => content)).toEqual(['done c']);
    expect(body.log_storage_link).toContain('/console/objects/');
    const whole = await server.app.inject({ url: body.log_storage_link });
    expect([whole.statusCode, whole.body]).toEqual([200, 'done c\n']);
  });

  it('pairs instances of an iterate edge', async () => {
    await fresh();
    const job = await lab.run([
      {
        name: 'one',
        commands: ['echo ${x} > ${o}'],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['p', 'q'] }],
        outputs: [{ name: 'o', value: 'x' }],
      },
      {
        name: 'two',
        commands: ['tr a-z A-Z < ${i} > ${o}'],
        inputs: [{ name: 'i', type: 'FILE', concurrent: 'vars_iter', value: '${one.o}' }],
        outputs: [{ name: 'o', value: 'y' }],
      },
    ]);
    expect(job.dag.two).toEqual({ one: 'iterate' });
    expect([await lab.readFile('out/two/0/y'), await lab.readFile('out/two/1/y')]).toEqual(['P\n', 'Q\n']);
  });

  it('lets other instances and branches go on when one fails; nothing downstream starts; retry runs what is missing', async () => {
    await fresh();
    const flag = server.gate('mended');
    const job = await lab.run([
      {
        name: 'part',
        commands: [`echo run >> \${o}`, `[ \${x} != b ] || [ -e ${flag} ] || { echo broken >&2; exit 3; }`],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['a', 'b', 'c'] }],
        outputs: [{ name: 'o', value: 'o.txt' }],
      },
      {
        name: 'after',
        commands: ['cat ${all} > ${o}'],
        inputs: [{ name: 'all', type: 'FILE', value: '${part.o}' }],
        outputs: [{ name: 'o', value: 'all.txt' }],
      },
      { name: 'apart', commands: ['true'] },
    ]);
    expect([job.status, job.failed_reason]).toEqual(['FAILED', 'InstanceFailed']);
    expect(job.failed_message).toContain('exit code 3');
    expect(statesOf(job, 'part')).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
    expect(statesOf(job, 'after')).toEqual(['CANCELLED']);
    expect(statesOf(job, 'apart')).toEqual(['SUCCEEDED']);
    expect(await lab.keys()).toEqual(['out/part/0/o.txt', 'out/part/2/o.txt']);

    writeFileSync(flag, '');
    expect((await lab.call('eihealth.retryJob', job.id)).status).toBe(202);
    await lab.finished(job.id);
    const again = await lab.show(job.id);
    expect(again.status).toBe('SUCCEEDED');
    expect(await lab.readFile('out/after/all.txt')).toBe('run\nrun\nrun\n');
    const work = join(server.dataDir, 'work', job.id);
    expect([readdirSync(join(work, 'part-0')), readdirSync(join(work, 'part-1'))]).toEqual([['1'], ['1', '2']]);
    expect(again.task_runtime_info[0].sub_tasks[1].job_failed_times).toBe(1);
  });

  it('cancels softly: running steps finish, nothing new starts', async () => {
    await fresh();
    const gate = server.gate('soft-gate');
    const tool = await lab.workflow([
      {
        name: 'slow',
        commands: [`while [ ! -e ${gate} ]; do sleep 0.02; done`, 'echo x > ${o}'],
        outputs: [{ name: 'o', value: 'o' }],
      },
      { name: 'next', commands: ['true'], inputs: [{ name: 'i', type: 'FILE', value: '${slow.o}' }] },
    ]);
    const { body } = await lab.start(tool, { output_dir: '/soft' });
    await lab.until(body.id, (job) => statesOf(job, 'slow')[0] === 'RUNNING');
    expect((await lab.call('eihealth.cancelJob', body.id, { body: { force: false } })).status).toBe(200);
    const during = await lab.show(body.id);
    expect([during.status, during.still_running_tasks]).toEqual(['CANCELLING', ['slow']]);
    writeFileSync(gate, '');
    await lab.finished(body.id);
    const job = await lab.show(body.id);
    expect(job.status).toBe('CANCELLED');
    expect([statesOf(job, 'slow'), statesOf(job, 'next')]).toEqual([['SUCCEEDED'], ['CANCELLED']]);
    expect(await lab.readFile('soft/slow/o')).toBe('x\n');
  });

  it('cancels by force, also after a soft request', async () => {
    await fresh();
    const tool = await lab.workflow([{ name: 'endless', commands: ['while :; do sleep 0.05; done'] }]);
    const { body } = await lab.start(tool);
    await lab.until(body.id, (job) => statesOf(job, 'endless')[0] === 'RUNNING');
    await lab.call('eihealth.cancelJob', body.id, { body: { force: false } });
    const twice = await lab.call('eihealth.cancelJob', body.id, { body: { force: false } });
    expect([twice.status, twice.body.error_code]).toEqual([400, 'eihealth.01050208']);
    expect((await lab.call('eihealth.cancelJob', body.id, { body: { force: true } })).status).toBe(200);
    await lab.finished(body.id);
    const job = await lab.show(body.id);
    expect([job.status, ...statesOf(job, 'endless')]).toEqual(['CANCELLED', 'CANCELLED']);
  });

  it('fails a job whose time is over, with all it runs', async () => {
    await fresh();
    const tool = await lab.workflow([{ name: 'endless', commands: ['while :; do sleep 0.05; done'] }]);
    const { body } = await lab.start(tool, { timeout: 1 });
    await lab.until(body.id, (job) => statesOf(job, 'endless')[0] === 'RUNNING');
    // A minute is the smallest time-out: the next server finds a shorter one instead of the test waiting for it.
    const { db } = server.platform;
    await server.platform.engine.close();
    await db.updateTable('job').set({ timeout: 0 }).where('id', '=', body.id).execute();
    server.platform.engine = await startEngine(server.platform);
    await lab.finished(body.id);
    const job = await lab.show(body.id);
    expect([job.status, job.failed_reason, ...statesOf(job, 'endless')]).toEqual(['FAILED', 'Timeout', 'CANCELLED']);
    const rows = await db.selectFrom('job_event').select('event').where('job_id', '=', body.id).execute();
    expect(rows.map(({ event }) => event.type)).toContain('job-timed-out');
    const path = { eihealth_project_id: lab.projectId, job_id: body.id, task_name: 'endless' };
    const told = await server.call('eihealth.showTaskEvents', { path });
    expect(told.body.events.at(-1)).toMatchObject({ type: 'Warning', reason: 'Timeout' });
    const pods = await server.call('eihealth.showTaskInstances', { path });
    expect(pods.body.instances[0].status.phase).toBe('Failed');
  });

  it('goes on after a restart of the server with what ran and ended meanwhile', async () => {
    await fresh();
    const gate = server.gate('restart-gate');
    const tool = await lab.workflow([
      {
        name: 'work',
        commands: [`while [ ! -e ${gate} ]; do sleep 0.02; done`, 'echo ${x} > ${o}'],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['1', '2', '3', '4', '5'] }],
        outputs: [{ name: 'o', value: 'o' }],
      },
      {
        name: 'join',
        commands: ['cat ${all} > ${o}'],
        inputs: [{ name: 'all', type: 'FILE', value: '${work.o}' }],
        outputs: [{ name: 'o', value: 'o' }],
      },
    ]);
    const { body } = await lab.start(tool, { output_dir: '/again' });
    await lab.until(body.id, (job) => statesOf(job, 'work')[1] === 'RUNNING');
    await server.platform.engine.close();
    writeFileSync(gate, '');
    server.platform.engine = await startEngine(server.platform);
    await lab.finished(body.id);
    expect((await lab.show(body.id)).status).toBe('SUCCEEDED');
    expect(await lab.readFile('again/join/o')).toBe('1\n2\n3\n4\n5\n');
    const rows = await server.platform.db
      .selectFrom('job_event')
      .select('event')
      .where('job_id', '=', body.id)
      .execute();
    expect(rows.filter(({ event }) => event.type === 'instance-started')).toHaveLength(6);
  });

  it('says so when nobody can know how an attempt ended, and goes on with a new supervisor', async () => {
    await fresh();
    const tool = await lab.workflow([
      {
        name: 'lost',
        commands: ['echo $PPID > $EIHEALTH_OUTPUT_DIR/wrapper', 'sleep 300'],
        outputs: [{ name: 'o', value: 'wrapper' }],
      },
      { name: 'other', commands: ['sleep 0.3'] },
    ]);
    const { body } = await lab.start(tool);
    await lab.until(body.id, (job) => job.still_running_tasks.length === 2);
    const wrapper = wrapperOf(body.id, 'lost-0');
    process.kill(lockHolder(join(server.dataDir, 'supervisor', 'lock')) ?? 0, 'SIGKILL');
    process.kill(-wrapper, 'SIGKILL');
    await lab.finished(body.id);
    const job = await lab.show(body.id);
    expect([job.status, statesOf(job, 'lost'), statesOf(job, 'other')]).toEqual(['FAILED', ['FAILED'], ['SUCCEEDED']]);
    const { body: told } = await lab.call('eihealth.showJobEvent', body.id);
    expect(JSON.stringify(told.events)).toContain('##AttemptLost');
    expect(await lab.keys()).toEqual([]);
  });

  it('yields all state from its events', async () => {
    const jobs = await server.platform.db.selectFrom('job').selectAll().execute();
    expect(jobs.length).toBeGreaterThan(5);
    for (const row of jobs) {
      const job = await loadJob(server.platform.db, row.id);
      const state = job?.tracker.state;
      expect([state?.status, state?.finishedAt ?? null]).toEqual([row.status, row.finish_time?.getTime() ?? null]);
      const instances = await server.platform.db
        .selectFrom('job_instance')
        .selectAll()
        .where('job_id', '=', row.id)
        .execute();
      for (const instance of instances)
        expect(state?.tasks[instance.task]?.[instance.index]).toMatchObject({
          status: instance.status,
          attempt: instance.attempt,
          failedTimes: instance.failed_times,
        });
    }
  });

  it('ends what runs for a job that vanished with its project', async () => {
    await fresh();
    const tool = await lab.workflow([{ name: 'orphan', commands: ['while :; do sleep 0.05; done'] }]);
    const { body } = await lab.start(tool);
    await lab.until(body.id, (job) => statesOf(job, 'orphan')[0] === 'RUNNING');
    const wrapper = wrapperOf(body.id, 'orphan-0');
    await server.platform.db.deleteFrom('project').where('id', '=', lab.projectId).execute();
    server.platform.engine.wake(body.id);
    await expect.poll(() => isSameProcess(wrapper, 0), { timeout: 10_000 }).toBe(false);
  });

  it('never evaluates a file name or a value', async () => {
    await fresh();
    const name = '$(touch hacked) `touch hacked`;touch hacked;\'"&.fq';
    await lab.putFile(`in/${name}`, 'reads');
    const job = await lab.run([
      {
        name: 'read',
        commands: ['cat ${reads} > ${o}', 'cat "${reads}" >> ${o}', 'ls >> ${o}', 'printf %s "${text}" >> ${o}'],
        inputs: [
          { name: 'reads', type: 'FILE', value: `/in/${name}` },
          { name: 'text', value: '$(touch hacked)`id`' },
        ],
        outputs: [{ name: 'o', value: 'o' }],
      },
    ]);
    expect(job.status).toBe('SUCCEEDED');
    expect(await lab.readFile('out/read/o')).toBe('readsreads$(touch hacked)`id`');
  });

  it('refuses outputs that lead elsewhere and stores none of them', async () => {
    await fresh();
    const attempts = {
      link: 'ln -s /etc/passwd ${o}',
      folder: 'ln -s /etc $EIHEALTH_OUTPUT_DIR/etc',
      pipe: 'mkfifo ${o}',
    };
    for (const [name, command] of Object.entries(attempts)) {
      const job = await lab.run([
        { name, commands: ['echo fine > $EIHEALTH_OUTPUT_DIR/fine', command], outputs: [{ name: 'o', value: 'o' }] },
      ]);
      expect([job.status, ...statesOf(job, name)]).toEqual(['FAILED', 'FAILED']);
      const { body } = await lab.call('eihealth.showJobEvent', job.id);
      expect(JSON.stringify(body.events)).toMatch(/##Output(Link|SpecialFile)Refused/);
    }
    expect(await lab.keys()).toEqual([]);
    expect(existsSync(server.platform.store.hostPath(lab.bucket, 'out'))).toBe(false);
  });

  it('warns of declared outputs that are missing, and makes declared folders', async () => {
    await fresh();
    const job = await lab.run([
      {
        name: 'lazy',
        commands: ['test -d ${d}', 'test -d "$EIHEALTH_OUTPUT_DIR/deep"'],
        outputs: [
          { name: 'o', value: 'deep/none.txt' },
          { name: 'd', type: 'DIRECTORY', value: 'folder' },
        ],
      },
    ]);
    expect(job.status).toBe('SUCCEEDED');
    const row = await server.platform.db
      .selectFrom('job_instance')
      .select('missing_outputs')
      .where('job_id', '=', job.id)
      .executeTakeFirstOrThrow();
    expect(row.missing_outputs).toEqual(['o']);
  });

  it.skipIf(process.platform !== 'linux')('ends a command that wants more memory than it asked for', async () => {
    await fresh();
    const hog = '{ head -c 400000000 /dev/zero; sleep 60; } | tail > /dev/null';
    const job = await lab.run([{ name: 'hog', commands: [hog, 'echo went on'] }]);
    expect([job.status, statesOf(job, 'hog')]).toEqual(['FAILED', ['FAILED']]);
    const told = JSON.stringify((await lab.call('eihealth.showJobEvent', job.id)).body.events);
    expect(told).toContain('内存不足##OutOfMemory');
    expect(told).toMatch(/it wanted more memory than the 102 MB it may have; its peak was \d+ MB/);
  });

  it('serves strict priority first', async () => {
    await fresh();
    const gate = server.gate('priority-gate');
    const block = await lab.workflow([
      {
        name: 'block',
        commands: [`while [ ! -e ${gate} ]; do sleep 0.02; done`],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['1', '2'] }],
      },
    ]);
    const quick = await lab.workflow([{ name: 'quick', commands: ['true'] }]);
    const blocker = (await lab.start(block)).body.id;
    await lab.until(blocker, (job) => statesOf(job, 'block').every((state) => state === 'RUNNING'));
    const ids: string[] = [];
    for (const priority of [0, 5, 9, 5]) ids.push((await lab.start(quick, { priority })).body.id);
    for (const id of ids) await lab.until(id, (job) => job.task_runtime_info[0].sub_tasks[0].pod_create_time);
    writeFileSync(gate, '');
    for (const id of ids) await lab.finished(id);
    const rows = await server.platform.db
      .selectFrom('job')
      .select(['id', 'start_time'])
      .where('id', 'in', ids)
      .execute();
    const times = ids.map((id) => rows.find((row) => row.id === id)?.start_time?.getTime() ?? 0);
    expect(times[2]).toBeLessThanOrEqual(times[1] ?? 0);
    expect(times[1]).toBeLessThanOrEqual(times[3] ?? 0);
    expect(times[3]).toBeLessThanOrEqual(times[0] ?? 0);
  });
});
