/** Unsaved edits of a workflow as they are kept in this browser. */
import type { AppSignature, WorkflowDocument } from '#core/workflow/types.ts';
import type { KeptFields } from '../drawing/document.ts';

/** Whose edits of what. Nobody is shown the drafts of another user of the same browser. */
export interface DraftPlace {
  user: string;
  project: string;
  workflow: string;
}

/** What the edits started from. */
export interface DraftBase {
  document: WorkflowDocument;
  /** `update_time` of the workflow then. */
  updateTime: string | undefined;
}

/** Why it is kept: it was not saved; theirs was taken in a conflict; it was overwritten in one. */
export type DraftReason = 'edits' | 'set-aside' | 'overwritten';

export interface Draft extends DraftPlace {
  id: string;
  /** The open editor that writes it, which writes only what is its own; gone with its page. */
  owner: string;
  reason: DraftReason;
  /** Unix time in milliseconds of the last write. */
  keptAt: number;
  base: DraftBase;
  document: WorkflowDocument;
  kept: KeptFields;
  /** Apps the document uses, as far as they were known. */
  apps: readonly AppSignature[];
}

/** A name nobody else has; `crypto.randomUUID` is missing where a console is served without TLS. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
