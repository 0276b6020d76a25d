import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTask, applyCommand, type Command, changeTaskApp, describeCommand, invert } from './commands.ts';
import { newTaskName, taskNameFor } from './task-names.ts';
import { anyCommand, anyDocument, app, input, output, task, workflow } from './testing.ts';
import type { WorkflowDocument } from './types.ts';

const base = workflow(
  task('a', 'app1', { in: '/in' }, { location: { x: 1, y: 2 } }),
  task('b', 'app2', { in: '${a.out}', other: 'text' }, { location: { x: 5, y: 5 } }),
  task('c', 'app2', { in: '${b.out}' }),
);
const find = (document: WorkflowDocument, name: string) => document.tasks?.find((item) => item.task_name === name);

describe('commands', () => {
  it('adds a task with a generated name', () => {
    const command = addTask(base, app('fastp'), { x: 3, y: 4 });
    const next = applyCommand(base, command);
    expect(next.tasks?.at(-1)).toEqual({ task_name: 'task-1-fastp', app_id: 'fastp', location: { x: 3, y: 4 } });
    expect(next.tasks?.[0]).toBe(base.tasks?.[0]);
    expect(taskNameFor(next, 'bwa')).toBe('task-2-bwa');
  });

  it('cuts generated names to the limits of the contract', () => {
    expect(newTaskName(['task-99-x', 'other'], `${'long'.repeat(20)}`)).toHaveLength(32);
    expect(newTaskName([], `${'x'.repeat(24)}-y`)).toBe(`task-1-${'x'.repeat(24)}`);
    expect(newTaskName([], '比对')).toBe('task-1');
  });

  it('renames a task and its references', () => {
    const next = applyCommand(base, { type: 'renameTask', task: 'a', name: 'z' });
    expect(find(next, 'z')?.app_id).toBe('app1');
    expect(find(next, 'b')?.inputs?.[0]?.values).toEqual(['${z.out}']);
    expect(find(next, 'c')).toBe(find(base, 'c'));
    expect(applyCommand(base, { type: 'renameTask', task: 'a', name: 'b' })).toBe(base);
  });

  it('removes tasks and the references to them', () => {
    const next = applyCommand(base, { type: 'removeTasks', tasks: ['a'] });
    expect(next.tasks).toHaveLength(2);
    expect(find(next, 'b')?.inputs).toEqual([
      { name: 'in', values: [] },
      { name: 'other', values: ['text'] },
    ]);
  });

  it('connects and disconnects', () => {
    const next = applyCommand(base, { type: 'connect', from: 'a', output: 'out', to: 'c', input: 'new' });
    expect(find(next, 'c')?.inputs?.at(-1)).toEqual({ name: 'new', values: ['${a.out}'] });
    const back = applyCommand(next, { type: 'disconnect', to: 'c', input: 'new' });
    expect(find(back, 'c')?.inputs?.at(-1)).toEqual({ name: 'new', values: [] });
    expect(applyCommand(base, { type: 'disconnect', to: 'b', input: 'other' })).toBe(base);
  });

  it('sets and clears texts and resources of a task', () => {
    const set = applyCommand(base, { type: 'setResources', task: 'a', resources: { cpu: '2C', gpu: '' } });
    expect(find(set, 'a')?.resources).toEqual({ cpu: '2C' });
    const cleared = applyCommand(set, { type: 'setResources', task: 'a', resources: { cpu: '' } });
    expect(find(cleared, 'a')).toEqual(find(base, 'a'));
    const named = applyCommand(base, { type: 'setDisplayName', task: 'a', display_name: 'Trim' });
    expect(find(named, 'a')?.display_name).toBe('Trim');
    expect(applyCommand(named, { type: 'setDisplayName', task: 'a', display_name: '' })).toEqual(base);
  });

  it('changes the app behind a task and drops what it does not know', () => {
    const command = changeTaskApp('b', app('app3', [input('in')], [output('bam')]));
    const next = applyCommand(base, command);
    expect(find(next, 'b')).toMatchObject({ app_id: 'app3', inputs: [{ name: 'in', values: ['${a.out}'] }] });
    expect(find(next, 'c')?.inputs).toEqual([{ name: 'in', values: [] }]);
  });

  it('duplicates tasks with the references among them', () => {
    const next = applyCommand(base, { type: 'duplicateTasks', tasks: ['b', 'c'], offset: { x: 10, y: 10 } });
    expect(next.tasks?.map((item) => item.task_name)).toEqual(['a', 'b', 'c', 'b-2', 'c-2']);
    expect(find(next, 'c-2')?.inputs?.[0]?.values).toEqual(['${b-2.out}']);
    expect(find(next, 'b-2')?.inputs?.[0]?.values).toEqual(['${a.out}']);
    expect(find(next, 'b-2')?.location).toEqual({ x: 15, y: 15 });
  });

  it('sets and takes out details', () => {
    const next = applyCommand(base, { type: 'setDetails', details: { summary: 's', timeout: 5, name: null } });
    expect(next).toEqual({ ...base, summary: 's', timeout: 5 });
    expect(applyCommand(next, { type: 'setDetails', details: { summary: null, timeout: null } })).toEqual(base);
    expect(applyCommand(next, { type: 'setDetails', details: { summary: 's' } })).toBe(next);
  });

  it('takes over another document under its own name, sharing what is the same, and gives it back', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (start, other) => {
        const command: Command = { type: 'replaceDocument', document: { ...other, version: '2' }, source: '2' };
        const next = applyCommand(start, command);
        expect(next).toEqual({ ...other, name: start.name, version: start.version });
        expect(JSON.stringify(applyCommand(next, wire(invert(start, command))))).toBe(JSON.stringify(start));
        const same = applyCommand(next, { ...command, document: JSON.parse(JSON.stringify(next)) });
        expect(same).toBe(next);
      }),
    );
    const changed = { ...base, tasks: base.tasks?.map((one) => ({ ...one })).slice(1) };
    expect(applyCommand(base, { type: 'replaceDocument', document: changed, source: '' }).tasks?.[0]).toBe(
      base.tasks?.[1],
    );
  });

  it('describes every command with a key and plain values', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        const { key, params } = describeCommand(command);
        expect(key).toBe(command.type);
        for (const value of Object.values(params)) expect(['string', 'number']).toContain(typeof value);
      }),
    );
  });

  it('undoes and redoes any sequence exactly, through JSON, without touching a document in place', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(anyCommand, { maxLength: 12 }), (start, commands) => {
        const frozen = JSON.stringify(start);
        const undos: { inverse: Command; again: Command }[] = [];
        let document = start;
        for (const command of commands) {
          const inverse = wire(invert(document, command));
          const next = applyCommand(document, wire(command));
          undos.push({ inverse, again: wire(invert(next, inverse)) });
          document = next;
        }
        const end = JSON.stringify(document);
        for (const { inverse } of [...undos].reverse()) document = applyCommand(document, inverse);
        expect(JSON.stringify(document)).toBe(frozen);
        expect(JSON.stringify(start)).toBe(frozen);
        for (const { again } of undos) document = applyCommand(document, again);
        expect(JSON.stringify(document)).toBe(end);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps task names unique and unknown fields', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(anyCommand, { maxLength: 8 }), (start, given) => {
        // Another document brings its own.
        const commands = given.filter((command) => command.type !== 'replaceDocument');
        const end = commands.reduce(applyCommand, start);
        const names = (end.tasks ?? []).map((item) => item.task_name);
        expect(new Set(names).size).toBe(names.length);
        expect(Reflect.get(end, 'x_unknown')).toBe(Reflect.get(start, 'x_unknown'));
      }),
    );
  });
});

function wire(command: Command): Command {
  return JSON.parse(JSON.stringify(command)) as Command;
}
