import { useTranslation } from 'react-i18next';
import { graphOf, topologicalOrder } from '#core/workflow/graph.ts';
import type { Problem, WorkflowDocument } from '#core/workflow/types.ts';
import type { EditorState } from './editor.ts';
import { useEditor, useEditorState } from './editor-context.ts';

const documentOf = (state: EditorState) => state.document;
const selectionOf = (state: EditorState) => state.selectedTasks;

/** Names of the tasks that feed a task, each once. */
const upstream = (document: WorkflowDocument, name: string): string[] => [
  ...new Set((graphOf(document).incoming.get(name) ?? []).map((edge) => edge.from)),
];

interface Props {
  problems: readonly Problem[];
  onShow: (task: string) => void;
}

/** The tasks as a list, in the order in which they can run: the same document without a picture. */
export function Outline({ problems, onShow }: Props) {
  const { t } = useTranslation('canvas');
  const editor = useEditor();
  const document = useEditorState(documentOf);
  const selected = useEditorState(selectionOf);
  const { tasks, names } = graphOf(document);
  const order = topologicalOrder(document) ?? names;
  return (
    <ol className="we-outline" aria-label={t('outline.title')}>
      {order.map((name) => {
        const task = tasks.get(name);
        const app = task && editor.lookup(task.app_id);
        const before = upstream(document, name);
        const count = problems.filter((problem) => problem.task === name).length;
        return (
          <li key={name}>
            <button type="button" aria-current={selected.has(name) || undefined} onClick={() => onShow(name)}>
              <strong>{task?.display_name || name}</strong>
              {count > 0 && <span className="we-warning">⚠ {count}</span>}
              <span className="we-quiet">{app ? `${app.name} ${app.version}` : t('appMissing')}</span>
              {before.length > 0 && (
                <span className="we-quiet">{t('outline.after', { tasks: before.join(', ') })}</span>
              )}
            </button>
          </li>
        );
      })}
      {order.length === 0 && <li className="we-quiet">{t('empty')}</li>}
    </ol>
  );
}
