import { describe, expect, it } from 'vitest';
import { app, input, task } from '#core/workflow/testing.ts';
import { commonInputs, folderOf, folderPattern, sharedOf } from './shared-values.ts';

describe('what tasks share', () => {
  it('is the value all have, or none', () => {
    expect(sharedOf([['a'], ['a']])).toEqual({ mixed: false, value: ['a'] });
    expect(sharedOf(['1C', undefined])).toEqual({ mixed: true });
    expect(sharedOf([])).toEqual({ mixed: false, value: undefined });
  });

  it('are inputs of one name and one kind', () => {
    const one = app('1', [input('ref'), input('mode', { type: 'ENUM', enum: ['a'] }), input('x')]);
    const two = app('2', [input('mode', { type: 'ENUM', enum: ['b'] }), input('ref', { required: true })]);
    expect(commonInputs([one, two]).map(({ name }) => name)).toEqual(['ref']);
    expect(commonInputs([])).toEqual([]);
  });

  it('is a pattern of folders, with the name of each task in its place', () => {
    const named = (name: string, output_dir?: string) => task(name, 'x', {}, output_dir ? { output_dir } : {});
    expect(folderPattern([named('a', '/qc/a'), named('b', '/qc/b')])).toEqual({ mixed: false, value: '/qc/{task}' });
    expect(folderPattern([named('a', '/qc'), named('b', '/qc')])).toEqual({ mixed: false, value: '/qc' });
    expect(folderPattern([named('a'), named('b')])).toEqual({ mixed: false, value: '' });
    expect(folderPattern([named('a', '/qc'), named('b')])).toEqual({ mixed: true });
    expect(folderOf('/qc/{task}/{task}', 'b')).toBe('/qc/b/b');
  });
});
