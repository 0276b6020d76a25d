import { expect, test } from 'vitest';
import { isFiltered, LIST_URL, listQuery } from './job-filters.ts';

test('without filters only the order is asked for', () => {
  expect(listQuery(LIST_URL)).toEqual({ sort_dir: 'DESC' });
  expect(isFiltered(LIST_URL)).toBe(false);
});

test('every filter becomes its documented parameter', () => {
  const url = {
    ...LIST_URL,
    q: ' qc ',
    status: 'Failed',
    workflow: 'germline',
    user: 'ann',
    label: ['a', 'b'],
    from: '2026-01-31T10:00',
    finishTo: '2026-01-31T11:00',
    sort: 'status',
    dir: 'asc',
  };
  expect(listQuery(url)).toEqual({
    job_name: 'qc',
    status: 'Failed',
    tool_name: 'germline',
    user_name: 'ann',
    labels: ['a', 'b'],
    start_time: new Date(2026, 0, 31, 10).getTime(),
    finish_end_time: new Date(2026, 0, 31, 11, 0, 59, 999).getTime(),
    sort_key: 'status',
    sort_dir: 'ASC',
  });
  expect(isFiltered(url)).toBe(true);
});

test('what cannot be read is no filter', () => {
  expect(listQuery({ ...LIST_URL, status: 'Tired', from: 'yesterday' })).toEqual({ sort_dir: 'DESC' });
});
