import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '#contracts/index.ts';
import type { JobEvent } from '#core/job/types.ts';
import { planAtStart, stateOfEvents } from '#core/job/updated-plan.ts';
import { loadJob } from '../../engine/job-store.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { JobLab, type LabTask, statesOf } from './testing.ts';

let server: TestServer;
let lab: JobLab;
beforeAll(async () => {
  server = await startTestServer();
  await server.user('stranger');
  lab = await JobLab.open(server, { vera: 'Viewer', dev: 'Developer' });
  await lab.putFile('in/bad.txt', 'bad\n');
  await lab.putFile('in/good.txt', 'good\n');
});
afterAll(() => server.close());

type Change = Schema<'JobTaskDto'>;

const code = ({ status, body }: { status: number; body?: { error_code?: string } }) => [
  status,
  body?.error_code?.replace('eihealth.', ''),
];
const update = (id: string, tasks: Change[], as?: string | null) =>
  lab.call('eihealth.updateJob', id, { body: { tasks }, ...(as === undefined ? {} : { as }) });
const inputs = (task_name: string, values: Record<string, string[]>): Change => ({
  task_name,
  inputs: Object.entries(values).map(([name, list]) => ({ name, values: list })),
});

/** Three checks side by side, of which one fails for its word and all for a bad file; then a join. */
const TASKS: LabTask[] = [
  {
    name: 'check',
    commands: ['grep -q good ${file} || exit 4', '[ ${word} != wrong ] || exit 3', 'echo ${word} > ${o}'],
    inputs: [
      { name: 'file', type: 'FILE', required: true, value: '/in/good.txt' },
      { name: 'word', concurrent: 'vars_iter', value: ['one', 'wrong', 'three'] },
      { name: 'kind', type: 'ENUM', enum: ['a', 'b'], value: 'a' },
    ],
    outputs: [{ name: 'o', value: 'o.txt' }],
  },
  {
    name: 'join',
    commands: ['cat ${all} > ${o}', 'echo ${title} >> ${o}'],
    inputs: [
      { name: 'all', type: 'FILE', value: '${check.o}' },
      { name: 'title', value: 'before' },
    ],
    outputs: [{ name: 'o', value: 'all.txt' }],
  },
];

const eventsOf = async (id: string): Promise<JobEvent[]> => {
  const rows = await server.platform.db
    .selectFrom('job_event')
    .select('event')
    .where('job_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map(({ event }) => event);
};
const planOf = async (id: string) =>
  (await server.platform.db.selectFrom('job_plan').select('plan').where('job_id', '=', id).executeTakeFirstOrThrow())
    .plan;

/** What is stored of a job is what its events yield. */
async function expectRebuilt(id: string): Promise<void> {
  const job = await loadJob(server.platform.db, id);
  const events = await eventsOf(id);
  expect(job?.tracker.state).toEqual(stateOfEvents(await planOf(id), events));
  const rows = await server.platform.db.selectFrom('job_instance').selectAll().where('job_id', '=', id).execute();
  const stored = rows.map((row) => [row.task, row.index, row.status, row.attempt, row.failed_times].join(' ')).sort();
  const state = Object.entries(job?.tracker.state.tasks ?? {}).flatMap(([task, list]) =>
    list.map((item, index) => [task, index, item.status, item.attempt, item.failedTimes].join(' ')),
  );
  expect(stored).toEqual(state.sort());
}

describe('updateJob', () => {
  it('repairs what failed, keeps what succeeded, and says who changed what', async () => {
    const job = await lab.run(TASKS, { output_dir: '/mended' });
    expect([job.status, statesOf(job, 'check')]).toEqual(['FAILED', ['SUCCEEDED', 'FAILED', 'SUCCEEDED']]);
    const before = await planOf(job.id);
    const changed = await update(
      job.id,
      [
        { ...inputs('check', { word: ['one', 'two', 'three'] }), resources: { memory: '0.3G' } },
        inputs('join', { title: ['after'] }),
      ],
      'dev',
    );
    expect(code(changed)).toEqual([202, undefined]);
    const shown = await lab.show(job.id);
    expect(shown.status).toBe('FAILED');
    expect(shown.tasks[0].inputs[1]).toEqual({ name: 'word', values: ['one', 'two', 'three'] });
    expect(shown.tasks[0].resources.memory).toBe('0.3G');
    await expectRebuilt(job.id);
    expect(planAtStart(await planOf(job.id), await eventsOf(job.id))).toEqual(before);

    expect((await lab.call('eihealth.retryJob', job.id)).status).toBe(202);
    await lab.finished(job.id);
    const again = await lab.show(job.id);
    expect([again.status, statesOf(again, 'check')]).toEqual(['SUCCEEDED', ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']]);
    expect(await lab.readFile('mended/join/all.txt')).toBe('one\ntwo\nthree\nafter\n');
    const work = join(server.dataDir, 'work', job.id);
    expect(existsSync(join(work, 'check-0', '2'))).toBe(false);
    await expectRebuilt(job.id);
    const { body } = await lab.call('eihealth.showJobEvent', job.id);
    const [told] = body.events.filter(({ action_name }: { action_name: string }) => action_name === 'update');
    expect(told.reason).toBe('更新参数##Updated');
    expect(told.message).toBe(
      'dev updated the job: check: word one, wrong, three → one, two, three, memory 0.1G → 0.3G; join: title before → after',
    );
    expect(code(await update(job.id, [inputs('join', { title: ['x'] })]))).toEqual([400, '01050223']);
  });

  it('changes the number of instances of what never ran, and forgets rows that are no more', async () => {
    const gate = server.gate('update-gate');
    const tool = await lab.workflow([
      { name: 'wait', commands: [`while [ ! -e ${gate} ]; do sleep 0.02; done`], outputs: [{ name: 'o', value: 'o' }] },
      {
        name: 'later',
        commands: ['echo ${x} > ${o}'],
        inputs: [
          { name: 'after', type: 'FILE', value: '${wait.o}' },
          { name: 'x', concurrent: 'vars_iter', value: ['1', '2', '3'] },
        ],
        outputs: [{ name: 'o', value: 'o' }],
      },
    ]);
    const { body } = await lab.start(tool, { output_dir: '/resized' });
    await lab.until(body.id, (job) => statesOf(job, 'wait')[0] === 'RUNNING');
    expect(code(await update(body.id, [inputs('later', { x: ['1'] })]))).toEqual([400, '01050223']);
    await lab.call('eihealth.cancelJob', body.id, { body: { force: true } });
    await lab.finished(body.id);
    expect((await update(body.id, [inputs('later', { x: ['p', 'q'] })])).status).toBe(202);
    expect(statesOf(await lab.show(body.id), 'later')).toEqual(['CANCELLED', 'CANCELLED']);
    await expectRebuilt(body.id);
    expect((await update(body.id, [inputs('later', { x: ['p', 'q', 'r', 's'] })])).status).toBe(202);
    await expectRebuilt(body.id);
    writeFileSync(gate, '');
    await lab.call('eihealth.retryJob', body.id);
    await lab.finished(body.id);
    expect(statesOf(await lab.show(body.id), 'later')).toEqual(Array.from({ length: 4 }, () => 'SUCCEEDED'));
    expect(await lab.readFile('resized/later/3/o')).toBe('s\n');
    await expectRebuilt(body.id);
  });

  it('refuses as a start does, and then changes nothing', async () => {
    const job = await lab.run(TASKS);
    const count = (await eventsOf(job.id)).length;
    for (const [tasks, expected] of [
      [[inputs('none', {})], [404, '01050204']],
      [[inputs('check', { none: ['x'] })], [400, '01050112']],
      [[inputs('check', { file: ['/in/none.txt'] })], [400, '01050301']],
      [[inputs('check', { file: ['/in'] })], [400, '01050301']],
      [[inputs('check', { file: ['other:/in/good.txt'] })], [400, '01050301']],
      [[inputs('check', { kind: ['c'] })], [400, '01050009']],
      [[inputs('check', { word: ['one', 'two'] })], [400, '01050223']],
      [[inputs('check', { word: ['x', 'two', 'three'] })], [400, '01050223']],
      [[inputs('join', { all: ['/in/good.txt'] })], [400, '01050226']],
      [[inputs('join', { title: ['${check.o}'] })], [400, '01050226']],
      [
        [inputs('join', { title: ['x'.repeat(2048)] }), inputs('join', {})],
        [400, '01050502'],
      ],
      [[{ task_name: 'join', resources: { memory: '3000G' } }], [400, '01050206']],
      [[{ task_name: 'join', resources: { gpu: 1 } }], [400, '01050205']],
      [[{ task_name: 'join', io_acc_type: 'SFS' }], [400, '01050220']],
    ] as [Change[], [number, string]][])
      expect([JSON.stringify(tasks), ...code(await update(job.id, tasks))]).toEqual([
        JSON.stringify(tasks),
        ...expected,
      ]);
    // Saying what is so already is no change either.
    expect((await update(job.id, [inputs('join', { title: ['before'], all: ['${check.o}'] })])).status).toBe(202);
    expect((await update(job.id, [])).status).toBe(202);
    expect((await eventsOf(job.id)).length).toBe(count);
  });

  it('asks for a body, a token, membership, a role and a job', async () => {
    const job = await lab.run([{ name: 'fail', commands: ['exit 1'] }]);
    expect((await lab.call('eihealth.updateJob', job.id, { body: {} })).status).toBe(400);
    expect((await update(job.id, [], null)).status).toBe(401);
    expect(code(await update(job.id, [], 'vera'))).toEqual([403, '01000019']);
    expect(code(await update(job.id, [], 'stranger'))).toEqual([404, '01020002']);
    expect(code(await update('none', []))).toEqual([404, '01050202']);
  });

  it('two at a time are one after the other', async () => {
    const job = await lab.run([{ name: 'fail', commands: ['[ ${x} = c ]'], inputs: [{ name: 'x', value: 'a' }] }]);
    const both = await Promise.all([
      update(job.id, [inputs('fail', { x: ['b'] })]),
      update(job.id, [inputs('fail', { x: ['c'] })]),
    ]);
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    await expectRebuilt(job.id);
    const updates = (await eventsOf(job.id)).filter((event) => event.type === 'job-updated');
    expect(updates).toHaveLength(2);
  });
});
