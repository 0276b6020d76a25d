import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { graphOf } from '#core/workflow/graph.ts';
import { insertionFor, splicingFor } from '#core/workflow/insert.ts';
import type { AppSignature, WorkflowEdge } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { useEditor } from '../editor-context.ts';
import { AppPick } from './app-pick.tsx';
import type { Fit } from './use-fitting-apps.ts';

interface Props {
  edge: WorkflowEdge;
  apps: readonly AppSummary[];
  loadApp: (appId: string) => Promise<AppSignature>;
  onInsert: (app: AppSignature, edge: WorkflowEdge) => void;
  /** A task of the workflow was chosen. */
  onSplice: (task: string, edge: WorkflowEdge) => void;
  onClose: () => void;
}

/** Tasks of the workflow that are connected to nothing and fit on an edge, with the ports by which they do. */
function useFittingTasks(edge: WorkflowEdge) {
  const { t } = useTranslation('gestures');
  const editor = useEditor();
  const [found] = useState(() => {
    const { document } = editor.state.get();
    return [...graphOf(document).tasks].flatMap(([name, task]) => {
      const ports = splicingFor(document, editor.lookup, edge, name);
      return ports ? [{ name, title: task.display_name || name, ports }] : [];
    });
  });
  return found.map(({ name, title, ports }) => ({ name, title, note: t('insert.there', { ...ports }) }));
}

/** Chooses an app, or a task there is, for the middle of an edge; offers only what fits on both sides. */
export function InsertPick({ edge, onInsert, onSplice, ...rest }: Props) {
  const { t } = useTranslation('gestures');
  const tasks = useFittingTasks(edge);
  const fit = useCallback<Fit>(
    (document, lookup, app) => {
      const ports = insertionFor(document, lookup, edge, app);
      return ports && t('insert.by', { ...ports });
    },
    [edge, t],
  );
  return (
    <AppPick
      {...rest}
      title={t('insert.title', { from: edge.from, to: edge.to })}
      none={t('insert.none')}
      fit={fit}
      onPick={(app) => onInsert(app, edge)}
      others={tasks.map(({ name, title, note }) => ({
        key: `task ${name}`,
        label: title,
        note,
        onPick: () => onSplice(name, edge),
      }))}
    />
  );
}
