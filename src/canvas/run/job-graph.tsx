import { NodeToolbar, Position, ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '#contracts/index.ts';
import type { WorkflowDocument } from '#core/workflow/types.ts';
import { CanvasContext, type CanvasSurroundings, READ_ONLY_SURROUNDINGS } from '../drawing/canvas-context.ts';
import { CanvasFlow } from '../drawing/canvas-flow.tsx';
import { fromDefinitions } from '../drawing/document.ts';
import type { Graph, GraphModel } from '../drawing/graph.ts';
import { NodePopover } from '../drawing/node-popover.tsx';
import { createProjector } from '../drawing/project.ts';
import { shapeOf } from '../drawing/shape.ts';
import { useDrawingWords } from '../drawing/use-drawing-words.ts';
import { useLabels } from '../drawing/use-labels.ts';
import { usePointedTask } from '../drawing/use-pointed-task.ts';
import { foldRun, type RunByTask } from './run.ts';
import { RunPanel } from './run-panel.tsx';
import { type RunRole, runRoles } from './run-roles.ts';
import { useFollowRuns } from './use-follow-runs.ts';
import './run.css';

const NOTHING: ReadonlySet<string> = new Set();

export interface JobGraphProps {
  /** `tasks` of the job's answer (4.5.2.3). */
  tasks: readonly Schema<'TaskDefinitionDto'>[];
  /** `task_runtime_info` of the same answer; absent while nothing is known. */
  runtime?: readonly Schema<'TaskRuntimeDto'>[];
  /** The job may still change by itself. */
  moving?: boolean;
  /** Name of the task that is shown beside the graph. */
  selected?: string;
  onSelect?: (task: string | undefined) => void;
  /** What lists the instances of a task; with it, a task that fans out can be opened on the canvas. */
  instances?: (task: string) => ReactNode;
  /** What is told of a task the pointer rests on or the keyboard is at. */
  details?: (task: string) => ReactNode;
}

/** The run of each task, and what a failure made of the tasks around it; both keep their object while they can. */
function useRun(runtime: JobGraphProps['runtime'], edges: Parameters<typeof runRoles>[0]) {
  const before = useRef<RunByTask>(undefined);
  const run = useMemo(() => {
    before.current = foldRun(runtime ?? [], before.current);
    return before.current;
  }, [runtime]);
  const roles = useMemo(() => runRoles(edges, run), [edges, run]);
  return { run, roles };
}

function useGraph({ tasks, runtime, selected }: JobGraphProps, expanded: string | undefined) {
  const labels = useLabels();
  const project = useMemo(createProjector, []);
  const drawn = useMemo(() => {
    const { tasks: documents, apps } = fromDefinitions(tasks);
    const document: WorkflowDocument = { name: '', version: '', tasks: documents };
    const lookup = (appId: string) => apps.get(appId);
    return { tasks: documents, lookup, ...shapeOf(document, lookup) };
  }, [tasks]);
  const { run, roles } = useRun(runtime, drawn.edges);
  const fanOut = useMemo<GraphModel['fanOut']>(
    () => (task) => {
      const total = run.get(task.task_name)?.total ?? 0;
      return total > 1 ? { count: total } : drawn.fanOut(task);
    },
    [run, drawn],
  );
  const selectedTasks = useMemo(() => (selected ? new Set([selected]) : NOTHING), [selected]);
  const model: GraphModel = {
    tasks: drawn.tasks,
    apps: drawn.lookup,
    edges: drawn.edges,
    fanOut,
    run,
    roles,
    ...(expanded === undefined ? {} : { expanded }),
    selectedTasks,
    selectedEdges: NOTHING,
  };
  return { graph: project(model, labels), run, roles };
}

/** What stands on the drawing beside its tasks: the legend, the list of an opened task, the facts of a pointed one. */
interface OverlayProps extends JobGraphProps {
  graph: Graph;
  roles: ReadonlyMap<string, RunRole>;
  follow: ReturnType<typeof useFollowRuns>;
  expanded: string | undefined;
  pointed: string | undefined;
  onClose: () => void;
}

function Overlay({ graph, moving, instances, details, roles, follow, expanded, pointed, onClose }: OverlayProps) {
  const words = useDrawingWords();
  const opened = graph.nodes.find(({ id }) => id === expanded);
  const told = pointed !== undefined && pointed !== expanded ? details?.(pointed) : undefined;
  return (
    <>
      <RunPanel
        moving={moving ?? false}
        following={follow.following}
        onFollow={follow.setFollowing}
        failed={roles.size > 0}
      />
      {opened && instances && (
        <NodePopover
          key={opened.id}
          task={opened.id}
          label={words.instancesOf(opened.data.task.display_name || opened.id, opened.data.run?.total ?? 0)}
          onClose={onClose}
        >
          {instances(opened.id)}
        </NodePopover>
      )}
      {told && (
        <NodeToolbar nodeId={pointed ?? ''} isVisible position={Position.Top} offset={6} className="cv-told">
          {told}
        </NodeToolbar>
      )}
    </>
  );
}

function RunCanvas(props: JobGraphProps) {
  const { t } = useTranslation('canvas');
  const { runtime, onSelect, instances } = props;
  const [expanded, setExpanded] = useState<string>();
  const { pointed, handlers } = usePointedTask();
  const { graph, run, roles } = useGraph(props, expanded);
  const follow = useFollowRuns(run);
  const close = useCallback(() => setExpanded(undefined), []);
  const opens = instances !== undefined;
  const surroundings = useMemo<CanvasSurroundings>(
    () =>
      opens
        ? { ...READ_ONLY_SURROUNDINGS, onExpand: (task) => setExpanded((now) => (now === task ? undefined : task)) }
        : READ_ONLY_SURROUNDINGS,
    [opens],
  );
  return (
    <CanvasContext value={surroundings}>
      <CanvasFlow
        graph={graph}
        editable={false}
        label={t('jobGraph')}
        {...handlers}
        onMoveStart={(event) => {
          handlers.onMoveStart(event);
          if (event) follow.setFollowing(false);
        }}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') onSelect?.(chosen.id);
        }}
        onPaneClick={() => onSelect?.(undefined)}
      >
        {runtime && (
          <Overlay
            {...props}
            graph={graph}
            roles={roles}
            follow={follow}
            expanded={expanded}
            pointed={pointed}
            onClose={close}
          />
        )}
      </CanvasFlow>
    </CanvasContext>
  );
}

/** The workflow of a job with the state of each task on it; looked at, never edited. Give it a height. */
export function JobGraph(props: JobGraphProps) {
  return (
    <ReactFlowProvider>
      <RunCanvas {...props} />
    </ReactFlowProvider>
  );
}
