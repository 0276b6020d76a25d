/** Fields for what is chosen or named: a task's name and app, what feeds an input, what an output feeds. */
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { graphOf } from '#core/workflow/graph.ts';
import { formatReference, parseReference } from '#core/workflow/references.ts';
import { isTaskName } from '#core/workflow/task-names.ts';
import type { WorkflowEdge } from '#core/workflow/types.ts';
import { reconnectEdge, withoutEdge } from '../acts/edge-acts.ts';
import { useEditorServices } from '../editor-context.ts';
import { appTitle } from '../palette/palette-apps.ts';
import { useSourceOptions } from '../panel/reference-picker.tsx';
import { ReplaceApp } from '../panel/replace-app.tsx';
import { type Choice, ChoiceEdit } from './choice-edit.tsx';
import { GPU_TYPES, TASK_NAME_LENGTH } from './field-limits.ts';
import { findApps } from './find-apps.ts';
import { useOutlineServices } from './outline-context.ts';
import type { AfterEdit } from './outline-store.ts';
import { ADD_ROW, taskRow, usageRow } from './row-ids.ts';
import type { RowOf } from './rows.ts';
import { targetsFor } from './targets.ts';
import { TextEdit } from './text-edit.tsx';
import { useEndEdit } from './use-end-edit.ts';
import { useRowWords } from './use-row-words.ts';

const has = (text: string, part: string) => text.toLowerCase().includes(part.trim().toLowerCase());

/** Choices whose label has the text. */
const narrowed = (choices: readonly Choice[]) => (text: string) => choices.filter(({ label }) => has(label, text));

export function NameEdit({ row }: { row: RowOf<'task'> }) {
  const { t } = useTranslation(['outline', 'canvas']);
  const { editor, announce } = useEditorServices();
  const { store } = useOutlineServices();
  const { end } = useEndEdit(row);
  const task = row.item.task_name;
  const check = (name: string) => {
    if (graphOf(editor.state.get().document).tasks.has(name)) return t('canvas:panel.nameTaken', { name });
    return isTaskName(name) ? undefined : t('canvas:panel.nameForm');
  };
  const keep = (name: string, after: AfterEdit) => {
    if (name === task) return end(after);
    editor.run({ type: 'renameTask', task, name });
    store.renamed(task, name);
    editor.select([name]);
    end(after, name, taskRow(name));
    announce(t('canvas:announce.renamed', { name }));
  };
  return (
    <TextEdit
      label={t('field.name', { name: task })}
      value={task}
      maxLength={TASK_NAME_LENGTH}
      check={check}
      onKeep={keep}
      onCancel={() => end()}
    />
  );
}

export function AddTaskEdit() {
  const { t } = useTranslation('outline');
  const { announce } = useEditorServices();
  const { store, apps, onAdd } = useOutlineServices();
  const [adding, setAdding] = useState(false);
  const find = useCallback(
    (text: string): Choice[] =>
      findApps(apps, text).map((app) => ({ value: app.id ?? '', label: appTitle(app), detail: app.summary })),
    [apps],
  );
  const add = async (appId: string, after: AfterEdit) => {
    setAdding(true);
    const name = await onAdd(appId);
    if (name === undefined) return store.activate(ADD_ROW);
    store.reveal({ id: taskRow(name), parents: [taskRow(name)] });
    if (after === 'next') store.edit(taskRow(name), 'own');
    announce(t('announce.added', { name }));
  };
  if (adding) return <span aria-busy="true">…</span>;
  return (
    <ChoiceEdit
      label={t('field.app')}
      empty={t('field.noApp')}
      find={find}
      onChoose={(appId, after) => void add(appId, after)}
      onCancel={(after) => store.stopEditing(after !== 'away')}
    />
  );
}

/** Another app or version: its parameters are matched with those in use before it takes the place. */
export function AppEdit({ row }: { row: RowOf<'app'> }) {
  const { apps, loadApp } = useOutlineServices();
  const { end } = useEndEdit(row);
  const [target, setTarget] = useState('');
  const tasks = useMemo(() => [row.item], [row.item]);
  return (
    <ReplaceApp
      tasks={tasks}
      apps={apps}
      target={target}
      loadApp={loadApp}
      onTarget={setTarget}
      onClose={() => end()}
    />
  );
}

/** Connects, and says so. */
function useConnect() {
  const { t } = useTranslation('canvas');
  const { editor, announce } = useEditorServices();
  return (edge: WorkflowEdge) => {
    if (editor.connect(edge).ok) announce(t('announce.connected', { ...edge }));
  };
}

export function ReferenceEdit({ row }: { row: RowOf<'input'> }) {
  const { t } = useTranslation(['outline', 'canvas']);
  const words = useRowWords();
  const connect = useConnect();
  const { end } = useEndEdit(row);
  const task = row.item.task_name;
  const target = useMemo(() => ({ tasks: [task], input: row.name }), [task, row.name]);
  const sources = useSourceOptions(target, true);
  const find = useMemo(
    () =>
      narrowed(
        sources.map(({ value, label, reason, description }) => ({
          value,
          label,
          detail: reason ?? description,
          disabled: reason !== undefined,
        })),
      ),
    [sources],
  );
  const choose = (text: string, after: AfterEdit) => {
    end(after);
    const source = parseReference(text);
    if (source) connect({ from: source.task, output: source.output, to: task, input: row.name });
  };
  return (
    <ChoiceEdit
      label={t('field.reference', { name: words.full(row) })}
      value={row.reference && formatReference(row.reference)}
      placeholder={t('canvas:input.pickReference')}
      empty={t('canvas:input.noReference')}
      find={find}
      onChoose={choose}
      onCancel={end}
    />
  );
}

export function TargetEdit({ row }: { row: RowOf<'output'> }) {
  const { t } = useTranslation('outline');
  const words = useRowWords();
  const { editor } = useEditorServices();
  const connect = useConnect();
  const { end } = useEndEdit(row);
  const { item, output } = row;
  const targets = useMemo(
    () => targetsFor(editor.state.get().document, editor.lookup, { task: item.task_name, output: output.name }),
    [editor, item, output],
  );
  const find = useMemo(
    () => narrowed(targets.map(({ to, input }, at) => ({ value: String(at), label: `${to}.${input}` }))),
    [targets],
  );
  const choose = (at: string) => {
    end();
    const edge = targets[Number(at)];
    if (edge) connect(edge);
  };
  return (
    <ChoiceEdit
      label={t('field.target', { name: words.full(row) })}
      empty={t('field.noTarget')}
      find={find}
      onChoose={choose}
      onCancel={end}
    />
  );
}

/** Another input for what a connection carries; the connection is moved, as by its end on the canvas. */
export function MoveEdgeEdit({ row }: { row: RowOf<'use'> }) {
  const { t } = useTranslation(['outline', 'gestures']);
  const { editor, announce } = useEditorServices();
  const { store } = useOutlineServices();
  const { end } = useEndEdit(row);
  const { edge } = row;
  const from = `${edge.from}.${edge.output}`;
  const targets = useMemo(() => {
    const document = withoutEdge(editor.state.get().document, edge);
    const all = targetsFor(document, editor.lookup, { task: edge.from, output: edge.output });
    return all.filter(({ to, input }) => to !== edge.to || input !== edge.input);
  }, [editor, edge]);
  const find = useMemo(
    () => narrowed(targets.map(({ to, input }, at) => ({ value: String(at), label: `${to}.${input}` }))),
    [targets],
  );
  const choose = (at: string) => {
    const to = targets[Number(at)];
    if (!to || !reconnectEdge(editor, edge, to).ok) return end();
    store.reveal({ id: usageRow(to.from, to.output, to.to, to.input), parents: [] });
    announce(t('gestures:announce.reconnected', { ...to }));
  };
  return (
    <ChoiceEdit
      label={t('field.target', { name: from })}
      empty={t('field.noTarget')}
      find={find}
      onChoose={choose}
      onCancel={end}
    />
  );
}

export function GpuTypeEdit({ row }: { row: RowOf<'resource'> }) {
  const { t } = useTranslation('canvas');
  const words = useRowWords();
  const { keep, end } = useEndEdit(row);
  const find = useMemo(() => narrowed(GPU_TYPES.map((type) => ({ value: type, label: type }))), []);
  const task = row.item.task_name;
  return (
    <ChoiceEdit
      label={words.full(row)}
      value={row.item.resources?.gpu_type || undefined}
      placeholder={t('resources.inherit')}
      empty={t('palette.noMatch')}
      find={find}
      onChoose={(type, after) => {
        const gpu_type = GPU_TYPES.find((one) => one === type) ?? '';
        keep({ type: 'setResources', task, resources: { gpu_type } }, type, after);
      }}
      onCancel={end}
    />
  );
}
