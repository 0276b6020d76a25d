import { type FinalConnectionState, type NodeChange, useReactFlow } from '@xyflow/react';
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionVerdict } from '#core/workflow/connect.ts';
import type { Problem } from '#core/workflow/types.ts';
import { CanvasContext } from './canvas-context.ts';
import { CanvasFlow } from './canvas-flow.tsx';
import { edgeOfEnds, judge } from './connection.ts';
import type { Editor, EditorState } from './editor.ts';
import { useEditorServices, useEditorState } from './editor-context.ts';
import type { Point } from './placement.ts';
import { createProjector, type TaskEdge, type TaskNode } from './project.ts';
import { shapeOf } from './shape.ts';
import { useLabels } from './use-labels.ts';
import { useTyping } from './use-typing.ts';

/** Type of the data a palette entry drags. */
export const APP_MIME = 'application/x-eihealth-app';

interface Props {
  problems: readonly Problem[];
  /** An app of the palette was dropped at a place of the canvas. */
  onDropApp: (appId: string, at: Point) => void;
  /** Enter on a task: go on to its panel. */
  onOpenTask: () => void;
}

const whole = (state: EditorState) => state;

function useGraph(problems: readonly Problem[]) {
  const { editor } = useEditorServices();
  const state = useEditorState(whole);
  const labels = useLabels();
  const project = useMemo(createProjector, []);
  const { document, apps } = state;
  const { edges, fanOut } = useMemo(() => shapeOf(document, (appId) => apps.get(appId)), [document, apps]);
  return project(
    {
      tasks: document.tasks ?? [],
      apps: editor.lookup,
      edges,
      problems,
      fanOut,
      moving: state.moving,
      selectedTasks: state.selectedTasks,
      selectedEdges: state.selectedEdges,
    },
    labels,
  );
}

/** Applies the selection part of React Flow's proposals. */
function changeSelection(
  editor: Editor,
  changes: readonly { type: string; id?: string; selected?: boolean }[],
  of: 'tasks' | 'edges',
) {
  const chosen = changes.filter((change) => change.type === 'select');
  if (chosen.length === 0) return;
  const { selectedTasks, selectedEdges } = editor.state.get();
  const next = new Set(of === 'tasks' ? selectedTasks : selectedEdges);
  for (const { id = '', selected } of chosen) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  if (of === 'tasks') editor.select(next, selectedEdges);
  else editor.select(selectedTasks, next);
}

function changeNodes(editor: Editor, editable: boolean, changes: readonly NodeChange<TaskNode>[]) {
  changeSelection(editor, changes, 'tasks');
  if (!editable) return;
  const dragged = new Map<string, Point>();
  const dropped = new Map<string, Point>();
  for (const change of changes)
    if (change.type === 'position' && change.position)
      (change.dragging ? dragged : dropped).set(change.id, change.position);
  if (dragged.size > 0) editor.drag(dragged);
  if (dropped.size > 0) editor.drop(dropped);
}

/** Every place a refusal may name; each names some of them. */
const NO_PLACE = { task: '', output: '', input: '', from: '', to: '' };

/** Words for a connection that was refused. */
export function useRefusalWords() {
  const { t } = useTranslation('canvas');
  return (verdict: ConnectionVerdict & { ok: false }): string => {
    const { output, input } = verdict.params;
    if (verdict.reasonKey === 'type') {
      return t('connect.type', {
        output: t(`type.${output as 'FILE'}`),
        input: t(`type.${input as 'FILE'}`),
      });
    }
    return t(`connect.${verdict.reasonKey}`, { ...NO_PLACE, ...verdict.params });
  };
}

function useRefusal() {
  const [text, setText] = useState('');
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => setText(''), 6000);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText] as const;
}

/** The canvas of the editor: gestures become commands, the document becomes the drawing. */
export function EditorCanvas({ problems, onDropApp, onOpenTask }: Props) {
  const { t } = useTranslation('canvas');
  const { editor, editable, announce } = useEditorServices();
  const flow = useReactFlow<TaskNode, TaskEdge>();
  const graph = useGraph(problems);
  const words = useRefusalWords();
  const [refusal, setRefusal] = useRefusal();
  // Arrow keys move a task while they are held: one step from the first press to the release.
  const nudge = useTyping();
  const surroundings = useMemo(() => ({ editable, connecting: editor.connecting }), [editable, editor]);

  const connect = (ends: Parameters<typeof edgeOfEnds>[0]) => {
    const edge = edgeOfEnds(ends);
    if (!edge) return;
    const verdict = editor.connect(edge);
    if (verdict.ok) announce(t('announce.connected', { ...edge }));
    else setRefusal(words(verdict));
  };

  const endConnecting = (_: unknown, state: FinalConnectionState) => {
    editor.stopConnecting();
    if (state.isValid !== false || !state.fromHandle || !state.toHandle) return;
    const [source, target] =
      state.fromHandle.type === 'source' ? [state.fromHandle, state.toHandle] : [state.toHandle, state.fromHandle];
    if (source.type !== 'source' || target.type !== 'target') return setRefusal(t('connect.direction'));
    connect({
      source: source.nodeId,
      target: target.nodeId,
      sourceHandle: source.id,
      targetHandle: target.id,
    });
  };

  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Enter' && event.target instanceof HTMLElement) {
      const name = event.target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
      if (!name) return;
      editor.select([name]);
      event.preventDefault();
      onOpenTask();
    }
    if (!editable) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      const { selectedTasks, selectedEdges } = editor.state.get();
      if (selectedTasks.size + selectedEdges.size === 0) return;
      editor.removeSelection();
      // What had the focus is gone; without a new place for it the next key would go nowhere.
      event.currentTarget.focus();
      announce(t('announce.removed', { tasks: selectedTasks.size, edges: selectedEdges.size }));
    }
  };

  const drop = (event: DragEvent) => {
    const appId = event.dataTransfer.getData(APP_MIME);
    if (!appId) return;
    event.preventDefault();
    onDropApp(appId, flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
  };

  return (
    <CanvasContext value={surroundings}>
      <CanvasFlow
        graph={graph}
        editable={editable}
        label={t('title')}
        onNodesChange={(changes) => changeNodes(editor, editable, changes)}
        onEdgesChange={(changes) => changeSelection(editor, changes, 'edges')}
        onConnectStart={(_, { nodeId, handleId }) => {
          setRefusal('');
          if (nodeId && handleId) editor.startConnecting({ task: nodeId, handle: handleId });
        }}
        onConnect={connect}
        onConnectEnd={endConnecting}
        isValidConnection={(ends) => {
          const edge = edgeOfEnds({
            source: ends.source,
            target: ends.target,
            sourceHandle: ends.sourceHandle ?? null,
            targetHandle: ends.targetHandle ?? null,
          });
          return edge !== undefined && judge(editor.state.get().document, editor.lookup, edge).ok;
        }}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(APP_MIME)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = 'copy';
        }}
        onDrop={drop}
        onKeyDown={keys}
        onKeyDownCapture={(event) => {
          if (editable && event.key.startsWith('Arrow')) nudge.onFocus();
        }}
        onKeyUp={(event) => {
          if (event.key.startsWith('Arrow')) nudge.onBlur();
        }}
        onBlur={nudge.onBlur}
      >
        {graph.nodes.length === 0 && <div className="cv-empty">{t(editable ? 'emptyEdit' : 'empty')}</div>}
      </CanvasFlow>
      <div className={refusal ? 'cv-refusal' : 'cv-live'} role="alert">
        {refusal}
      </div>
    </CanvasContext>
  );
}
