import { describe, expect, it } from 'vitest';
import {
  formatReference,
  mapReferences,
  parseReference,
  renameInReferences,
  taskReferences,
  valueKind,
} from './references.ts';
import { task } from './testing.ts';

describe('references', () => {
  it('reads a value that is a whole reference and writes it back', () => {
    expect(parseReference('${task-1.fq-file1}')).toEqual({ task: 'task-1', output: 'fq-file1' });
    expect(formatReference({ task: 'task-1', output: 'fq-file1' })).toBe('${task-1.fq-file1}');
  });

  it.each(['', 'x', '${a}', '${a.}', '${.b}', ' ${a.b}', '${a.b} ', '${a.b.c}', '${a.b}${c.d}', '$a.b'])(
    'takes %j for no reference',
    (value) => expect(parseReference(value)).toBeUndefined(),
  );

  it('tells embedded references and braced names from text', () => {
    expect(valueKind('${a.b}')).toBe('reference');
    expect(valueKind('x ${a.b}')).toBe('embedded');
    expect(valueKind('${a.b}/${c.d}')).toBe('embedded');
    expect(valueKind('${reads}')).toBe('braced');
    expect(valueKind('${reads}/${sample}')).toBe('text');
    expect(valueKind('$HOME')).toBe('text');
  });

  it('finds, renames and drops the references of a task, sharing it when nothing changes', () => {
    const subject = task('t', 'app', { in: '${a.out}', other: ['text', '${b.out}'], plain: 'a.out' });
    expect(taskReferences(subject)).toEqual([
      { task: 'a', output: 'out', input: 'in' },
      { task: 'b', output: 'out', input: 'other' },
    ]);
    expect(renameInReferences(subject, 'zzz', 'y')).toBe(subject);
    expect(renameInReferences(subject, 'a', 'y').inputs?.[0]?.values).toEqual(['${y.out}']);
    const dropped = mapReferences(subject, (reference) => (reference.task === 'b' ? undefined : reference));
    expect(dropped.inputs?.[1]?.values).toEqual(['text']);
    expect(dropped.inputs?.[0]).toBe(subject.inputs?.[0]);
  });
});
