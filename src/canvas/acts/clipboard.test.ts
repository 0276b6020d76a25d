import { describe, expect, it } from 'vitest';
import * as fragments from '#core/workflow/fragment.ts';
import { app, input, lookupOf, output, task, workflow } from '#core/workflow/testing.ts';
import { copiedText, droppedWords, placePasted, resolveApps } from './clipboard.ts';

const tool = app('id-1', [input('in')], [output('out')]);
const document = workflow(
  task('a', 'id-1', {}, { location: { x: 0, y: 0 } }),
  task('b', 'id-1', { in: '${a.out}' }, { location: { x: 300, y: 40 } }),
);
const read = (text: string) => {
  const parsed = fragments.parseFragment(text);
  if (!parsed.ok) throw new Error('the copied text cannot be read');
  return parsed.tasks;
};

describe('copying', () => {
  it('names apps by their address, and the other project finds its own', () => {
    const text = copiedText(fragments, document, ['a', 'b'], lookupOf(tool), 'here');
    expect(text).toContain('id-1::1.0.0::here');
    const there = [{ id: 'other-id', name: 'id-1', version: '1.0.0' }];
    const { tasks, ids, unknown } = resolveApps(read(text), there, 'there');
    expect(tasks.map((one) => one.app_id)).toEqual(['other-id', 'other-id']);
    expect(ids).toEqual(['other-id']);
    expect(unknown).toEqual([]);
  });

  it('leaves an app the project does not have as it is, and names it', () => {
    const text = copiedText(fragments, document, ['a'], lookupOf(tool), 'here');
    const { tasks, unknown } = resolveApps(read(text), [{ id: 'x', name: 'id-1', version: '2.0.0' }], 'there');
    expect(tasks[0]?.app_id).toBe('id-1::1.0.0::here');
    expect(unknown).toEqual(['id-1::1.0.0::here']);
  });

  it('drops references to tasks that are not there, and says which', () => {
    const text = copiedText(fragments, document, ['b'], lookupOf(tool), 'here');
    const { outside } = fragments.fitFragment(workflow(), read(text), lookupOf(tool));
    expect(droppedWords(outside)).toEqual(['b.in ← a.out']);
    const same = fragments.fitFragment(document, read(text), lookupOf(tool));
    expect(droppedWords(same.outside)).toEqual([]);
    expect(same.tasks[0]?.inputs?.[0]?.values).toEqual(['${a.out}']);
  });
});

describe('places of a paste', () => {
  const size = () => ({ width: 240, height: 100 });
  const at = (tasks: ReturnType<typeof placePasted>) => tasks.map(({ location }) => [location?.x, location?.y]);
  const tasks = document.tasks ?? [];

  it('keep their distances, with the corner at the pointer', () => {
    expect(at(placePasted(tasks, size, { corner: { x: 1000, y: 500 } }, []))).toEqual([
      [1000, 500],
      [1300, 540],
    ]);
  });

  it('are beside the selection, or in the middle of the view', () => {
    const beside = [{ x: 100, y: 100, ...size() }];
    expect(at(placePasted(tasks, size, { beside }, []))[0]).toEqual([436, 100]);
    expect(at(placePasted(tasks, size, { centre: { x: 270, y: 70 } }, []))[0]).toEqual([0, 0]);
  });

  it('never cover a task exactly', () => {
    const taken = [
      { x: 0, y: 0 },
      { x: 24, y: 24 },
    ];
    expect(at(placePasted(tasks, size, { corner: { x: 0, y: 0 } }, taken))[0]).toEqual([48, 48]);
  });

  it('are made for tasks that had none', () => {
    const open = [task('a', 'id-1'), task('b', 'id-1', { in: '${a.out}' })];
    const [first, second] = at(placePasted(open, size, { corner: { x: 0, y: 0 } }, []));
    expect(first).toEqual([0, 0]);
    expect(second?.[0]).toBeGreaterThan(240);
  });
});
