import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { AppSignature } from '#core/workflow/types.ts';
import { appQuery } from '#src/api/apps.ts';
import { signatureOfApp } from '#src/canvas/drawing/document.ts';
import type { Editor } from '#src/canvas/editor.ts';

/** Reads apps: one to add a task of, and those in use, for what the workflow's answer does not tell of them. */
export function useApps(projectId: string, editor: Editor) {
  const client = useQueryClient();
  const loadApp = useCallback(
    async (appId: string): Promise<AppSignature> => {
      const signature = signatureOfApp(await client.fetchQuery(appQuery(projectId, appId)));
      if (!signature) throw new Error(`no app ${appId}`);
      return signature;
    },
    [client, projectId],
  );
  useEffect(() => {
    const used = new Set((editor.state.get().document.tasks ?? []).map((task) => task.app_id));
    // An app that cannot be read stays as the workflow describes it; the problems list says what is wrong.
    for (const appId of used)
      loadApp(appId).then(
        (app) => editor.learn([app]),
        () => undefined,
      );
  }, [editor, loadApp]);
  return loadApp;
}
