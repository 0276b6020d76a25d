import { expect, it } from 'vitest';
import { instancePage, PAGE_SIZE } from './instance-page.ts';

const many = Array.from({ length: 10_000 }, (_, index) => ({ status: index % 4 === 0 ? 'FAILED' : 'SUCCEEDED' }));

it('cuts ten thousand instances into pages', () => {
  const last = instancePage(many, '', 1_000_000);
  expect(last).toMatchObject({ page: 999, pages: 1000, count: 10_000 });
  expect(last.rows.at(-1)?.index).toBe(9_999);
  expect(instancePage(many, '', -3).rows.map(({ index }) => index)).toEqual([...Array(PAGE_SIZE).keys()]);
});

it('keeps the numbers of the instances when only one state is listed', () => {
  expect(instancePage(many, 'FAILED', 1).rows[0]?.index).toBe(40);
  expect(instancePage(many, 'FAILED', 0).count).toBe(2_500);
  expect(instancePage(many, 'RUNNING', 0)).toEqual({ rows: [], page: 0, pages: 1, count: 0 });
});
