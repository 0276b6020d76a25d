import { SelectionMode, useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem, WorkflowEdge } from '#core/workflow/types.ts';
import { useStore } from '#src/lib/use-store.ts';
import { menuFor } from './acts/open-menu.ts';
import { RenameInPlace } from './acts/rename-in-place.tsx';
import { isText } from './acts/use-shortcuts.ts';
import { useBench } from './bench.ts';
import { EdgeTools } from './connect/edge-tools.tsx';
import { Guides } from './connect/guides.tsx';
import { useConnecting } from './connect/use-connecting.ts';
import { useDragOntoEdge } from './connect/use-drag-onto-edge.ts';
import { useRefusal } from './connect/use-refusal.ts';
import { CanvasContext } from './drawing/canvas-context.ts';
import { CanvasFlow } from './drawing/canvas-flow.tsx';
import type { Graph, TaskEdge, TaskNode } from './drawing/graph.ts';
import { changeNodes, changeSelection } from './drawing/node-changes.ts';
import type { Point } from './drawing/placement.ts';
import { createProjector } from './drawing/project.ts';
import { shapeOf } from './drawing/shape.ts';
import { useLabels } from './drawing/use-labels.ts';
import { useStructure } from './drawing/use-structure.ts';
import type { Editor, EditorState } from './editor.ts';
import { useEditorServices, useEditorState } from './editor-context.ts';
import { useDropApp } from './palette/use-drop-app.ts';
import { useTyping } from './panel/use-typing.ts';

interface Props {
  problems: readonly Problem[];
  /** An app of the palette was dropped at a place of the canvas, or on an edge. */
  onDropApp: (appId: string, at: Point, edge?: WorkflowEdge) => void;
}

const documentOf = (state: EditorState) => state.document;
const appsOf = (state: EditorState) => state.apps;
const movingOf = (state: EditorState) => state.moving;
const selectedTasksOf = (state: EditorState) => state.selectedTasks;
const selectedEdgesOf = (state: EditorState) => state.selectedEdges;

function useGraph(problems: readonly Problem[]) {
  const document = useEditorState(documentOf);
  const apps = useEditorState(appsOf);
  const moving = useEditorState(movingOf);
  const selectedTasks = useEditorState(selectedTasksOf);
  const selectedEdges = useEditorState(selectedEdgesOf);
  const labels = useLabels();
  const project = useMemo(createProjector, []);
  const structure = useStructure();
  const lookup = useCallback((appId: string) => apps.get(appId), [apps]);
  const { edges, fanOut } = useMemo(() => shapeOf(structure, lookup), [structure, lookup]);
  return project(
    {
      tasks: document.tasks ?? [],
      apps: lookup,
      edges,
      problems,
      fanOut,
      moving,
      selectedTasks,
      selectedEdges,
    },
    labels,
  );
}

/** From here on only the ends of the selected edge can be dragged: two more shapes per edge are too many. */
const FEW_EDGES = 200;

/** The graph with the ends of the selected edges made draggable, where not all are. */
function useMovableEnds(graph: Graph, editable: boolean): { graph: Graph; all: boolean } {
  const all = graph.edges.length <= FEW_EDGES;
  const some = editable && !all;
  const edges = useMemo(
    () => (some ? graph.edges.map((edge) => (edge.selected ? { ...edge, reconnectable: true } : edge)) : graph.edges),
    [graph.edges, some],
  );
  return { graph: { nodes: graph.nodes, edges }, all };
}

/** Pixels around the end of an edge that take hold of it. */
const GRIP = 14;

/** Dragging the canvas moves the view, or draws a box around what is to be selected. */
const HAND = { panOnDrag: true, selectionOnDrag: false };
const SELECT = { panOnDrag: [1], selectionOnDrag: true };

/** The task a link led to, or the outline. */
function onlySelected(editor: Editor): string | undefined {
  const [task, ...others] = editor.state.get().selectedTasks;
  return others.length === 0 ? task : undefined;
}

/** The canvas of the editor: gestures become commands, the document becomes the drawing. */
export function EditorCanvas({ problems, onDropApp }: Props) {
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const { bench, acts } = useBench();
  const habits = useStore(bench.habits);
  const flow = useReactFlow<TaskNode, TaskEdge>();
  const { graph, all } = useMovableEnds(useGraph(problems), editable);
  const [refusal, setRefusal] = useRefusal();
  const connecting = useConnecting({
    setRefusal,
    onLoose: (end, at) => bench.overlay.set({ kind: 'attach', end, at: flow.screenToFlowPosition(at) }),
  });
  const dropping = useDropApp(onDropApp);
  const { drop, ...onto } = useDragOntoEdge();
  // Arrow keys move a task while they are held: one step from the first press to the release.
  const nudge = useTyping();
  const surroundings = useMemo(() => ({ editable, connecting: editor.connecting }), [editable, editor]);

  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLElement)) return;
    const name = event.target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
    if (!name) return;
    editor.select([name]);
    event.preventDefault();
    acts.open.run();
  };
  const contextMenu = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    event.preventDefault();
    bench.overlay.set(menuFor(editor, event.target, { x: event.clientX, y: event.clientY }));
  };

  return (
    <CanvasContext value={surroundings}>
      <CanvasFlow
        graph={graph}
        editable={editable}
        label={t('title')}
        map={habits.map}
        shown={onlySelected(editor)}
        {...(habits.tool === 'select' ? SELECT : HAND)}
        selectionMode={SelectionMode.Partial}
        edgesReconnectable={editable && all}
        reconnectRadius={GRIP}
        onNodesChange={(changes) => {
          changeSelection(editor, changes, 'tasks');
          if (editable) changeNodes(editor, bench, flow.getZoom(), changes, drop);
        }}
        onEdgesChange={(changes) => changeSelection(editor, changes, 'edges')}
        onNodeClick={({ shiftKey, ctrlKey, metaKey }, { id }) => {
          // React Flow leaves a selection of several as it is when one of them is clicked.
          const { selectedTasks, selectedEdges } = editor.state.get();
          const several = selectedTasks.size + selectedEdges.size > 1;
          if (several && selectedTasks.has(id) && !(shiftKey || ctrlKey || metaKey)) editor.select([id]);
        }}
        onNodeDoubleClick={(event, { id }) => {
          const onName = event.target instanceof Element && event.target.closest('.cv-task-title') !== null;
          if (editable && onName) bench.renaming.set(id);
        }}
        {...connecting}
        {...(editable ? { ...dropping, ...onto } : {})}
        onContextMenu={contextMenu}
        onPointerMove={({ clientX, clientY }) => {
          bench.pointer.at = { x: clientX, y: clientY };
        }}
        onKeyDown={keys}
        onKeyDownCapture={(event) => {
          if (editable && event.key.startsWith('Arrow') && !isText(event.target)) nudge.onFocus();
        }}
        onKeyUp={(event) => {
          if (event.key.startsWith('Arrow')) nudge.onBlur();
        }}
        onBlur={nudge.onBlur}
      >
        {graph.nodes.length === 0 && <div className="cv-empty">{t(editable ? 'emptyEdit' : 'empty')}</div>}
        {editable && (
          <>
            <Guides />
            <EdgeTools />
            <RenameInPlace />
          </>
        )}
      </CanvasFlow>
      <div className={refusal ? 'cv-refusal' : 'cv-live'} role="alert">
        {refusal}
      </div>
    </CanvasContext>
  );
}
