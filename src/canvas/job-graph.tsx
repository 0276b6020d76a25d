import { ReactFlowProvider } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '#contracts/index.ts';
import type { WorkflowDocument } from '#core/workflow/types.ts';
import { CanvasFlow } from './canvas-flow.tsx';
import { fromDefinitions } from './document.ts';
import { createProjector } from './project.ts';
import { foldRun, type RunByTask } from './run.ts';
import { shapeOf } from './shape.ts';
import { useLabels } from './use-labels.ts';

const NOTHING: ReadonlySet<string> = new Set();

export interface JobGraphProps {
  /** `tasks` of the job's answer (4.5.2.3). */
  tasks: readonly Schema<'TaskDefinitionDto'>[];
  /** `task_runtime_info` of the same answer; absent while nothing is known. */
  runtime?: readonly Schema<'TaskRuntimeDto'>[];
  /** Name of the task that is shown beside the graph. */
  selected?: string;
  onSelect?: (task: string | undefined) => void;
}

/** The workflow of a job with the state of each task on it; looked at, never edited. Give it a height. */
export function JobGraph({ tasks, runtime, selected, onSelect }: JobGraphProps) {
  const { t } = useTranslation('canvas');
  const labels = useLabels();
  const project = useMemo(createProjector, []);
  const before = useRef<RunByTask>(undefined);
  const drawn = useMemo(() => {
    const { tasks: documents, apps } = fromDefinitions(tasks);
    const document: WorkflowDocument = { name: '', version: '', tasks: documents };
    const lookup = (appId: string) => apps.get(appId);
    return { tasks: documents, lookup, ...shapeOf(document, lookup) };
  }, [tasks]);
  const run = useMemo(() => {
    before.current = foldRun(runtime ?? [], before.current);
    return before.current;
  }, [runtime]);
  const graph = project(
    {
      tasks: drawn.tasks,
      apps: drawn.lookup,
      edges: drawn.edges,
      fanOut: (task) => {
        const total = run.get(task.task_name)?.total ?? 0;
        return total > 1 ? { count: total } : drawn.fanOut(task);
      },
      run,
      selectedTasks: selected ? new Set([selected]) : NOTHING,
      selectedEdges: NOTHING,
    },
    labels,
  );
  return (
    <ReactFlowProvider>
      <CanvasFlow
        graph={graph}
        editable={false}
        label={t('jobGraph')}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') onSelect?.(chosen.id);
        }}
        onPaneClick={() => onSelect?.(undefined)}
      />
    </ReactFlowProvider>
  );
}
