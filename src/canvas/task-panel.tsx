import { Button, Input, Tabs } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { graphOf } from '#core/workflow/graph.ts';
import { isTaskName } from '#core/workflow/task-names.ts';
import type { Problem, TaskDocument } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { AppTab } from './app-tab.tsx';
import { useEditorServices, useEditorState } from './editor-context.ts';
import { Field } from './field.tsx';
import { InputsTab } from './inputs-tab.tsx';
import { OutputTab } from './output-tab.tsx';
import { ResourcesTab } from './resources-tab.tsx';
import { useTyping } from './use-typing.ts';

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
  const error = taken ? t('panel.nameTaken', { name: draft }) : isTaskName(draft) ? undefined : t('panel.nameForm');
  const commit = () => {
    if (error || draft === task.task_name) return setDraft(task.task_name);
    editor.run({ type: 'renameTask', task: task.task_name, name: draft });
    editor.select([draft]);
    announce(t('announce.renamed', { name: draft }));
  };
  return (
    <Field label={t('panel.name')} error={error} help={t('panel.nameHelp')}>
      {(id) => (
        <Input
          id={id}
          value={draft}
          disabled={!editable}
          maxLength={limits['tasks[].task_name'].maxLength}
          status={error ? 'error' : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onPressEnter={commit}
        />
      )}
    </Field>
  );
}

function DisplayNameField({ task }: NameProps) {
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const typing = useTyping();
  return (
    <Field label={t('panel.displayName')}>
      {(id) => (
        <Input
          id={id}
          value={task.display_name ?? ''}
          placeholder={task.task_name}
          disabled={!editable}
          maxLength={limits['tasks[].display_name'].maxLength}
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
  task: TaskDocument;
  problems: readonly Problem[];
  apps: readonly AppSummary[];
  tab: string;
  onTab: (tab: string) => void;
  onClose: () => void;
  /** Puts another version of the app behind the task. */
  onChangeApp: (task: string, appId: string) => void;
}

/** Everything about one task: inputs, resources, output folder and app. */
export function TaskPanel({ task, problems, apps, tab, onTab, onClose, onChangeApp }: Props) {
  const { t } = useTranslation('canvas');
  const { editable } = useEditorServices();
  const app = useEditorState(useCallback((state) => state.apps.get(task.app_id), [task.app_id]));
  const root = useRef<HTMLElement>(null);
  const own = problems.filter((problem) => problem.task === task.task_name);
  const common = { task, app, problems: own };
  return (
    <section className="we-panel" ref={root} aria-label={t('panel.title', { name: task.task_name })}>
      <header>
        <h2>{task.display_name || task.task_name}</h2>
        <Button type="text" size="small" aria-label={t('panel.close')} onClick={onClose}>
          ✕
        </Button>
      </header>
      <NameField task={task} />
      <DisplayNameField task={task} />
      <Tabs
        size="small"
        activeKey={tab}
        onChange={onTab}
        items={[
          { key: 'inputs', label: t('panel.inputs'), children: <InputsTab {...common} /> },
          { key: 'resources', label: t('panel.resources'), children: <ResourcesTab {...common} /> },
          { key: 'output', label: t('panel.output'), children: <OutputTab {...common} /> },
          {
            key: 'app',
            label: t('panel.app'),
            children: (
              <AppTab
                app={app}
                apps={apps}
                editable={editable}
                onChange={(appId) => onChangeApp(task.task_name, appId)}
              />
            ),
          },
        ]}
      />
    </section>
  );
}
