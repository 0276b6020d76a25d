/** The kept drafts, over rows that are changed one at a time; where the rows lie is not known here. */
import type { Draft } from './draft.ts';

/** Where drafts lie. Every call rejects when the browser refuses. */
export interface DraftRows {
  /** Writes a row unless another owner has it; whether it was written. Reads no document: it may be a large one. */
  put(draft: Draft): Promise<boolean>;
  /** Reads and changes one row in one transaction: undefined takes it out, the same row leaves it. */
  change(id: string, next: (row: Draft | undefined) => Draft | undefined): Promise<void>;
  /** All rows of a user in a project. */
  all(user: string, project: string): Promise<Draft[]>;
}

/** What this page did to a draft: it is as given now, or gone. */
export type DraftChange = { id: string; draft?: Draft | undefined };

export interface Drafts {
  /** False when another editor has taken the draft over: it is not overwritten. */
  write(draft: Draft): Promise<boolean>;
  /** Takes a draft over; undefined when it is gone or belongs to somebody else. */
  adopt(id: string, user: string, owner: string): Promise<Draft | undefined>;
  /** Takes a draft out. With `owner`, only while it is still that editor's. */
  remove(id: string, owner?: string): Promise<void>;
  /** Drafts of a user in a project, the latest first; all workflows unless one is named. */
  list(place: { user: string; project: string; workflow?: string }): Promise<Draft[]>;
  /** Told after every write, adoption and removal by this page. */
  subscribe(listener: (change: DraftChange) => void): () => void;
}

export function createDrafts(rows: DraftRows): Drafts {
  const listeners = new Set<(change: DraftChange) => void>();
  const tell = (change: DraftChange) => {
    for (const listener of listeners) listener(change);
  };
  return {
    async write(draft) {
      const own = await rows.put(draft);
      if (own) tell({ id: draft.id, draft });
      return own;
    },
    async adopt(id, user, owner) {
      let adopted: Draft | undefined;
      await rows.change(id, (row) => {
        adopted = row?.user === user ? { ...row, owner } : undefined;
        return adopted ?? row;
      });
      if (adopted) tell({ id, draft: adopted });
      return adopted;
    },
    async remove(id, owner) {
      let gone = true;
      await rows.change(id, (row) => {
        gone = owner === undefined || row?.owner === owner;
        return gone ? undefined : row;
      });
      if (gone) tell({ id });
    },
    async list({ user, project, workflow }) {
      const found = await rows.all(user, project);
      return found
        .filter((draft) => workflow === undefined || draft.workflow === workflow)
        .sort((a, b) => b.keptAt - a.keptAt);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
