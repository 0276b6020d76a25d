import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { workflowQuery } from '#src/api/workflows.ts';
import { focusCanvasSoon } from '#src/canvas/acts/focus.ts';
import { browserDrafts } from '#src/canvas/drafts/browser-drafts.ts';
import { fromResponse } from '#src/canvas/drawing/document.ts';
import type { Editor } from '#src/canvas/editor.ts';
import { useToast } from '#src/ui/toast.ts';
import type { Keeping } from './drafts/use-keeping.ts';
import type { Saving } from './use-save.ts';

interface Options {
  projectId: string;
  user: string;
  editor: Editor;
  keeping: Keeping;
  saving: Pick<Saving, 'setBase' | 'save'>;
}

/** Brings another document into the editor as one step: unsaved edits, or another version. */
export function useTakeOver({ projectId, user, editor, keeping, saving }: Options) {
  const { t } = useTranslation('versions');
  const client = useQueryClient();
  const toast = useToast();
  const latest = useRef({ keeping, saving });
  latest.current = { keeping, saving };

  const resume = useCallback(
    async (draftId: string) => {
      try {
        const draft = await browserDrafts().adopt(draftId, user, latest.current.keeping.owner);
        if (!draft) return toast.info(t('drafts.gone'));
        const apps = new Map(draft.apps.map((app) => [app.id, app]));
        editor.replace({ document: draft.document, apps, kept: draft.kept }, t('drafts.source'));
        latest.current.keeping.keeper.continueAs(draft);
        latest.current.saving.setBase(draft.base);
        focusCanvasSoon();
        toast.info(t('drafts.continued'));
      } catch (error) {
        toast.failed(error);
      }
    },
    [editor, user, toast, t],
  );

  const restore = useCallback(
    async (versionId: string, save: boolean) => {
      try {
        const other = await client.fetchQuery(workflowQuery(projectId, versionId));
        editor.replace(fromResponse(other), t('versions.source', { version: other.version }));
        focusCanvasSoon();
        if (save) return latest.current.saving.save();
        toast.info(t('versions.restored', { version: other.version }));
      } catch (error) {
        toast.failed(error);
      }
    },
    [client, projectId, editor, toast, t],
  );

  return { resume, restore };
}

/** Does what the address asks for (`draft`, `restore` and `save`) once the workflow may be edited, and takes it out of it. */
export function useAskedTakeOver(editable: boolean, { resume, restore }: ReturnType<typeof useTakeOver>): void {
  const [search, setSearch] = useSearchParams();
  const asked = useRef(false);
  useEffect(() => {
    const [draft, version] = [search.get('draft'), search.get('restore')];
    if (!editable || asked.current || (!draft && !version)) return;
    asked.current = true;
    if (draft) void resume(draft);
    else if (version) void restore(version, search.get('save') === '1');
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        for (const name of ['draft', 'restore', 'save']) next.delete(name);
        return next;
      },
      { replace: true },
    );
  }, [editable, search, setSearch, resume, restore]);
}
