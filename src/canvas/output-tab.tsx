import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { AppSignature, Problem, TaskDocument } from '#core/workflow/types.ts';
import { useEditorServices } from './editor-context.ts';
import { Field } from './field.tsx';
import { useProblemWords } from './problem-words.ts';
import { TypeMark } from './type-mark.tsx';
import { useTyping } from './use-typing.ts';

interface Props {
  task: TaskDocument;
  app: AppSignature | undefined;
  problems: readonly Problem[];
}

/** Where a task writes, and what the app declares to be there. */
export function OutputTab({ task, app, problems }: Props) {
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const words = useProblemWords();
  const typing = useTyping();
  const fault = problems.find(
    (problem) =>
      problem.key === 'same-output-dir' ||
      problem.params.field === 'tasks[].output_dir' ||
      problem.params.field === 'output_dir',
  );
  const note = fault && words(fault);
  return (
    <>
      <Field
        label={t('output.dir')}
        error={fault?.severity === 'error' ? note : undefined}
        warning={fault?.severity === 'warning' ? note : undefined}
        help={t('output.dirHelp')}
      >
        {(id) => (
          <Input
            id={id}
            disabled={!editable}
            value={task.output_dir ?? ''}
            placeholder={`/${task.task_name}`}
            maxLength={limits['tasks[].output_dir'].maxLength}
            {...typing}
            onChange={(event) =>
              editor.run({ type: 'setOutputDir', task: task.task_name, output_dir: event.target.value })
            }
          />
        )}
      </Field>
      <h3>{t('output.declared')}</h3>
      <ul className="we-outputs">
        {app?.outputs.map((output) => (
          <li key={output.name} title={output.description}>
            <TypeMark type={output.type} label={t(`type.${output.type}`)} /> <strong>{output.name}</strong>{' '}
            <code className="we-quiet">{output.values?.[0] ?? ''}</code>
          </li>
        ))}
      </ul>
      {(app?.outputs.length ?? 0) === 0 && <p className="we-quiet">{t('output.none')}</p>}
    </>
  );
}
