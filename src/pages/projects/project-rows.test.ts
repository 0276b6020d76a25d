import { expect, test } from 'vitest';
import { projectRows } from './project-rows.ts';

const projects = [
  { id: '1', name: 'run10', status: 'ACTIVE', size: 5, tags: ['human'] },
  { id: '2', name: 'run2', status: 'INACTIVE', size: 9, description: 'Mouse reads' },
];
const names = (...args: [{ q: string; status: string }, { key: string; dir: 'asc' | 'desc' }]) =>
  projectRows(projects, ...args).map(({ name }) => name);

test('numbers in names sort by value', () => {
  expect(names({ q: '', status: '' }, { key: 'name', dir: 'asc' })).toEqual(['run2', 'run10']);
});

test('search reads name, tags and description', () => {
  expect(names({ q: 'HUMAN', status: '' }, { key: 'name', dir: 'asc' })).toEqual(['run10']);
  expect(names({ q: 'mouse', status: '' }, { key: 'name', dir: 'asc' })).toEqual(['run2']);
});

test('state filters, size sorts', () => {
  expect(names({ q: '', status: 'ACTIVE' }, { key: 'name', dir: 'asc' })).toEqual(['run10']);
  expect(names({ q: '', status: '' }, { key: 'size', dir: 'desc' })).toEqual(['run2', 'run10']);
});
