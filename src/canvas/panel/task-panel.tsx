import { Button, Input, Tabs } from 'antd';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { graphOf } from '#core/workflow/graph.ts';
import { isTaskName } from '#core/workflow/task-names.ts';
import type { AppSignature, Problem, TaskDocument } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import type { EditorState } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { useProblemWords } from '../problems/problem-words.ts';
import { AppTab } from './app-tab.tsx';
import { Field } from './field.tsx';
import { InputsTab } from './inputs-tab.tsx';
import { OutputTab } from './output-tab.tsx';
import { ResourcesTab } from './resources-tab.tsx';
import { useFieldUndo } from './use-field-undo.ts';
import { useTyping } from './use-typing.ts';

const appsOf = (state: EditorState) => state.apps;
/** Names said of many. */
const NAMED = 5;

/** What is wrong with the form of a name. */
function nameFault(name: string, t: ReturnType<typeof useTranslation<'canvas'>>['t']): string | undefined {
  if (isTaskName(name)) return undefined;
  const max = limits['tasks[].task_name'].maxLength;
  return name.length > max ? t('panel.nameLong', { count: name.length, max }) : t('panel.nameForm');
}

interface NameProps {
  task: TaskDocument;
}

/** A name is committed when it is complete: references follow it, and a half-typed name may be another task's. */
function NameField({ task }: NameProps) {
  const { t } = useTranslation('canvas');
  const { editor, editable, announce } = useEditorServices();
  const [draft, setDraft] = useState(task.task_name);
  useEffect(() => setDraft(task.task_name), [task.task_name]);
  const taken = draft !== task.task_name && graphOf(editor.state.get().document).tasks.has(draft);
  const error = taken ? t('panel.nameTaken', { name: draft }) : nameFault(draft, t);
  const commit = () => {
    // A name that cannot be stays in the field, with the reason, until it is mended or taken back.
    if (error || draft === task.task_name) return;
    editor.run({ type: 'renameTask', task: task.task_name, name: draft });
    editor.select([draft]);
    announce(t('announce.renamed', { name: draft }));
  };
  return (
    <Field name="task_name" label={t('panel.name')} error={error} help={t('panel.nameHelp')}>
      {(id, note, wrong) => (
        <Input
          id={id}
          value={draft}
          disabled={!editable}
          aria-describedby={note}
          aria-invalid={wrong || undefined}
          status={wrong ? 'error' : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            // What is saved with Ctrl+S is saved with the name that was just typed.
            if (event.key === 'Enter' || (event.key === 's' && (event.ctrlKey || event.metaKey))) commit();
            if (event.key === 'Escape') setDraft(task.task_name);
          }}
        />
      )}
    </Field>
  );
}

function DisplayNameField({ task, problems }: NameProps & { problems: readonly Problem[] }) {
  const { t } = useTranslation('canvas');
  const words = useProblemWords();
  const fault = problems.find(({ params }) => params.field === 'display_name');
  const { editor, editable } = useEditorServices();
  const typing = useTyping();
  return (
    <Field name="display_name" label={t('panel.displayName')} error={fault && words(fault)}>
      {(id, note, wrong) => (
        <Input
          id={id}
          value={task.display_name ?? ''}
          placeholder={task.task_name}
          disabled={!editable}
          aria-describedby={note}
          aria-invalid={wrong || undefined}
          status={wrong ? 'error' : undefined}
          {...typing}
          onChange={(event) =>
            editor.run({ type: 'setDisplayName', task: task.task_name, display_name: event.target.value })
          }
        />
      )}
    </Field>
  );
}

interface Props {
  /** The task that is open, or all that are selected; at least one. */
  tasks: readonly TaskDocument[];
  problems: readonly Problem[];
  apps: readonly AppSummary[];
  /** Reads an app with its parameters. */
  loadApp: (appId: string) => Promise<AppSignature>;
  tab: string;
  onTab: (tab: string) => void;
  onClose: () => void;
  /** Goes back to where the panel was opened from; it stays open. */
  onLeave: () => void;
}

/** Everything about one task, or what several selected ones have in common: inputs, resources, output folder, app. */
export function TaskPanel({ tasks, problems, apps, loadApp, tab, onTab, onClose, onLeave }: Props) {
  const { t } = useTranslation(['canvas', 'panel']);
  // Fields look the apps up; they are drawn again when an app becomes known.
  useEditorState(appsOf);
  const undo = useFieldUndo();
  const [only, ...others] = tasks;
  if (!only) return null;
  const names = new Set(tasks.map((task) => task.task_name));
  const common = { tasks, problems: problems.filter(({ task }) => task !== undefined && names.has(task)) };
  const one = others.length === 0;
  const onKeyDown = (event: KeyboardEvent) => {
    const { target, currentTarget } = event;
    // Events of dialogs arrive here too, though they stand elsewhere in the page.
    if (!(target instanceof Element && currentTarget.contains(target)) || undo.onKey(event)) return;
    // A list that is open is what Escape closes.
    if (event.key !== 'Escape' || event.defaultPrevented || target.ariaExpanded === 'true') return;
    event.stopPropagation();
    onLeave();
  };
  return (
    <section
      className="we-panel"
      onFocusCapture={undo.onFocusCapture}
      onInputCapture={undo.onInputCapture}
      onKeyDown={onKeyDown}
      aria-label={one ? t('panel.title', { name: only.task_name }) : t('panel:several.title', { count: tasks.length })}
    >
      <header>
        <h2>{one ? only.display_name || only.task_name : t('panel:several.title', { count: tasks.length })}</h2>
        <Button type="text" size="small" aria-label={t('panel.close')} onClick={onClose}>
          ✕
        </Button>
      </header>
      {one ? (
        <>
          <NameField task={only} />
          <DisplayNameField task={only} problems={common.problems} />
        </>
      ) : (
        <p className="we-quiet">
          {t('panel:several.help')} {[...names].slice(0, NAMED).join(', ')}
          {names.size > NAMED && ` ${t('problems.more', { count: names.size - NAMED })}`}
        </p>
      )}
      <Tabs
        size="small"
        activeKey={tab}
        onChange={onTab}
        items={[
          { key: 'inputs', label: t('panel.inputs'), children: <InputsTab {...common} /> },
          { key: 'resources', label: t('panel.resources'), children: <ResourcesTab {...common} /> },
          { key: 'output', label: t('panel.output'), children: <OutputTab {...common} /> },
          { key: 'app', label: t('panel.app'), children: <AppTab tasks={tasks} apps={apps} loadApp={loadApp} /> },
        ]}
      />
    </section>
  );
}
