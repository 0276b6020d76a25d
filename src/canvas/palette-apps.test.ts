import { expect, it } from 'vitest';
import { filterApps } from './palette-apps.ts';
import { toValues } from './value-text.ts';

const apps = [
  { id: '1', name: 'fastp', version: '0.23.4', summary: 'Trim reads', labels: ['QC'] },
  { id: '2', name: 'bwa', version: '0.7.17', labels: ['align'] },
  { id: '3', name: 'fastp', version: '0.9.0', labels: ['QC', 'old'] },
];
const ids = (text: string, labels: string[] = []) => filterApps(apps, text, labels).map((app) => app.id);

it('finds apps by name, version and summary, in natural order', () => {
  expect(ids('')).toEqual(['2', '3', '1']);
  expect(ids(' TRIM ')).toEqual(['1']);
  expect(ids('0.7')).toEqual(['2']);
});

it('asks for every chosen label', () => expect(ids('', ['QC', 'old'])).toEqual(['3']));

it('takes one value per line and no empty ones', () => {
  expect(toValues(' a \n\nb b\n')).toEqual(['a', 'b b']);
});
