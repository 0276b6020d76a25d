import { expect, test } from 'vitest';
import { memberRows, membersOf } from './member-rows.ts';

const members = membersOf({
  roles: [
    { role_type: 'Viewer', users: [{ id: '3', name: 'zoe' }] },
    { role_type: 'Owner', users: [{ id: '1', name: 'ada' }] },
    { role_type: 'Developer', users: [{ id: '2', name: 'bob' }] },
    { role_type: 'Unheard', users: [{ id: '4', name: 'eve' }] },
  ],
});
const names = (filter: { q: string; role: string }, key: string, dir: 'asc' | 'desc') =>
  memberRows(members, filter, { key, dir }).map(({ name }) => name);

test('roles become members', () => {
  expect(members.map(({ name, role }) => [name, role])).toContainEqual(['ada', 'owner']);
});

test('by role the owner comes first', () => {
  expect(names({ q: '', role: '' }, 'role', 'asc')).toEqual(['ada', 'bob', 'zoe']);
});

test('by name, searched and filtered', () => {
  expect(names({ q: '', role: '' }, 'name', 'desc')).toEqual(['zoe', 'bob', 'ada']);
  expect(names({ q: 'O', role: 'Developer' }, 'name', 'asc')).toEqual(['bob']);
});
