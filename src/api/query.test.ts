import { expect, test } from 'vitest';
import { isTouched } from './query.ts';

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
