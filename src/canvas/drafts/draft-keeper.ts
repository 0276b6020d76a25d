/**
 * Keeps the unsaved edits of one open editor: soon after a change, and at once when the page is hidden or left. What
 * is saved, or undone to what is saved, needs no draft and takes it out.
 */
import type { WorkflowDocument } from '#core/workflow/types.ts';
import { createStore, type Store } from '#src/lib/store.ts';
import { type Editor, isDirty } from '../editor.ts';
import { type Draft, type DraftBase, type DraftPlace, type DraftReason, randomName } from './draft.ts';
import type { Drafts } from './drafts.ts';

/** From the first change that is not written until it is; well below the two seconds that may be lost at most. */
const WAIT = 800;

/** Whether edits are kept: `full` when the browser has no room, `absent` when it keeps nothing. */
export type KeepingProblem = 'full' | 'absent' | undefined;

export interface DraftKeeper {
  problem: Store<KeepingProblem>;
  /** Writes at once what is not written yet. */
  flush(): Promise<void>;
  /** The editor goes on from what the server has now. */
  setBase(base: DraftBase): void;
  /** Goes on writing a draft that was taken over, when the editor shows it. */
  continueAs(draft: Draft): void;
  /** Keeps a document beside the edits, for it goes out of the editor or off the server; gives the draft's id. */
  setAside(document: WorkflowDocument, reason: Exclude<DraftReason, 'edits'>): Promise<string>;
  /** Takes out what was set aside, for it stays where it was. */
  takeBack(id: string): Promise<void>;
  /** Keeps what changes until the returned function is called, which keeps what is there. */
  start(): () => void;
}

interface Options {
  editor: Editor;
  drafts: Drafts;
  place: DraftPlace;
  base: DraftBase;
  /** Name of this open editor. */
  owner: string;
  now?: () => number;
}

const problemOf = (error: unknown): KeepingProblem =>
  error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'absent';

export function keepDraft({ editor, drafts, place, base: first, owner, now = Date.now }: Options): DraftKeeper {
  const problem = createStore<KeepingProblem>(undefined);
  let id = randomName();
  let base = first;
  let written: WorkflowDocument | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let queue = Promise.resolve();

  const draftOf = (name: string, document: WorkflowDocument, reason: DraftReason): Draft => {
    const used = new Set(document.tasks?.map((task) => task.app_id));
    const apps = [...editor.state.get().apps.values()].filter((app) => used.has(app.id));
    return { ...place, id: name, owner, reason, keptAt: now(), base, document, kept: editor.kept, apps };
  };

  const write = async () => {
    const state = editor.state.get();
    const { document } = state;
    if (!isDirty(state)) {
      if (!written) return;
      await drafts.remove(id, owner);
      written = undefined;
    } else if (document !== written) {
      if (!(await drafts.write(draftOf(id, document, 'edits')))) {
        // Another tab goes on with that draft: what is done here is one of its own.
        id = randomName();
        await drafts.write(draftOf(id, document, 'edits'));
      }
      written = document;
    }
    problem.set(undefined);
  };

  /** One after another, so that a removal never overtakes a write. */
  const enqueue = (act: () => Promise<void>): Promise<void> => {
    queue = queue.then(act).catch((error: unknown) => problem.set(problemOf(error)));
    return queue;
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    return enqueue(write);
  };
  const look = () => {
    const state = editor.state.get();
    if (!isDirty(state)) {
      if (written) void flush();
    } else if (state.document !== written) timer ??= setTimeout(() => void flush(), WAIT);
  };

  return {
    problem,
    flush,
    setBase: (next) => {
      base = next;
    },
    continueAs: (draft) => {
      id = draft.id;
      base = draft.base;
      written = draft.document;
      look();
    },
    setAside: async (document, reason) => {
      const aside = randomName();
      await enqueue(async () => void (await drafts.write(draftOf(aside, document, reason))));
      return aside;
    },
    takeBack: (aside) => enqueue(() => drafts.remove(aside)),
    start: () => {
      const unsubscribe = editor.state.subscribe(look);
      look();
      return () => {
        unsubscribe();
        void flush();
      };
    },
  };
}
