import { expect, test } from 'vitest';
import { appRows, labelsOf, versionsOf } from './app-rows.ts';

const apps = [
  { id: '1', name: 'bwa', version: '0.7.9', labels: ['align'] },
  { id: '2', name: 'bwa', version: '0.7.17', labels: ['align', 'new'], summary: 'Maps reads' },
  { id: '3', name: 'fastp', version: '0.23', labels: ['qc'] },
];
const ids = (filter: Partial<Parameters<typeof appRows>[1]>, dir: 'asc' | 'desc' = 'asc') =>
  appRows(apps, { q: '', label: '', versions: false, ...filter }, { key: 'name', dir }).map(({ id }) => id);

test('one row a name, its newest version, and how many others there are', () => {
  expect(ids({})).toEqual(['2', '3']);
  expect(appRows(apps, { q: '', label: '', versions: false }, { key: 'name', dir: 'asc' })[0]?.others).toBe(1);
});

test('all versions, newest first under each name, whatever the direction', () => {
  expect(ids({ versions: true })).toEqual(['2', '1', '3']);
  expect(ids({ versions: true }, 'desc')).toEqual(['3', '2', '1']);
});

test('search reads name, version, summary and labels', () => {
  expect(ids({ q: 'MAPS' })).toEqual(['2']);
  expect(ids({ q: 'fastp 0.23' })).toEqual(['3']);
  expect(ids({ label: 'qc' })).toEqual(['3']);
});

test('labels and versions in natural order', () => {
  expect(labelsOf(apps)).toEqual(['align', 'new', 'qc']);
  expect(versionsOf(apps, 'bwa').map(({ version }) => version)).toEqual(['0.7.17', '0.7.9']);
});
