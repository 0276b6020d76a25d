import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCommand } from './commands.ts';
import { changesBetween, countDiff, diffDocuments, isEmptyDiff, withoutNames } from './diff.ts';
import { fieldsOfDetails, fieldsOfTask, sameValue } from './diff-fields.ts';
import { threeWayRows } from './diff-three.ts';
import { graphOf } from './graph.ts';
import { anyCommand, anyDocument, task, workflow } from './testing.ts';
import type { WorkflowDocument } from './types.ts';

const base = workflow(
  task('a', 'app1', { in: '/in' }, { location: { x: 1, y: 2 } }),
  task('b', 'app2', { in: '${a.out}', other: 'text' }, { location: { x: 5, y: 5 } }),
  task('c', 'app2', { in: '${b.out}' }),
);

/** Any document, and another that came from it by acts of a user. */
const anyPair = fc
  .tuple(anyDocument, fc.array(anyCommand, { maxLength: 8 }))
  .map(([before, commands]) => [before, commands.reduce(applyCommand, before)] as const);

const fieldsOf = (document: WorkflowDocument, name: string) => {
  const found = graphOf(document).tasks.get(name);
  if (!found) throw new Error(`no task ${name}`);
  return fieldsOfTask(found);
};

describe('diffDocuments', () => {
  it('sees nothing where nothing differs, whatever the order of keys, inputs and tasks', () => {
    const turned = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value)) return value.map(turned);
      return Object.fromEntries(Object.entries(value).reverse());
    };
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(isEmptyDiff(diffDocuments(document, document))).toBe(true);
        const tasks = document.tasks?.map((one) => ({
          ...(turned(one) as typeof one),
          ...(one.inputs ? { inputs: [...one.inputs].reverse() } : {}),
        }));
        const shuffled = { ...document, ...(tasks ? { tasks: tasks.reverse() } : {}) };
        const diff = diffDocuments(document, shuffled);
        expect(isEmptyDiff(diff)).toBe(true);
        expect(diff.edges).toEqual({ added: [], removed: [] });
      }),
    );
  });

  it('says everything that differs: applied to the fields of one document it gives those of the other', () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const diff = diffDocuments(before, after);
        const paired = [...diff.names.keys(), ...diff.removed].sort();
        expect(paired).toEqual([...graphOf(before).names].sort());
        expect([...diff.names.values(), ...diff.added].sort()).toEqual([...graphOf(after).names].sort());
        const rename = diff.changed.filter((one) => one.before !== one.after);
        for (const [from, to] of diff.names) {
          const change = diff.changed.find((one) => one.before === from);
          const patched = new Map(fieldsOf(before, from));
          for (const { field, after: value } of [...(change?.fields ?? []), ...(change?.moved ? [change.moved] : [])])
            patched.set(field, value);
          const left = changesBetween(patched, fieldsOf(after, to));
          // Nothing is left but references that follow a renamed task.
          for (const { field } of left) {
            expect(field).toMatch(/^inputs\./);
            expect(rename.length).toBeGreaterThan(0);
          }
        }
        const details = new Map(fieldsOfDetails(before));
        for (const { field, after: value } of diff.details) details.set(field, value);
        expect(changesBetween(details, fieldsOfDetails(after))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes a task for renamed when more than half of what it says stays, or half of it and its place', () => {
    const at = (x: number) => ({ location: { x, y: 0 } });
    const old = workflow(task('a', 'app1'), task('b', 'app2', { in: '${a.out}', text: 'two' }, at(1)));
    const now = (name: string, text: string, x: number, app = 'app2') =>
      workflow(task('a', 'app1'), task(name, app, { in: '${a.out}', text }, at(x)));
    expect(diffDocuments(old, now('c', 'two', 9)).names.get('b')).toBe('c');
    expect(diffDocuments(old, now('c', 'three', 1)).names.get('b')).toBe('c');
    expect(diffDocuments(old, now('c', 'three', 9))).toMatchObject({ added: ['c'], removed: ['b'] });
    expect(diffDocuments(old, now('c', 'two', 1, 'app3'))).toMatchObject({ added: ['c'], removed: ['b'] });
  });

  it('turns around with its documents', () => {
    fc.assert(
      fc.property(anyPair, ([before, after]) => {
        const [there, back] = [diffDocuments(before, after), diffDocuments(after, before)];
        expect(isEmptyDiff(back)).toBe(isEmptyDiff(there));
        if (there.changed.some((one) => one.before !== one.after)) return;
        expect(back.added).toEqual(there.removed);
        expect(back.edges.added).toEqual(there.edges.removed);
        expect(countDiff(back).changed).toBe(countDiff(there).changed);
      }),
    );
  });

  it('tells added, removed, changed and moved apart, field by field', () => {
    const after = workflow(
      task('a', 'app1', { in: '/other' }, { location: { x: 1, y: 2 }, resources: { cpu: '2C' } }),
      task('b', 'app3', { in: '${a.out}', other: 'text' }, { location: { x: 9, y: 5 } }),
      task('d', 'app9'),
    );
    const diff = diffDocuments(base, { ...after, summary: 'new' });
    expect(diff.added).toEqual(['d']);
    expect(diff.removed).toEqual(['c']);
    expect(diff.changed).toEqual([
      {
        before: 'a',
        after: 'a',
        moved: undefined,
        fields: [
          { field: 'inputs.in', before: ['/in'], after: ['/other'] },
          { field: 'resources.cpu', before: undefined, after: '2C' },
        ],
      },
      {
        before: 'b',
        after: 'b',
        moved: { field: 'location', before: { x: 5, y: 5 }, after: { x: 9, y: 5 } },
        fields: [{ field: 'app_id', before: 'app2', after: 'app3' }],
      },
    ]);
    expect(diff.details).toEqual([{ field: 'summary', before: undefined, after: 'new' }]);
    expect(diff.edges).toEqual({ added: [], removed: [{ from: 'b', output: 'out', to: 'c', input: 'in' }] });
    expect(countDiff(diff)).toEqual({ added: 1, removed: 1, renamed: 0, changed: 2, moved: 0, details: 1 });
  });

  it('sees a renamed task as one task, and nothing in the tasks that follow it', () => {
    const diff = diffDocuments(base, applyCommand(base, { type: 'renameTask', task: 'a', name: 'trim' }));
    expect(diff.changed).toEqual([{ before: 'a', after: 'trim', fields: [], moved: undefined }]);
    expect(diff.edges).toEqual({ added: [], removed: [] });
    expect([diff.added, diff.removed]).toEqual([[], []]);
  });

  it('takes a task of the same app with other inputs for another task', () => {
    const after = workflow(...(base.tasks ?? []).slice(0, 2), task('z', 'app2', { in: '/elsewhere', other: 'q' }));
    expect(diffDocuments(base, after)).toMatchObject({ added: ['z'], removed: ['c'] });
  });

  it('leaves out what two versions never share', () => {
    expect(isEmptyDiff(withoutNames(diffDocuments(base, { ...base, version: '2' })))).toBe(true);
  });

  it('compares values by what they say', () => {
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false);
  });
});

describe('threeWayRows', () => {
  const mine = applyCommand(base, { type: 'setInputValues', task: 'b', input: 'other', values: ['mine'] });

  it('has a row for every field one of them changed, and says who', () => {
    const theirs = applyCommand(
      applyCommand(base, { type: 'setInputValues', task: 'b', input: 'other', values: ['theirs'] }),
      { type: 'setDetails', details: { summary: 's' } },
    );
    expect(threeWayRows(base, mine, theirs)).toEqual([
      { task: undefined, field: 'summary', base: undefined, mine: undefined, theirs: 's', by: 'theirs' },
      { task: 'b', field: 'inputs.other', base: ['text'], mine: ['mine'], theirs: ['theirs'], by: 'both' },
    ]);
    expect(threeWayRows(base, mine, mine)).toMatchObject([{ by: 'same' }]);
  });

  it('says so when one removed what the other worked on', () => {
    const theirs = applyCommand(base, { type: 'removeTasks', tasks: ['b'] });
    const rows = threeWayRows(base, mine, theirs).filter((row) => row.task === 'b');
    expect(rows.map(({ field, by }) => [field, by])).toEqual([
      ['inputs.other', 'both'],
      ['', 'both'],
    ]);
  });

  it('has no rows exactly when nobody changed anything', () => {
    fc.assert(
      fc.property(anyPair, ([document, next]) => {
        const nothing = isEmptyDiff(diffDocuments(document, next));
        expect(threeWayRows(document, next, document).length === 0).toBe(nothing);
        expect(threeWayRows(document, next, document).every((row) => row.by === 'mine')).toBe(true);
        expect(threeWayRows(document, document, next).every((row) => row.by === 'theirs')).toBe(true);
      }),
    );
  });
});
