import { describe, expect, it } from 'vitest';
import { app, input, output, task, workflow } from '#core/workflow/testing.ts';
import { carriedBy, fate, mergedSignature } from './replace-rows.ts';

const old = app('old', [input('in'), input('unused')], [output('out'), output('log')]);
const document = workflow(task('a', 'old', { in: '/x', stray: 'y' }), task('b', 'old', { in: '${a.out}' }));

describe('what is carried over to another app', () => {
  it('are values that are given and outputs that are taken', () => {
    expect(carriedBy(document, document.tasks?.slice(0, 1) ?? [], old)).toEqual({
      inputs: [
        { name: 'in', type: 'FILE', uses: ['/x'] },
        { name: 'stray', type: undefined, uses: ['y'] },
      ],
      outputs: [{ name: 'out', type: 'FILE', uses: ['b.in'] }],
    });
  });

  it('is known of several apps together', () => {
    const other = app('other', [input('in', { type: 'STRING' }), input('new')], []);
    expect(mergedSignature([old, other])?.inputs.map(({ name, type }) => [name, type])).toEqual([
      ['in', 'FILE'],
      ['unused', 'FILE'],
      ['new', 'FILE'],
    ]);
    expect(mergedSignature([])).toBeUndefined();
  });

  it('is kept, renamed, of another type, or dropped', () => {
    const after = [input('in'), input('reads'), input('text', { type: 'STRING' })];
    const carried = { name: 'in', type: 'FILE' as const, uses: [] };
    expect(fate(carried, {}, after)).toBe('kept');
    expect(fate(carried, { in: 'reads' }, after)).toBe('renamed');
    expect(fate(carried, { in: 'text' }, after)).toBe('retyped');
    expect(fate(carried, { in: '' }, after)).toBe('dropped');
    expect(fate({ ...carried, name: 'gone' }, {}, after)).toBe('dropped');
  });
});
