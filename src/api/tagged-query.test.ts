import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { type Condition, taggedQuery } from './tagged-query.ts';

interface Body {
  status: string;
  parts: { id: number }[];
}

/** A server with one body, which notes what it was asked. */
function served(body: Body, tag: string | undefined) {
  const asked: Condition[] = [];
  const server = { body, tag, asked };
  const options = taggedQuery('showJob', { projectId: 'p', id: 'j' }, ['job'], async (_signal, condition) => {
    asked.push(condition);
    const known = server.tag !== undefined && condition['If-None-Match'] === server.tag;
    if (known) return { error: '', response: new Response(null, { status: 304 }) };
    const headers: Record<string, string> = server.tag ? { etag: server.tag } : {};
    return { data: structuredClone(server.body), response: new Response('{}', { headers }) };
  });
  return { server, options };
}

test('an answer that has not changed stays the very same object', async () => {
  const { server, options } = served({ status: 'RUNNING', parts: [{ id: 1 }] }, 'W/"1"');
  const client = new QueryClient();
  const first = await client.fetchQuery(options);
  expect(await client.fetchQuery(options)).toBe(first);
  expect(server.asked).toEqual([{}, { 'If-None-Match': 'W/"1"' }]);
});

test('a changed answer keeps its equal parts and is asked for by its new tag', async () => {
  const { server, options } = served({ status: 'RUNNING', parts: [{ id: 1 }] }, 'W/"1"');
  const client = new QueryClient();
  const observer = new QueryObserver(client, options);
  const stop = observer.subscribe(() => undefined);
  const read = async () => {
    await client.fetchQuery(options);
    return client.getQueryData<Body>(options.queryKey);
  };
  const first = await read();
  Object.assign(server, { tag: 'W/"2"', body: { status: 'SUCCEEDED', parts: [{ id: 1 }] } });
  const second = await read();
  expect(second?.status).toBe('SUCCEEDED');
  expect(second?.parts).toBe(first?.parts);
  expect(await read()).toBe(second);
  expect(server.asked.at(-1)).toEqual({ 'If-None-Match': 'W/"2"' });
  stop();
});

test('an answer without a tag, or one that is not kept any more, is asked for without a condition', async () => {
  const { server, options } = served({ status: 'RUNNING', parts: [] }, undefined);
  const client = new QueryClient();
  await client.fetchQuery(options);
  await client.fetchQuery(options);
  server.tag = 'W/"1"';
  await client.fetchQuery(options);
  client.clear();
  await client.fetchQuery(options);
  expect(server.asked).toEqual([{}, {}, {}, {}]);
});
