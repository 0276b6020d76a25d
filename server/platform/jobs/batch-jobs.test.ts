import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { JobLab, statesOf } from './testing.ts';

let server: TestServer;
let lab: JobLab;
let other: JobLab;
beforeAll(async () => {
  server = await startTestServer({ EXECUTOR_SLOTS: '4' });
  await server.user('stranger');
  lab = await JobLab.open(server, { vera: 'Viewer', dev: 'Developer' });
  other = await JobLab.open(server);
});
afterAll(() => server.close());

type Batch = 'eihealth.batchCancelJob' | 'eihealth.batchRetryJob' | 'eihealth.batchDeleteJob';
const BATCHES: Batch[] = ['eihealth.batchCancelJob', 'eihealth.batchRetryJob', 'eihealth.batchDeleteJob'];

const batch = (operation: Batch, ids: string[], headers: Record<string, string> = {}) =>
  lab.call(operation, undefined, { body: { ids }, headers, as: 'dev' });
const outcomes = ({ status, body }: Awaited<ReturnType<typeof batch>>) => [
  status,
  body.map(({ status: outcome, message = '' }: { status: string; message?: string }) =>
    [outcome, /eihealth\.(\d+)/.exec(message)?.[1]].filter(Boolean).join(' '),
  ),
];
const code = ({ status, body }: { status: number; body?: { error_code?: string } }) => [
  status,
  body?.error_code?.replace('eihealth.', ''),
];

const gateCommand = (gate: string) => `while [ ! -e ${gate} ]; do sleep 0.02; done`;

describe.each(BATCHES)('%s', (operation) => {
  it('asks for 1 to 50 ids, a token, membership and a role', async () => {
    const call = (body: unknown, as: string | null = 'dev') => lab.call(operation, undefined, { body, as });
    const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, at) => `id-${at}`) });
    expect((await call(ids(0))).status).toBe(400);
    expect((await call(ids(51))).status).toBe(400);
    expect((await call({})).status).toBe(400);
    expect((await call({ ids: [''] })).status).toBe(400);
    expect((await call(ids(1), null)).status).toBe(401);
    expect(code(await call(ids(1), 'vera'))).toEqual([403, '01000019']);
    expect(code(await call(ids(1), 'stranger'))).toEqual([404, '01020002']);
  });

  it('tells of unknown ids and of those of other projects one by one', async () => {
    const elsewhere = (await other.run([{ name: 'fail', commands: ['exit 1'] }])).id;
    expect(outcomes(await batch(operation, [elsewhere, randomUUID()]))).toEqual([
      207,
      ['FAILED 01050202', 'FAILED 01050202'],
    ]);
    expect((await other.show(elsewhere)).status).toBe('FAILED');
  });
});

describe('several jobs at a time', () => {
  it('ends them by force unless told otherwise, each once', async () => {
    const gate = server.gate('batch-gate');
    const tool = await lab.workflow([{ name: 'wait', commands: [gateCommand(gate)] }]);
    const ids: string[] = [];
    for (let at = 0; at < 3; at++) ids.push((await lab.start(tool)).body.id);
    for (const id of ids) await lab.until(id, (job) => statesOf(job, 'wait')[0] === 'RUNNING');
    const [soft = '', forced = '', waiting = ''] = ids;
    expect((await batch('eihealth.batchCancelJob', [soft], { 'X-Force': 'maybe' })).status).toBe(400);
    expect(outcomes(await batch('eihealth.batchCancelJob', [soft], { 'X-Force': 'false' }))).toEqual([
      200,
      ['SUCCEEDED'],
    ]);
    const during = await lab.show(soft);
    expect([during.status, during.still_running_tasks]).toEqual(['CANCELLING', ['wait']]);
    expect(outcomes(await batch('eihealth.batchCancelJob', [forced, forced]))).toEqual([200, ['SUCCEEDED']]);
    await lab.finished(forced);
    expect(statesOf(await lab.show(forced), 'wait')).toEqual(['CANCELLED']);
    const again = await batch('eihealth.batchCancelJob', [forced, soft, waiting], { 'X-Force': 'false' });
    expect(outcomes(again)).toEqual([207, ['FAILED 01050208', 'FAILED 01050208', 'SUCCEEDED']]);
    expect(again.body[0]).toEqual({
      id: forced,
      status: 'FAILED',
      message: 'A job in state CANCELLED cannot be cancelled (eihealth.01050208)',
    });
    writeFileSync(gate, '');
    for (const id of ids) await lab.finished(id);
    expect(statesOf(await lab.show(soft), 'wait')).toEqual(['SUCCEEDED']);
    expect((await lab.show(soft)).status).toBe('CANCELLED');
  });

  it('retries and deletes what its state allows', async () => {
    const gate = server.gate('batch-retry-gate');
    const failed = (await lab.run([{ name: 'try', commands: [`[ -e ${gate} ]`] }])).id;
    const good = (await lab.run([{ name: 'good', commands: ['true'] }])).id;
    expect(outcomes(await batch('eihealth.batchRetryJob', [good, failed]))).toEqual([
      207,
      ['FAILED 01050207', 'SUCCEEDED'],
    ]);
    await lab.finished(failed);
    expect((await lab.show(failed)).task_runtime_info[0].sub_tasks[0].job_failed_times).toBe(2);
    writeFileSync(gate, '');
    expect(outcomes(await batch('eihealth.batchRetryJob', [failed]))).toEqual([200, ['SUCCEEDED']]);
    await lab.finished(failed);
    expect((await lab.show(failed)).status).toBe('SUCCEEDED');

    const running = (await lab.start(await lab.workflow([{ name: 'wait', commands: [gateCommand(`${gate}-2`)] }]))).body
      .id;
    expect(outcomes(await batch('eihealth.batchDeleteJob', [good, running, failed, good]))).toEqual([
      207,
      ['SUCCEEDED', 'FAILED 01050213', 'SUCCEEDED'],
    ]);
    expect((await lab.call('eihealth.showJob', good)).status).toBe(404);
    expect(outcomes(await batch('eihealth.batchDeleteJob', [good]))).toEqual([207, ['FAILED 01050202']]);
    await batch('eihealth.batchCancelJob', [running]);
    await lab.finished(running);
  });
});
