import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Segmented } from 'antd';
import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { graphOf } from '#core/workflow/graph.ts';
import { lintWorkflow } from '#core/workflow/lint.ts';
import type { AppSignature, Problem } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { useToast } from '#src/ui/toast.ts';
import type { Editor, EditorState } from './editor.ts';
import { EditorCanvas } from './editor-canvas.tsx';
import { EditorContext, type EditorServices, useEditorServices, useEditorState } from './editor-context.ts';
import { EditorToolbar } from './editor-toolbar.tsx';
import { NODE_WIDTH } from './geometry.ts';
import { Outline } from './outline.tsx';
import { Palette } from './palette.tsx';
import type { Point } from './placement.ts';
import { ProblemsList } from './problems-list.tsx';
import { TaskPanel } from './task-panel.tsx';
import { useLayout } from './use-layout.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useUndo } from './use-undo.ts';
import './workflow-editor.css';

export interface WorkflowEditorProps {
  editor: Editor;
  loadFolder: EditorServices['loadFolder'];
  editable: boolean;
  /** On narrow screens: a list of tasks beside a picture that is only looked at. */
  narrow: boolean;
  /** Apps of the project, for the palette. */
  apps: readonly AppSummary[];
  /** Reads an app with its parameters. */
  loadApp: (appId: string) => Promise<AppSignature>;
  onSave: () => void;
  /** Name, state and actions of the workflow; stands before the tools. */
  header: (problems: readonly Problem[]) => ReactNode;
}

const documentOf = (state: EditorState) => state.document;
const appsOf = (state: EditorState) => state.apps;

function useProblems(): Problem[] {
  const document = useDeferredValue(useEditorState(documentOf));
  const apps = useDeferredValue(useEditorState(appsOf));
  return useMemo(() => lintWorkflow(document, (appId) => apps.get(appId), 'save'), [document, apps]);
}

/** Shows a task, with others if the view has to move: selects it and leaves the view alone when it is in it. */
function useReveal() {
  const { editor } = useEditorServices();
  const flow = useReactFlow();
  return useCallback(
    (task: string, together: readonly string[] = []) => {
      editor.select([task]);
      const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150;
      // The node of a task that was just added exists after the next paint.
      requestAnimationFrame(() => {
        const node = flow.getNode(task);
        const frame = document.querySelector('.we-canvas')?.getBoundingClientRect();
        if (!node || !frame) return;
        const from = flow.flowToScreenPosition(node.position);
        const to = flow.flowToScreenPosition({
          x: node.position.x + (node.width ?? 0),
          y: node.position.y + (node.height ?? 0),
        });
        const seen = from.x >= frame.left && from.y >= frame.top && to.x <= frame.right && to.y <= frame.bottom;
        const shown = [task, ...together].map((id) => ({ id }));
        if (!seen) void flow.fitView({ nodes: shown, padding: 0.12, maxZoom: 1, minZoom: 0.5, duration });
      });
    },
    [editor, flow],
  );
}

/** Adds tasks of apps that have to be read first. */
function useAdd(loadApp: WorkflowEditorProps['loadApp'], reveal: (task: string, together?: readonly string[]) => void) {
  const { t } = useTranslation('canvas');
  const { editor, announce } = useEditorServices();
  const flow = useReactFlow();
  const toast = useToast();
  const [adding, setAdding] = useState<ReadonlySet<string>>(new Set());
  const wantedPlace = useCallback((): Point => {
    const [selected] = editor.state.get().selectedTasks;
    const node = selected === undefined ? undefined : flow.getNode(selected);
    if (node) return { x: node.position.x + NODE_WIDTH + 96, y: node.position.y };
    const frame = document.querySelector('.we-canvas')?.getBoundingClientRect();
    const centre = { x: (frame?.left ?? 0) + (frame?.width ?? 0) / 2, y: (frame?.top ?? 0) + (frame?.height ?? 0) / 2 };
    const at = flow.screenToFlowPosition(centre);
    return { x: at.x - NODE_WIDTH / 2, y: at.y - 60 };
  }, [editor, flow]);
  const add = useCallback(
    async (appId: string, at?: Point) => {
      setAdding((now) => new Set(now).add(appId));
      try {
        const app = await loadApp(appId);
        const before = [...editor.state.get().selectedTasks];
        const name = editor.add(app, at ?? wantedPlace());
        announce(t('announce.added', { name }));
        reveal(name, before);
      } catch (error) {
        toast.failed(error);
      } finally {
        setAdding((now) => new Set([...now].filter((id) => id !== appId)));
      }
    },
    [editor, loadApp, wantedPlace, announce, reveal, toast, t],
  );
  return { add, adding };
}

/** The first control of the open tab, else of the panel. */
function focusPanel() {
  requestAnimationFrame(() => {
    const panel = document.querySelector('.we-panel');
    const controls = 'input:not([disabled]), textarea:not([disabled]), button:not([disabled])';
    const tab = panel?.querySelector<HTMLElement>(`[role="tabpanel"][aria-hidden="false"] :is(${controls})`);
    (tab ?? panel?.querySelector<HTMLElement>(controls))?.focus();
  });
}

const tabOf = (problem: Problem): string =>
  problem.input
    ? 'inputs'
    : problem.key.startsWith('resource-')
      ? 'resources'
      : problem.key.includes('output-dir')
        ? 'output'
        : 'inputs';

function Workbench({ apps, loadApp, onSave, header, narrow }: WorkflowEditorProps) {
  const { t } = useTranslation('canvas');
  const { editor, editable, announce } = useEditorServices();
  const toast = useToast();
  const [tab, setTab] = useState('inputs');
  const [side, setSide] = useState<'apps' | 'tasks'>('apps');
  const findRef = useRef<HTMLDivElement>(null);
  const problems = useProblems();
  const reveal = useReveal();
  const { add, adding } = useAdd(loadApp, reveal);
  const { layout, busy } = useLayout(editor, announce);
  const document = useEditorState(documentOf);
  const only = useEditorState(
    useCallback((state) => (state.selectedTasks.size === 1 ? [...state.selectedTasks][0] : undefined), []),
  );
  const task = only === undefined ? undefined : graphOf(document).tasks.get(only);
  const find = useCallback(() => findRef.current?.querySelector('input')?.focus(), []);
  const { undo, redo } = useUndo();
  const keys = useShortcuts(editor, { editable, onSave, onFind: find, onUndo: undo, onRedo: redo });

  const changeApp = async (name: string, appId: string) => {
    try {
      editor.changeApp(name, await loadApp(appId));
    } catch (error) {
      toast.failed(error);
    }
  };
  const showProblem = (problem: Problem) => {
    if (!problem.task) return;
    setTab(tabOf(problem));
    reveal(problem.task);
  };
  const showTask = (name: string) => {
    reveal(name);
    announce(t('announce.found', { name }));
  };
  const outline = <Outline problems={problems} onShow={showTask} />;

  return (
    <section
      className="we"
      aria-label={t('title')}
      data-narrow={narrow}
      data-panel={task !== undefined}
      onKeyDown={keys}
    >
      <div className="we-head">{header(problems)}</div>
      {!narrow && <EditorToolbar findRef={findRef} layingOut={busy} onLayout={() => void layout()} onFind={showTask} />}
      {!narrow && (
        <div className="we-side">
          {editable && (
            <Segmented
              block
              size="small"
              value={side}
              onChange={setSide}
              options={[
                { value: 'apps', label: t('palette.title') },
                { value: 'tasks', label: t('outline.title') },
              ]}
            />
          )}
          {editable && side === 'apps' ? (
            <Palette apps={apps} adding={adding} onAdd={(app) => void add(app.id ?? '')} />
          ) : (
            outline
          )}
        </div>
      )}
      <div className="we-canvas">
        <EditorCanvas problems={problems} onDropApp={(appId, at) => void add(appId, at)} onOpenTask={focusPanel} />
      </div>
      {narrow && (
        <div className="we-narrow-list">
          <p className="we-quiet">{t('outline.viewOnly')}</p>
          {outline}
        </div>
      )}
      {task && (
        <TaskPanel
          task={task}
          problems={problems}
          apps={apps}
          tab={tab}
          onTab={setTab}
          onClose={() => editor.select([])}
          onChangeApp={(name, appId) => void changeApp(name, appId)}
        />
      )}
      <ProblemsList problems={problems} onShow={showProblem} />
    </section>
  );
}

/** Speaks sentences to screen readers, also the same one twice. */
function useAnnouncer() {
  const [sentence, setSentence] = useState('');
  const announce = useCallback((next: string) => setSentence((now) => (now === next ? `${next}\u00a0` : next)), []);
  return { sentence, announce };
}

/** The workflow editor: palette, canvas, panel and problems around one open document. */
export function WorkflowEditor(props: WorkflowEditorProps) {
  const { editor, loadFolder } = props;
  const editable = props.editable && !props.narrow;
  const { sentence, announce } = useAnnouncer();
  const services = useMemo<EditorServices>(
    () => ({ editor, loadFolder, editable, announce }),
    [editor, loadFolder, editable, announce],
  );
  // Typing that is still open when the editor goes away would hold the history of a kept editor.
  useEffect(() => () => editor.endTyping(), [editor]);
  return (
    <EditorContext value={services}>
      <ReactFlowProvider>
        <Workbench {...props} />
      </ReactFlowProvider>
      <div className="cv-live" aria-live="polite">
        {sentence}
      </div>
    </EditorContext>
  );
}
