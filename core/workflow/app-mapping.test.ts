import { describe, expect, it } from 'vitest';
import { guessMapping } from './app-mapping.ts';
import { applyCommand, changeTaskApp } from './commands.ts';
import { app, input, output, task, workflow } from './testing.ts';

const text = { type: 'STRING' } as const;

describe('the mapping of an app to another', () => {
  it('keeps names, follows renamed ones, and drops the rest', () => {
    const before = app('v1', [input('reads-1'), input('ref'), input('threads', text)], [output('bam'), output('log')]);
    const after = app('v2', [input('read1'), input('ref'), input('title', text)], [output('bam')]);
    expect(guessMapping(before, after)).toEqual({
      inputs: { 'reads-1': 'read1', ref: 'ref', threads: 'title' },
      outputs: { bam: 'bam', log: '' },
    });
  });

  it('does not choose between two that are alike, nor across types', () => {
    const before = app('v1', [input('a'), input('b'), input('c', text)]);
    const after = app('v2', [input('x'), input('d', { type: 'DIRECTORY' })]);
    expect(guessMapping(before, after).inputs).toEqual({ a: '', b: '', c: '' });
  });

  it('of an app nobody knows is empty: names that are equal stay anyway', () => {
    expect(guessMapping(undefined, app('v2', [input('in')]))).toEqual({ inputs: {}, outputs: {} });
  });

  it('is applied with the app, in one step: values and references follow', () => {
    const document = workflow(
      task('a', 'v1', { old: '/x', gone: 'y', same: 'z' }),
      task('b', 'v1', { old: '${a.out}', same: '${a.log}' }),
    );
    const next = app('v2', [input('new'), input('same')], [output('result'), output('log')]);
    const mapping = { inputs: { old: 'new', gone: '' }, outputs: { out: 'result', log: '' } };
    const after = applyCommand(document, changeTaskApp('a', next, mapping));
    expect(after.tasks?.[0]).toEqual({
      ...document.tasks?.[0],
      app_id: 'v2',
      inputs: [
        { name: 'new', values: ['/x'] },
        { name: 'same', values: ['z'] },
      ],
    });
    expect(after.tasks?.[1]?.inputs).toEqual([
      { name: 'old', values: ['${a.result}'] },
      { name: 'same', values: [] },
    ]);
  });
});
