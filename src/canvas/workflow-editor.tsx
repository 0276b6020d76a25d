import { ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppName } from '#core/workflow/app-addresses.ts';
import type { AppSignature, Problem } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { focusPalette, focusTask } from './acts/focus.ts';
import { useAdd } from './acts/use-add.ts';
import { useShortcuts } from './acts/use-shortcuts.ts';
import { Announced, useAnnouncer } from './announcer.tsx';
import { BenchContext } from './bench.ts';
import { useReveal } from './drawing/use-reveal.ts';
import type { Editor } from './editor.ts';
import { EditorCanvas } from './editor-canvas.tsx';
import { EditorContext, type EditorServices, useEditorServices } from './editor-context.ts';
import { EditorToolbar } from './editor-toolbar.tsx';
import { focusNode } from './outline/focus-node.ts';
import { createOutlineStore, type OutlineStore } from './outline/outline-store.ts';
import { ADD_ROW, taskRow } from './outline/row-ids.ts';
import { useChangeAnnouncements } from './outline/use-change-announcements.ts';
import { useEditorView } from './outline/use-editor-view.ts';
import { type EditorView, useOutlineView } from './outline/use-outline-view.ts';
import { ViewSwitch } from './outline/view-switch.tsx';
import { WorkflowOutline } from './outline/workflow-outline.tsx';
import { Overlays } from './overlays.tsx';
import { type AppsState, Palette } from './palette/palette.tsx';
import { focusField } from './panel/focus-field.ts';
import { TaskPanel } from './panel/task-panel.tsx';
import { useSelectedTasks } from './panel/use-selected-tasks.ts';
import { ProblemsList } from './problems/problems-list.tsx';
import { useProblemActs } from './problems/use-problem-acts.ts';
import { useProblems } from './problems/use-problems.ts';
import { type Side, SideColumn } from './side-column.tsx';
import { useHand, useHeld } from './use-hand.ts';
import { useKeepInView } from './use-keep-in-view.ts';
import { useWorkbench } from './use-workbench.ts';
import './workflow-editor.css';

export interface WorkflowEditorProps {
  projectId: string;
  editor: Editor;
  loadFolder: EditorServices['loadFolder'];
  nodes?: EditorServices['nodes'];
  editable: boolean;
  /** On narrow screens the outline is what edits; the canvas is only looked at. */
  narrow: boolean;
  /** Name of the project; empty until it is known. */
  projectName: string;
  /** Apps of the project, for the palette. */
  apps: readonly AppSummary[];
  /** How reading the apps stands; absent where they are simply there. */
  appsState?: AppsState | undefined;
  /** Reads an app with its parameters. */
  loadApp: (appId: string) => Promise<AppSignature>;
  onSave: () => void;
  /** Opens the details of the workflow; absent where they cannot be changed. */
  onDetails?: (() => void) | undefined;
  /** Name, state and actions of the workflow; stands before the tools. */
  header: (problems: readonly Problem[]) => ReactNode;
}

/** What finds an app again that another project copied. */
const appName = ({ id = '', name = '', version = '', source_project_name }: AppSummary): AppName => ({
  id,
  name,
  version,
  source_project_name,
});

/** Shows a task on the canvas, or in the outline where that fills the screen. */
function useShow(view: EditorView, outline: OutlineStore) {
  const reveal = useReveal();
  return useCallback(
    (task: string, together: readonly string[] = []) => {
      reveal(task, together);
      if (view === 'outline') outline.show({ id: taskRow(task), parents: [] });
    },
    [reveal, view, outline],
  );
}

function Workbench({ apps, appsState, projectName, loadApp, onSave, onDetails, header, narrow }: WorkflowEditorProps) {
  const { t } = useTranslation('canvas');
  const { view, onView } = useEditorView(narrow);
  const services = useEditorServices();
  const { editor, editable, announce } = services;
  // Fingers that scroll must not move tasks.
  const canvasServices = useMemo(() => (narrow ? { ...services, editable: false } : services), [services, narrow]);
  const [tab, setTab] = useState('inputs');
  const [side, setSide] = useState<Side>('apps');
  const problems = useProblems();
  const [store] = useState(createOutlineStore);
  const reveal = useShow(view, store);
  const { add, insert, splice, attach, adding } = useAdd(loadApp, reveal);
  const addFrom = async (app: AppSummary, goThere: boolean) => {
    const name = await add(app.id ?? '');
    if (goThere && name !== undefined) focusNode(name);
  };
  const chooseApp = useCallback(() => {
    if (view === 'canvas' && !narrow) {
      setSide('apps');
      return focusPalette();
    }
    onView('outline');
    store.edit(ADD_ROW, 'own');
  }, [view, narrow, onView, store]);
  const named = useMemo(() => apps.map(appName), [apps]);
  const openPanel = useCallback(() => focusField(), []);
  const showBeside = useCallback(() => setSide('tasks'), []);
  const showPalette = useCallback(() => setSide('apps'), []);
  const outline = useOutlineView({ store, view, onView, showBeside, showPalette, narrow, apps, add, loadApp, reveal });
  const problem = useProblemActs({ view, outline, reveal, onTab: setTab, onDetails, onSave });
  const instead = useMemo(() => (view === 'outline' ? outline.acts : {}), [view, outline.acts]);
  const { shared, acts, finder, travel, layingOut } = useWorkbench({
    onSave: problem.onSave,
    openPanel,
    chooseApp,
    reveal,
    instead,
    apps: named,
    projectName,
    loadApp,
  });
  const keys = useShortcuts(editor, acts, editable, announce);
  const hand = useHand(editor);
  const chosen = useHeld(useSelectedTasks(), hand.busy);
  const open = chosen.length > 0 && outline.details;
  useKeepInView(editor, hand, open);

  useChangeAnnouncements();
  const closePanel = () => {
    if (view === 'outline') return outline.closeDetails();
    editor.select([]);
    // The button that closed it is gone; the keyboard goes on where the panel came from.
    if (chosen[0]) focusTask(chosen[0].task_name);
  };
  const leavePanel = () => {
    if (view === 'outline') store.wantFocus();
    else if (chosen[0]) focusTask(chosen[0].task_name);
  };
  /** What was chosen in a list goes on at the row of the new task. */
  const thenGoThere =
    <A extends unknown[]>(act: (...args: A) => unknown) =>
    (...args: A) => {
      act(...args);
      if (view === 'outline') store.wantFocus();
    };
  const overlays = (
    <Overlays
      apps={apps}
      loadApp={loadApp}
      onInsert={thenGoThere(insert)}
      onSplice={thenGoThere(splice)}
      onAttach={thenGoThere(attach)}
    />
  );
  const tools = narrow ? { finder, onTravel: travel } : undefined;
  const palette = editable && <Palette apps={apps} state={appsState} adding={adding} onAdd={addFrom} />;
  const rows = <WorkflowOutline services={outline.services} problems={problems} tools={tools} />;

  return (
    <BenchContext value={shared}>
      <section
        className="we"
        aria-label={t('title')}
        data-narrow={narrow}
        data-view={view}
        data-side={side}
        data-panel={open}
        onKeyDown={keys}
        onKeyDownCapture={outline.onKeyDownCapture}
      >
        <div className="we-head">{header(problems)}</div>
        <div className="we-tools">
          <ViewSwitch view={view} onView={onView} />
          {!narrow && <EditorToolbar finder={finder} layingOut={layingOut} onTravel={travel} />}
        </div>
        {view === 'outline' && (
          <div className="we-rows">
            {rows}
            {overlays}
          </div>
        )}
        {!narrow && view === 'canvas' && <SideColumn side={side} onSide={setSide} palette={palette} rows={rows} />}
        {view === 'canvas' && (
          <EditorContext value={canvasServices}>
            <div className="we-canvas" onPointerDownCapture={hand.onPointerDownCapture}>
              <EditorCanvas problems={problems} onDropApp={(appId, at, edge) => void add(appId, at, edge)} />
              {overlays}
            </div>
          </EditorContext>
        )}
        {open && (
          <TaskPanel
            tasks={chosen}
            problems={problems}
            apps={apps}
            loadApp={loadApp}
            tab={tab}
            onTab={setTab}
            onClose={closePanel}
            onLeave={leavePanel}
          />
        )}
        <ProblemsList problems={problems} onShow={problem.onShow} onDetails={onDetails} />
      </section>
    </BenchContext>
  );
}

/** The workflow editor: palette, canvas, panel and problems around one open document. */
export function WorkflowEditor(props: WorkflowEditorProps) {
  const { projectId, editor, loadFolder, nodes, editable } = props;
  const { sentence, announce } = useAnnouncer();
  const services = useMemo<EditorServices>(
    () => ({ projectId, editor, loadFolder, nodes, editable, announce }),
    [projectId, editor, loadFolder, nodes, editable, announce],
  );
  // Typing that is still open when the editor goes away would hold the history of a kept editor.
  useEffect(() => () => editor.endTyping(), [editor]);
  return (
    <EditorContext value={services}>
      <ReactFlowProvider>
        <Workbench {...props} />
      </ReactFlowProvider>
      <Announced sentence={sentence} />
    </EditorContext>
  );
}
