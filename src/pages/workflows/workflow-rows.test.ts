import { expect, it } from 'vitest';
import { labelsOf, shownRows } from './workflow-rows.ts';

const rows = [
  { id: '1', name: 'germline', version: '1.10.0', labels: ['dna'], update_time: '2024-01-02T00:00:00Z' },
  { id: '2', name: 'germline', version: '1.9.0', labels: ['dna', 'old'], update_time: '2024-01-01T00:00:00Z' },
  { id: '3', name: 'counts', version: '1', summary: 'RNA reads', update_time: '2024-01-03T00:00:00Z' },
];
const ids = (state: Partial<Parameters<typeof shownRows>[1]>) =>
  shownRows(rows, { q: '', label: '', sort: 'updated', dir: 'desc', ...state }).map((row) => row.id);

it('shows the newest first', () => expect(ids({})).toEqual(['3', '1', '2']));
it('sorts versions as people count', () => expect(ids({ sort: 'name', dir: 'asc' })).toEqual(['3', '2', '1']));
it('searches names, versions and summaries', () => {
  expect(ids({ q: 'rna' })).toEqual(['3']);
  expect(ids({ q: '1.9' })).toEqual(['2']);
});
it('keeps those with a label', () => expect(ids({ label: 'old' })).toEqual(['2']));
it('lists every label once', () => expect(labelsOf(rows)).toEqual(['dna', 'old']));
