/**
 * One open workflow. The document changes only through named commands and their history; selection, a running drag
 * and what is loaded of the apps live beside it and are never saved or undone.
 */
import type { Box } from '#core/workflow/arrange.ts';
import { addTask, type Command } from '#core/workflow/commands.ts';
import type { ConnectionVerdict } from '#core/workflow/connect.ts';
import { graphOf } from '#core/workflow/graph.ts';
import {
  beginGesture,
  canRedo,
  canUndo,
  commitGesture,
  type History,
  positionOf,
  redo,
  run,
  startHistory,
  travel,
  undo,
} from '#core/workflow/history.ts';
import type { AppLookup, AppSignature, WorkflowDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { createStore, type Store } from '#src/lib/store.ts';
import { freePlace } from './acts/free-place.ts';
import { removalOf } from './acts/removal.ts';
import { judge, startConnecting } from './connect/connection.ts';
import type { Connecting } from './drawing/canvas-context.ts';
import { type KeptFields, type LoadedWorkflow, mergeKept } from './drawing/document.ts';
import { nodeSize } from './drawing/geometry.ts';
import { edgeId } from './drawing/graph.ts';
import { type Point, placeTasks } from './drawing/placement.ts';

/** What the editor shows. */
export interface EditorState {
  history: History;
  document: WorkflowDocument;
  /** Position of the history that the server has; undefined when nothing of it was saved. */
  savedAt: number | undefined;
  apps: ReadonlyMap<string, AppSignature>;
  selectedTasks: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  /** Positions of the drag that is going on. */
  moving: ReadonlyMap<string, Point> | undefined;
}

/** Copies stand below what they were copied from. */
const COPY_GAP = 32;
const NONE: ReadonlySet<string> = new Set();

export const isDirty = ({ history, savedAt }: EditorState): boolean =>
  positionOf(history) !== savedAt || (history.gesture !== undefined && history.gesture.from !== history.document);
export const mayUndo = (state: EditorState): boolean => state.moving === undefined && canUndo(state.history);
export const mayRedo = (state: EditorState): boolean => state.moving === undefined && canRedo(state.history);

export interface Editor {
  state: Store<EditorState>;
  connecting: Store<Connecting | undefined>;
  kept: KeptFields;
  lookup: AppLookup;
  /** One step of the history, or a part of the open gesture. */
  run(command: Command): void;
  /** Several commands as one step. */
  runAll(commands: readonly Command[]): void;
  undo(): void;
  redo(): void;
  /** As many undos or redos as it takes to stand at a position of the history. */
  travel(position: number): void;
  /** Every task with the place and size it is drawn with, in document order; a running drag is not in it. */
  boxes(): readonly Box[];
  /** Typing in a field: everything until `endTyping` is one step. */
  beginTyping(): void;
  endTyping(): void;
  /** Makes a step of what was typed so far, and goes on typing: saving does not wait for the field to be left. */
  settleTyping(): void;
  /** Makes apps known; they replace older descriptions of the same id. */
  learn(apps: readonly AppSignature[]): void;
  /** Adds a task of an app near a place, selects it and returns its name. */
  add(app: AppSignature, wanted: Point): string;
  select(tasks: Iterable<string>, edges?: Iterable<string>): void;
  removeSelection(): void;
  duplicateSelection(): void;
  drag(positions: ReadonlyMap<string, Point>): void;
  /** Ends a drag, or moves at once (arrow keys): one step. */
  drop(positions: ReadonlyMap<string, Point>): void;
  /** Ends a drag with another command than a move. */
  endDrag(command: Command): void;
  startConnecting(from: { task: string; handle: string }): void;
  stopConnecting(): void;
  connect(edge: WorkflowEdge): ConnectionVerdict;
  /** The server has the document as it was at a position of the history. */
  markSaved(position: number): void;
  /** Takes over another document (a version, a draft) in one step; `source` names it in the history. */
  replace(workflow: LoadedWorkflow, source: string): void;
}

/** Names that still exist, as the same set when all do. */
function existing(names: ReadonlySet<string>, has: (name: string) => boolean): ReadonlySet<string> {
  const kept = [...names].filter(has);
  return kept.length === names.size ? names : new Set(kept);
}

/** What a task is called now that stood in the same place of the document by another name. */
function nameNow(name: string, before: WorkflowDocument, now: WorkflowDocument): string {
  const { tasks } = graphOf(now);
  if (tasks.has(name) || before.tasks?.length !== now.tasks?.length) return name;
  const at = before.tasks?.findIndex((task) => task.task_name === name) ?? -1;
  const next = now.tasks?.[at]?.task_name;
  return next === undefined || graphOf(before).tasks.has(next) ? name : next;
}

/** The tasks of a selection that still exist, also by another name; the same set when nothing changed. */
function stillSelected(names: ReadonlySet<string>, before: WorkflowDocument, now: WorkflowDocument) {
  const { tasks } = graphOf(now);
  if ([...names].every((name) => tasks.has(name))) return names;
  return existing(new Set([...names].map((name) => nameNow(name, before, now))), (name) => tasks.has(name));
}

function withHistory(state: EditorState, history: History): EditorState {
  if (history === state.history) return state;
  const { document } = history;
  if (document === state.document) return { ...state, history };
  const graph = graphOf(document);
  const edges = new Set(state.selectedEdges.size > 0 ? graph.edges.map(edgeId) : []);
  return {
    ...state,
    history,
    document,
    selectedTasks: stillSelected(state.selectedTasks, state.document, document),
    selectedEdges: existing(state.selectedEdges, (id) => edges.has(id)),
  };
}

function initialState({ document, apps }: LoadedWorkflow, saved: boolean): EditorState {
  return {
    history: startHistory(document),
    document,
    savedAt: saved ? 0 : undefined,
    apps,
    selectedTasks: NONE,
    selectedEdges: NONE,
    moving: undefined,
  };
}

/** Opens a workflow. `saved` is false for a document the server does not have. */
export function createEditor(workflow: LoadedWorkflow, saved = true): Editor {
  const state = createStore(initialState(workflow, saved));
  const connecting = createStore<Connecting | undefined>(undefined);
  const change = (next: (before: EditorState) => EditorState) => state.set(next(state.get()));
  const step = (next: (history: History) => History) => change((now) => withHistory(now, next(now.history)));
  const lookup: AppLookup = (appId) => state.get().apps.get(appId);

  const oneStep = (commands: readonly Command[]) =>
    step((history) => commitGesture(commands.reduce(run, beginGesture(history))));

  const boxesNow = (): Box[] => {
    const { document } = state.get();
    const size = (name: string) => nodeSize(lookup(graphOf(document).tasks.get(name)?.app_id ?? ''), false);
    const places = placeTasks(document.tasks ?? [], graphOf(document).edges, (task) => size(task.task_name));
    return [...places].map(([name, at]) => ({ name, ...at, ...size(name) }));
  };
  let drawn: { document: WorkflowDocument; apps: EditorState['apps']; boxes: readonly Box[] } | undefined;
  /** A drag asks with every move of the pointer. */
  const boxes = (): readonly Box[] => {
    const { document, apps } = state.get();
    if (drawn?.document !== document || drawn.apps !== apps) drawn = { document, apps, boxes: boxesNow() };
    return drawn.boxes;
  };

  const editor: Editor = {
    state,
    connecting,
    kept: workflow.kept,
    lookup,
    run: (command) => step((history) => run(history, command)),
    runAll: oneStep,
    undo: () => mayUndo(state.get()) && step(undo),
    redo: () => mayRedo(state.get()) && step(redo),
    travel: (position) => state.get().moving === undefined && step((history) => travel(history, position)),
    boxes,
    beginTyping: () => step(beginGesture),
    endTyping: () => step(commitGesture),
    settleTyping: () => step((history) => (history.gesture ? beginGesture(commitGesture(history)) : history)),
    learn: (apps) =>
      change((now) => {
        const known = new Map(now.apps);
        for (const app of apps) known.set(app.id, app);
        return apps.some((app) => now.apps.get(app.id) !== app) ? { ...now, apps: known } : now;
      }),
    add: (app, wanted) => {
      editor.learn([app]);
      const command = addTask(state.get().document, app, freePlace(wanted, nodeSize(app, false), boxes()));
      editor.run(command);
      const name = command.tasks[0]?.task_name ?? '';
      editor.select([name]);
      return name;
    },
    select: (tasks, edges = []) =>
      change((now) => ({ ...now, selectedTasks: new Set(tasks), selectedEdges: new Set(edges) })),
    removeSelection: () => oneStep(removalOf(state.get()).commands),
    duplicateSelection: () => {
      const { selectedTasks, document } = state.get();
      if (selectedTasks.size === 0) return;
      const before = graphOf(document).tasks;
      const copied = boxes().filter((box) => selectedTasks.has(box.name));
      const top = Math.min(...copied.map((box) => box.y));
      const bottom = Math.max(...copied.map((box) => box.y + box.height));
      const offset = { x: 0, y: bottom - top + COPY_GAP };
      editor.run({ type: 'duplicateTasks', tasks: [...selectedTasks], offset });
      editor.select(graphOf(state.get().document).names.filter((name) => !before.has(name)));
    },
    drag: (positions) => change((now) => ({ ...now, moving: new Map([...(now.moving ?? []), ...positions]) })),
    drop: (positions) => {
      const all = new Map([...(state.get().moving ?? []), ...positions]);
      const rounded = [...all].map(([name, { x, y }]) => [name, { x: Math.round(x), y: Math.round(y) }]);
      editor.endDrag({ type: 'moveTasks', positions: Object.fromEntries(rounded) });
    },
    endDrag: (command) => change((now) => withHistory({ ...now, moving: undefined }, run(now.history, command))),
    startConnecting: (from) => connecting.set(startConnecting(state.get().document, lookup, from)),
    stopConnecting: () => connecting.set(undefined),
    connect: (edge) => {
      const verdict = judge(state.get().document, lookup, edge);
      if (verdict.ok) editor.run({ type: 'connect', ...edge });
      return verdict;
    },
    markSaved: (position) => change((now) => ({ ...now, savedAt: position })),
    replace: (loaded, source) => {
      editor.learn([...loaded.apps.values()].filter((app) => !state.get().apps.has(app.id)));
      editor.kept = mergeKept(editor.kept, loaded.kept);
      editor.settleTyping();
      editor.run({ type: 'replaceDocument', document: loaded.document, source });
    },
  };
  return editor;
}
