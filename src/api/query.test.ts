import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { apiQuery, invalidate, isTouched } from './query.ts';

test.each([
  ['another topic', ['jobs'], { projectId: 'p' }, { topic: 'apps' }, false],
  ['another project', ['jobs'], { projectId: 'p' }, { topic: 'jobs', eihealth_project_id: 'q' }, false],
  ['the same project', ['jobs'], { projectId: 'p' }, { topic: 'jobs', eihealth_project_id: 'p' }, true],
  ['another object', ['job'], { projectId: 'p', id: 'a' }, { topic: 'job', eihealth_project_id: 'p', id: 'b' }, false],
  ['the list of an object', ['job'], { projectId: 'p' }, { topic: 'job', eihealth_project_id: 'p', id: 'b' }, true],
  ['everything', ['projects'], {}, { topic: 'projects', id: 'b' }, true],
] as const)('%s', (_name, topics, scope, change, touched) => {
  expect(isTouched(topics, scope, change)).toBe(touched);
});

test('a first answer that left before a change is asked for again', async () => {
  const client = new QueryClient();
  const answers: ((value: string) => void)[] = [];
  const options = apiQuery('listJob', { projectId: 'p' }, ['jobs'], () => new Promise<string>((r) => answers.push(r)));
  const observer = new QueryObserver(client, options);
  const seen = new Promise((resolve) => observer.subscribe(({ data }) => data === 'after' && resolve(data)));
  const invalidated = invalidate(client, { topic: 'jobs', eihealth_project_id: 'p' });
  answers[0]?.('before');
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.('after');
  await seen;
  await invalidated;
  expect(client.getQueryData(options.queryKey)).toBe('after');
  client.clear();
});
