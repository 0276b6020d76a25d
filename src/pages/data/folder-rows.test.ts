import { expect, test } from 'vitest';
import { orderRows, PAGE, pageRequest, pagesInSight, sparseRows } from './folder-rows.ts';

const item = (name: string, type: 'FILE' | 'FOLDER', size = 0, create_time = '') => ({ name, type, size, create_time });
const items = [
  item('s10.bam', 'FILE', 5, '2024-02-01T00:00:00Z'),
  item('s2.bam', 'FILE', 9, '2024-03-01T00:00:00Z'),
  item('z', 'FOLDER', 0, '2024-01-01T00:00:00Z'),
];
const names = (key: string, dir: 'asc' | 'desc') => orderRows(items, { key, dir }).map(({ name }) => name);

test('folders stand first, numbers in names count as numbers', () => {
  expect(names('name', 'asc')).toEqual(['z', 's2.bam', 's10.bam']);
  expect(names('name', 'desc')).toEqual(['z', 's10.bam', 's2.bam']);
  expect(names('size', 'desc')).toEqual(['z', 's2.bam', 's10.bam']);
  expect(names('created', 'asc')).toEqual(['z', 's10.bam', 's2.bam']);
});

test('only the pages in sight are read, and the first', () => {
  expect(pagesInSight(0, 30)).toEqual([0]);
  expect(pagesInSight(299_990, 300_000)).toEqual([0, 599, 600]);
});

test('a request names the order the platform knows', () => {
  const view = { path: 'p:/', search: '', sort: { key: 'size', dir: 'asc' as const } };
  expect(pageRequest(view, 2)).toEqual({
    path: 'p:/',
    limit: PAGE,
    offset: 2 * PAGE,
    sort_key: 'type',
    sort_dir: 'desc',
  });
  expect(pageRequest({ ...view, search: 'x', sort: { key: 'created', dir: 'asc' } }, 0)).toMatchObject({
    search_key: 'x',
    sort_key: 'create_time',
    sort_dir: 'asc',
  });
});

test('what is not read is a hole; what came too much is left out', () => {
  const rows = sparseRows(PAGE + 1, new Map([[1, items]]));
  expect(rows).toHaveLength(PAGE + 1);
  expect(rows[0]).toBeUndefined();
  expect(rows[PAGE]?.name).toBe('s10.bam');
});
