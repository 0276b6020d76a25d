import { expect, test } from 'vitest';
import { userRows } from './user-rows.ts';

const users = [
  { id: '1', name: 'user10', role: 'ADMIN' as const, email: 'a@lab.example' },
  { id: '2', name: 'user2', role: 'OPERATOR' as const },
];
const ids = (q: string, role: string, dir: 'asc' | 'desc' = 'asc') =>
  userRows(users, { q, role }, { key: 'name', dir }).map(({ id }) => id);

test('sorted by the number in a name, searched by name and e-mail, filtered by role', () => {
  expect(ids('', '')).toEqual(['2', '1']);
  expect(ids('', '', 'desc')).toEqual(['1', '2']);
  expect(ids('LAB', '')).toEqual(['1']);
  expect(ids('', 'OPERATOR')).toEqual(['2']);
});
