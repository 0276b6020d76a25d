import { expect, it } from 'vitest';
import { app, lookupOf, task, workflow } from '#core/workflow/testing.ts';
import { findTasks } from './find-tasks.ts';

const document = workflow(
  task('task-1-trim', 'fastp'),
  task('task-2-align', 'bwa', {}, { display_name: 'Mapping' }),
  task('merge', 'samtools'),
  task('map-again', 'unknown'),
);
const find = (text: string) =>
  findTasks(document, lookupOf(app('fastp'), app('bwa'), app('samtools')), text).map((found) => found.name);

it('finds by name, display name and app, beginnings first', () => {
  expect(find('ma')).toEqual(['task-2-align', 'map-again']);
  expect(find('ALIGN')).toEqual(['task-2-align']);
  expect(find('samtools 1.0')).toEqual(['merge']);
  expect(find('task')).toEqual(['task-1-trim', 'task-2-align']);
  expect(find('a')).toEqual(['task-1-trim', 'task-2-align', 'map-again', 'merge']);
});

it('finds everything for an empty text, and nothing for another', () => {
  expect(find(' ')).toHaveLength(4);
  expect(find('nothing')).toEqual([]);
});
