import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { JobLab } from './testing.ts';

let server: TestServer;
let lab: JobLab;
beforeAll(async () => {
  server = await startTestServer();
  lab = await JobLab.open(server);
});
afterAll(() => server.close());

const show = (id: string, headers: Record<string, string> = {}) => lab.call('eihealth.showJob', id, { headers });

describe('detail of a job, asked for again', () => {
  it('is not sent a second time while nothing happens', async () => {
    const { id } = await lab.run([{ name: 'a', commands: ['true'] }]);
    const whole = await show(id);
    expect(whole.headers.etag).toMatch(/^W\/"/);
    const tag = String(whole.headers.etag);
    const again = await show(id, { 'if-none-match': tag });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', tag]);
    expect((await show(id, { 'if-none-match': `"other", ${tag}` })).status).toBe(304);
    expect((await show(id, { 'if-none-match': 'W/"other"' })).body).toEqual(whole.body);
  });

  it('is sent again after every event', async () => {
    const { id } = await lab.run([{ name: 'a', commands: ['exit 1'] }]);
    const tag = String((await show(id)).headers.etag);
    await lab.call('eihealth.retryJob', id);
    const next = await show(id, { 'if-none-match': tag });
    expect(next.status).toBe(200);
    expect(next.headers.etag).not.toBe(tag);
    await lab.finished(id);
  });

  it('is always made anew with links that expire, and never shown to whoever may not see it', async () => {
    const { id } = await lab.run([{ name: 'a', commands: ['true'] }]);
    const tag = String((await show(id)).headers.etag);
    const linked = await show(id, { 'if-none-match': tag, 'x-addition-info': 'LOG' });
    expect([linked.status, linked.headers.etag]).toEqual([200, undefined]);
    await server.user('stranger');
    const refused = await lab.call('eihealth.showJob', id, { as: 'stranger', headers: { 'if-none-match': tag } });
    expect(refused.status).toBe(404);
  });
});
