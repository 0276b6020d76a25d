import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskOutputDir } from '#core/workflow/lint-tasks.ts';
import type { AppSignature, Problem, TaskDocument } from '#core/workflow/types.ts';
import { fansOut } from '#core/workflow/values.ts';
import { TypeMark } from '../drawing/type-mark.tsx';
import type { EditorState } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { useProblemWords } from '../problems/problem-words.ts';
import { Field } from './field.tsx';
import { folderOf, folderPattern, TASK_PLACE } from './shared-values.ts';
import { useTyping } from './use-typing.ts';

interface Props {
  /** The task that is open, or all that are selected. */
  tasks: readonly TaskDocument[];
  problems: readonly Problem[];
}

const workflowDir = (state: EditorState) => state.document.output_dir ?? '';
/** Paths shown of many. */
const MOST = 8;

/** Where the outputs of a task will lie; what only a job knows stands in angle brackets. */
function useWholeDir(): (task: TaskDocument, app: AppSignature | undefined) => string {
  const { t } = useTranslation('panel');
  const above = useEditorState(workflowDir);
  return (task, app) => {
    const instance = app && fansOut(app) ? `/‹${t('output.instance')}›` : '';
    return `${above}/‹${t('output.job')}›${taskOutputDir(task)}${instance}`;
  };
}

function FolderField({ tasks, problems }: Props) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editor, editable } = useEditorServices();
  const words = useProblemWords();
  const typing = useTyping();
  // A pattern is not part of the document: it stays while it is typed, also when a shorter one would say the same.
  const [draft, setDraft] = useState<string>();
  const several = tasks.length > 1;
  const pattern = several ? folderPattern(tasks) : { mixed: false as const, value: tasks[0]?.output_dir ?? '' };
  const fault = problems.find((problem) => problem.key === 'same-output-dir' || problem.params.field === 'output_dir');
  const note = fault && words(fault);
  const own = several ? t('panel:several.folder') : taskOutputDir({ task_name: tasks[0]?.task_name ?? '', app_id: '' });
  return (
    <Field
      name="output_dir"
      label={t('output.dir')}
      error={fault?.severity === 'error' ? note : undefined}
      warning={fault?.severity === 'warning' ? note : undefined}
      help={several ? t('panel:several.folderHelp', { place: TASK_PLACE }) : t('output.dirHelp')}
    >
      {(id, describedBy, wrong) => (
        <Input
          id={id}
          aria-describedby={describedBy}
          className="mono"
          disabled={!editable}
          value={draft ?? (pattern.mixed ? '' : pattern.value)}
          placeholder={pattern.mixed ? t('panel:several.mixed') : own}
          aria-invalid={wrong || undefined}
          status={wrong ? 'error' : undefined}
          onFocus={typing.onFocus}
          onBlur={() => {
            typing.onBlur();
            setDraft(undefined);
          }}
          onChange={(event) => {
            const text = event.target.value;
            if (several) setDraft(text);
            editor.runAll(
              tasks.map(({ task_name: task }) => ({
                type: 'setOutputDir',
                task,
                output_dir: several ? folderOf(text, task) : text,
              })),
            );
          }}
        />
      )}
    </Field>
  );
}

/** Where tasks write, and what their apps declare to be there. */
export function OutputTab(props: Props) {
  const { tasks } = props;
  const { t } = useTranslation(['canvas', 'panel']);
  const { editor } = useEditorServices();
  const wholeDir = useWholeDir();
  const [only, ...others] = tasks;
  const app = only && editor.lookup(only.app_id);
  return (
    <>
      <FolderField {...props} />
      <h3>{t('panel:output.whole')}</h3>
      <ul className="we-outputs">
        {tasks.slice(0, MOST).map((task) => (
          <li key={task.task_name}>
            <code>{wholeDir(task, editor.lookup(task.app_id))}</code>
          </li>
        ))}
        {tasks.length > MOST && <li className="we-quiet">{t('problems.more', { count: tasks.length - MOST })}</li>}
      </ul>
      {only && others.length === 0 && (
        <>
          <h3>{t('output.declared')}</h3>
          <ul className="we-outputs">
            {app?.outputs.map((output) => (
              <li key={output.name}>
                <TypeMark type={output.type} label={t(`type.${output.type}`)} /> <strong>{output.name}</strong>{' '}
                <code className="we-quiet">{output.values?.[0] ?? ''}</code>
                {output.description && <p className="we-quiet">{output.description}</p>}
              </li>
            ))}
          </ul>
          {(app?.outputs.length ?? 0) === 0 && <p className="we-quiet">{t('output.none')}</p>}
        </>
      )}
    </>
  );
}
