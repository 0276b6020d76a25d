import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { app, task, workflow } from '#core/workflow/testing.ts';
import { NOTHING_KEPT } from '../drawing/document.ts';
import { createEditor } from '../editor.ts';
import type { Draft, DraftBase, DraftPlace } from './draft.ts';
import { keepDraft } from './draft-keeper.ts';
import { createDrafts, type DraftRows } from './drafts.ts';

/** Rows in memory, cloned as a database would. */
function memoryRows(): DraftRows & { rows: Map<string, Draft>; refuse?: Error | undefined } {
  const rows = new Map<string, Draft>();
  const memory: ReturnType<typeof memoryRows> = {
    rows,
    async put(draft) {
      if (memory.refuse) throw memory.refuse;
      if ((rows.get(draft.id)?.owner ?? draft.owner) !== draft.owner) return false;
      rows.set(draft.id, structuredClone(draft));
      return true;
    },
    async change(id, next) {
      if (memory.refuse) throw memory.refuse;
      const row = next(rows.get(id));
      if (row) rows.set(id, structuredClone(row));
      else rows.delete(id);
    },
    all: async (user, project) => [...rows.values()].filter((row) => row.user === user && row.project === project),
  };
  return memory;
}

const place: DraftPlace = { user: 'ann', project: 'p', workflow: 'w' };
const document = workflow(task('a', 'app1'));
const base: DraftBase = { document, updateTime: 't1' };
const loaded = { document, apps: new Map([['app1', app('app1')]]), kept: NOTHING_KEPT };

function open(rows: DraftRows, owner = 'page-1', from = place) {
  const editor = createEditor(loaded);
  const drafts = createDrafts(rows);
  const keeper = keepDraft({ editor, drafts, place: from, base, owner, now: () => 5 });
  keeper.start();
  return { editor, drafts, keeper };
}
const setValue = (editor: ReturnType<typeof open>['editor'], value: string) =>
  editor.run({ type: 'setInputValues', task: 'a', input: 'in', values: [value] });
const firstValue = (draft: Draft | undefined) => draft?.document.tasks?.[0]?.inputs?.[0]?.values?.[0];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('keepDraft', () => {
  it('keeps a change within two seconds, also while changes go on', async () => {
    const rows = memoryRows();
    const { editor, drafts } = open(rows);
    setValue(editor, 'first');
    await vi.advanceTimersByTimeAsync(600);
    setValue(editor, 'second');
    await vi.advanceTimersByTimeAsync(600);
    const [draft] = await drafts.list(place);
    expect(draft).toMatchObject({ ...place, owner: 'page-1', reason: 'edits', keptAt: 5, base });
    expect(firstValue(draft)).toBe('second');
    expect(draft?.apps.map((one) => one.id)).toEqual(['app1']);
  });

  it('keeps what is being typed', async () => {
    const rows = memoryRows();
    const { editor, drafts } = open(rows);
    editor.beginTyping();
    setValue(editor, 'typing');
    await vi.advanceTimersByTimeAsync(2000);
    expect(firstValue((await drafts.list(place))[0])).toBe('typing');
  });

  it('writes at once when the page goes', async () => {
    const rows = memoryRows();
    const { editor, keeper } = open(rows);
    setValue(editor, 'now');
    await keeper.flush();
    expect(rows.rows.size).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes the draft out when it was saved, and when it was undone', async () => {
    const rows = memoryRows();
    const { editor, keeper } = open(rows);
    setValue(editor, 'saved');
    await keeper.flush();
    editor.markSaved(editor.state.get().history.past.at(-1)?.id ?? 0);
    await keeper.flush();
    expect(rows.rows.size).toBe(0);
    setValue(editor, 'undone');
    await keeper.flush();
    editor.undo();
    await keeper.flush();
    expect(rows.rows.size).toBe(0);
  });

  it('does not overwrite a draft that another tab went on with', async () => {
    const rows = memoryRows();
    const first = open(rows, 'page-1');
    setValue(first.editor, 'first tab');
    await first.keeper.flush();
    const [draft] = await first.drafts.list(place);
    const second = open(rows, 'page-2');
    const adopted = await second.drafts.adopt(draft?.id ?? '', 'ann', 'page-2');
    if (!adopted) throw new Error('the draft is there');
    second.editor.replace({ ...loaded, document: adopted.document }, '');
    second.keeper.continueAs(adopted);
    setValue(second.editor, 'second tab');
    await second.keeper.flush();
    setValue(first.editor, 'first again');
    await first.keeper.flush();
    expect((await first.drafts.list(place)).map(firstValue).sort()).toEqual(['first again', 'second tab']);
    first.editor.undo();
    first.editor.undo();
    await first.keeper.flush();
    expect((await first.drafts.list(place)).map(firstValue)).toEqual(['second tab']);
  });

  it('shows nobody the drafts of another user', async () => {
    const rows = memoryRows();
    const { editor, keeper, drafts } = open(rows);
    setValue(editor, 'mine');
    await keeper.flush();
    const [draft] = await drafts.list(place);
    expect(await drafts.list({ ...place, user: 'bob' })).toEqual([]);
    expect(await drafts.adopt(draft?.id ?? '', 'bob', 'page-3')).toBeUndefined();
    expect((await drafts.list(place))[0]?.owner).toBe('page-1');
  });

  it('says when the browser has no room or keeps nothing, and that it keeps again', async () => {
    const rows = memoryRows();
    const { editor, keeper } = open(rows);
    rows.refuse = new DOMException('no room', 'QuotaExceededError');
    setValue(editor, 'one');
    await keeper.flush();
    expect(keeper.problem.get()).toBe('full');
    rows.refuse = new DOMException('none', 'NotSupportedError');
    await keeper.flush();
    expect(keeper.problem.get()).toBe('absent');
    rows.refuse = undefined;
    setValue(editor, 'two');
    await vi.advanceTimersByTimeAsync(1000);
    expect(keeper.problem.get()).toBeUndefined();
    expect(rows.rows.size).toBe(1);
  });

  it('keeps beside the edits what was taken out of a conflict', async () => {
    const rows = memoryRows();
    const { keeper, drafts } = open(rows);
    const id = await keeper.setAside({ ...document, summary: 'theirs' }, 'overwritten');
    expect(await drafts.list({ user: 'ann', project: 'p' })).toMatchObject([
      { id, reason: 'overwritten', document: { summary: 'theirs' } },
    ]);
    await keeper.takeBack(id);
    expect(rows.rows.size).toBe(0);
  });
});
