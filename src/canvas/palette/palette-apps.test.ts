import { describe, expect, it } from 'vitest';
import { foldVersions, paletteRows } from './palette-apps.ts';

const folded = foldVersions([
  { id: '1', name: 'fastp', version: '0.9.0', summary: 'Trim reads', labels: ['QC'] },
  { id: '2', name: 'bwa', version: '0.7.17', description: 'Burrows-Wheeler', labels: ['align', 'QC'] },
  { id: '3', name: 'fastp', version: '0.23.4', labels: ['QC', 'old'] },
  { id: '4', name: 'cat', version: '1' },
]);
const shown = (search: string, recent: string[] = []) =>
  paletteRows(folded, search, recent).map((row) => (row.kind === 'app' ? row.app.name : row.key));

describe('the palette', () => {
  it('folds versions, newest first', () => {
    expect(folded.map(({ name, versions }) => [name, versions.map(({ version }) => version)])).toEqual([
      ['bwa', ['0.7.17']],
      ['cat', ['1']],
      ['fastp', ['0.23.4', '0.9.0']],
    ]);
  });

  it('stands in groups of labels, with what was used last before them', () => {
    const groups = ['label/align', 'bwa', 'label/old', 'fastp', 'label/QC', 'bwa', 'fastp', 'other', 'cat'];
    expect(shown('')).toEqual(groups);
    expect(shown('', ['cat', 'gone'])).toEqual(['recent', 'cat', ...groups]);
    expect(new Set(paletteRows(folded, '', ['cat']).map(({ key }) => key)).size).toBe(groups.length + 2);
  });

  it('has no groups where nothing bears a label', () => {
    expect(paletteRows(foldVersions([{ name: 'b' }, { name: 'a' }]), '', []).map(({ kind }) => kind)).toEqual([
      'app',
      'app',
    ]);
  });

  it('finds by name, version, summary, description and label, all words of a search', () => {
    expect(shown(' TRIM ')).toEqual(['fastp']);
    expect(shown('wheeler')).toEqual(['bwa']);
    expect(shown('qc 0.7')).toEqual(['bwa']);
    expect(shown('0.9')).toEqual(['fastp']);
    expect(shown('nothing')).toEqual([]);
  });

  it('folds and finds among 500 apps of ten versions', () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({ name: `app-${n % 500}`, version: `1.${n}`, labels: ['l'] }));
    expect(paletteRows(foldVersions(many), 'app-499 1.4999', [])).toHaveLength(1);
    expect(paletteRows(foldVersions(many), '', [])).toHaveLength(501);
  });
});
