import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { positionOf } from '#core/workflow/history.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { updateWorkflow, type Workflow, workflowQuery } from '#src/api/workflows.ts';
import { focusCanvasSoon } from '#src/canvas/acts/focus.ts';
import type { DraftBase } from '#src/canvas/drafts/draft.ts';
import { fromResponse, toRequest } from '#src/canvas/drawing/document.ts';
import { type Editor, isDirty } from '#src/canvas/editor.ts';
import { useToast } from '#src/ui/toast.ts';
import type { Keeping } from './drafts/use-keeping.ts';
import { type Conflict, saveWorkflow } from './save-workflow.ts';

/** What an editor of a stored workflow starts from. */
export const baseOf = (workflow: Workflow): DraftBase => ({
  document: fromResponse(workflow).document,
  updateTime: workflow.update_time,
});

export interface Saving {
  saving: boolean;
  error: unknown;
  /** Somebody else was first; undefined while nothing stands in the way. */
  conflict: Conflict | undefined;
  /** What the edits started from. */
  base: DraftBase;
  setBase(base: DraftBase): void;
  save(): void;
  overwrite(): void;
  takeTheirs(): void;
  /** Back to editing, with everything as it was. */
  close(): void;
}

/** Saving, and what happens when somebody else saved first. Whatever goes away is kept as a draft before. */
export function useSave(projectId: string, workflowId: string, first: DraftBase, editor: Editor, keeping: Keeping) {
  const { t } = useTranslation(['workflows', 'versions']);
  const client = useQueryClient();
  const toast = useToast();
  const update = useApiMutation(updateWorkflow);
  const base = useRef(first);
  const [conflict, setConflict] = useState<Conflict>();
  const [error, setError] = useState<unknown>();
  const [saving, setSaving] = useState(false);

  const setBase = (next: DraftBase) => {
    base.current = next;
    keeping.keeper.setBase(next);
  };
  /** Leads back to the editor when the screen of a conflict stands in front of it. */
  const close = () => {
    if (conflict) focusCanvasSoon();
    setConflict(undefined);
  };
  /** Whether it is saved now. */
  const send = async (from: string | undefined): Promise<boolean> => {
    editor.settleTyping();
    const { history, document } = editor.state.get();
    const position = positionOf(history);
    setSaving(true);
    setError(undefined);
    try {
      const outcome = await saveWorkflow(
        {
          read: () => client.fetchQuery({ ...workflowQuery(projectId, workflowId), staleTime: 0 }),
          update: (body) => update.mutateAsync({ projectId, workflowId, body }),
        },
        toRequest(document, editor.kept),
        from,
      );
      if (outcome.kind !== 'saved') {
        setConflict(outcome);
        return false;
      }
      setBase({ document, updateTime: outcome.updateTime });
      editor.markSaved(position);
      keeping.presence?.tellSaved();
      close();
      toast.done(t('editor.savedToast'));
      return true;
    } catch (failed) {
      setError(failed);
      return false;
    } finally {
      setSaving(false);
    }
  };
  const overwrite = async () => {
    if (conflict?.kind !== 'changed') return;
    const aside = await keeping.keeper.setAside(fromResponse(conflict.theirs).document, 'overwritten');
    if (!(await send(undefined))) await keeping.keeper.takeBack(aside);
  };
  const takeTheirs = async () => {
    if (conflict?.kind !== 'changed') return;
    await keeping.keeper.setAside(editor.state.get().document, 'set-aside');
    editor.replace(fromResponse(conflict.theirs), t('versions:conflict.source'));
    setBase(baseOf(conflict.theirs));
    editor.markSaved(positionOf(editor.state.get().history));
    close();
    toast.info(t('versions:conflict.tookTheirs'));
  };
  return {
    saving,
    error,
    conflict,
    base: base.current,
    setBase,
    save: () => {
      if (!saving && isDirty(editor.state.get())) void send(base.current.updateTime);
    },
    overwrite: () => void overwrite(),
    takeTheirs: () => void takeTheirs(),
    close,
  } satisfies Saving;
}
