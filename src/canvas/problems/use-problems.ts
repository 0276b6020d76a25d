/** What is wrong with the open workflow, found while nothing else is to be done. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { lintDraft } from '#core/workflow/lint.ts';
import { lintNodes, sizedTasks } from '#core/workflow/lint-nodes.ts';
import type { AppSignature, Problem, WorkflowDocument } from '#core/workflow/types.ts';
import { useStructure } from '../drawing/use-structure.ts';
import type { EditorState } from '../editor.ts';
import { type EditorServices, useEditorServices, useEditorState } from '../editor-context.ts';

const appsOf = (state: EditorState) => state.apps;

/** More tasks than a platform takes are looked through when the page is idle: that may cost a frame. */
const AT_ONCE = 100;
/** Nobody waits longer for what is wrong. */
const LATEST_MS = 1000;

interface Question {
  document: WorkflowDocument;
  apps: ReadonlyMap<string, AppSignature>;
  nodes: EditorServices['nodes'];
}

function answer({ document, apps, nodes }: Question): Problem[] {
  const lookup = (appId: string) => apps.get(appId);
  // A workflow may be saved here and started where there are larger nodes.
  const sizes = nodes ? lintNodes(sizedTasks(document, lookup), nodes, 'warning') : [];
  return [...lintDraft(document, lookup), ...sizes];
}

/** Runs a task when the page is idle; answers how to call it off. Not every browser tells when that is. */
function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(act, 1);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(act, { timeout: LATEST_MS });
  return () => cancelIdleCallback(handle);
}

const NONE: Problem[] = [];

/** What is wrong at this moment, for who saves: what is shown may be of a moment ago. */
export function problemsNow({ editor, nodes }: EditorServices): Problem[] {
  const { document, apps } = editor.state.get();
  return answer({ document, apps, nodes });
}

/** All findings about the open document; the same list while only places change. */
export function useProblems(): Problem[] {
  const document = useDeferredValue(useStructure());
  const apps = useDeferredValue(useEditorState(appsOf));
  const { nodes } = useEditorServices();
  const large = (document.tasks?.length ?? 0) > AT_ONCE;
  const question = useMemo(() => ({ document, apps, nodes }), [document, apps, nodes]);
  const small = useMemo(() => (large ? NONE : answer(question)), [question, large]);
  const [late, setLate] = useState(NONE);
  useEffect(() => (large ? whenIdle(() => setLate(answer(question))) : undefined), [question, large]);
  return large ? late : small;
}
