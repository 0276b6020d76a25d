import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.executeJob.ts';
import type { Schema } from '#contracts/index.ts';
import { effectiveInputs } from '#core/workflow/values.ts';
import { ApiError } from '#src/api/errors.ts';
import { executeJob } from '#src/api/jobs.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { useProblemWords } from '#src/canvas/problem-words.ts';
import { paths } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { NumberField, TagsField, TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Section } from '#src/ui/page.tsx';
import { useToast } from '#src/ui/toast.ts';
import { type FormState, useForm } from '#src/ui/use-form.ts';
import { pathLoader } from '../../path-loader.ts';
import { badLabel, inputPointer, judge, type Launchable, pointerOf, refusedInputs, type Verdict } from './judge.ts';
import { LaunchPreview } from './launch-preview.tsx';
import { type LaunchValues, toJobRequest } from './launch-values.ts';
import { TaskSection } from './task-section.tsx';

interface Props {
  projectId: string;
  launchable: Launchable;
  /** Definitions as the workflow's answer has them, for the graph. */
  tasks: readonly Schema<'TaskDefinitionDto'>[];
  initial: LaunchValues;
  /** Whether something is typed that is not sent yet. */
  onDirty(dirty: boolean): void;
}

/** Judges values once, however often they are asked about. */
function useJudge(launchable: Launchable) {
  const last = useRef<{ launchable: Launchable; values: LaunchValues; verdict: Verdict }>(undefined);
  return useCallback(
    (values: LaunchValues): Verdict => {
      const known = last.current;
      if (known && known.launchable === launchable && known.values === values) return known.verdict;
      const verdict = judge(launchable, values);
      last.current = { launchable, values, verdict };
      return verdict;
    },
    [launchable],
  );
}

function useLaunch({ projectId, launchable, initial }: Props) {
  const { t } = useTranslation(['jobs', 'common']);
  const words = useProblemWords();
  const toast = useToast();
  const environment = useEnvironment();
  const execute = useApiMutation(executeJob);
  const judged = useJudge(launchable);
  const form = useForm<LaunchValues>({
    initial,
    limits,
    check: (values) => {
      const found: Record<string, string> = {};
      for (const problem of judged(values).problems) {
        const pointer = pointerOf(problem) ?? '/';
        found[pointer] ??= words(problem);
      }
      if (values.name && !new RegExp(limits.name.pattern).test(values.name)) found['/name'] = t('new.nameBad');
      if (values.output_dir && !new RegExp(limits.output_dir.pattern).test(values.output_dir))
        found['/output_dir'] = t('new.outputDirBad');
      const label = badLabel(values.labels);
      if (label) found['/labels'] = t('new.labelBad', { label, max: limits['labels[]'].maxLength });
      return found;
    },
    submit: async (values) => {
      const { id } = await execute.mutateAsync({ projectId, body: toJobRequest(values, launchable.toolId) });
      toast.done(t('new.started', { name: values.name }));
      environment.navigate(id ? paths.job(projectId, id) : paths.jobs(projectId));
    },
  });
  return { form, verdict: judged(form.values) };
}

/** Pointers the last refusal is about, with its words. */
function useRefusals(form: FormState<LaunchValues>, { document, lookup }: Launchable): Record<string, string> {
  const { describeError } = useEnvironment();
  return useMemo(() => {
    if (!(form.error instanceof ApiError) || form.error.message === '') return {};
    const inputs: [string, readonly string[]][] = [];
    for (const task of document.tasks ?? []) {
      const app = lookup(task.app_id);
      for (const input of app ? effectiveInputs(task, app) : []) {
        const given = form.values.tasks[task.task_name]?.inputs[input.definition.name] ?? [];
        const values = input.reference ? [] : given.length > 0 ? given : input.values;
        inputs.push([inputPointer(task.task_name, input.definition.name), values]);
      }
    }
    const { title } = describeError(form.error);
    const refused = refusedInputs(form.error.message, inputs);
    return Object.fromEntries(refused.map((pointer) => [pointer, title]));
  }, [form.error, form.values.tasks, document, lookup, describeError]);
}

/** The start form: at the left what can be given, at the right what will run. */
export function LaunchForm(props: Props) {
  const { projectId, launchable, tasks } = props;
  const { t } = useTranslation(['jobs', 'common']);
  const narrow = useNarrow();
  const { form, verdict } = useLaunch(props);
  const refusals = useRefusals(form, launchable);
  const access = usePermission(projectId, 'run');
  const [focused, setFocused] = useState('');
  const load = useMemo(() => pathLoader(projectId), [projectId]);
  const { onDirty } = props;
  useEffect(() => {
    onDirty(form.dirty);
    return () => onDirty(false);
  }, [form.dirty, onDirty]);
  const errors = { ...form.errors, ...refusals };
  const general = form.errors['/'];
  return (
    <div className="launch">
      <Form form={form} submitLabel={t('new.submit')} disabledReason={access.reason}>
        {(launchable.document.tasks ?? []).map((task) => (
          <TaskSection
            key={task.task_name}
            task={task}
            app={launchable.lookup(task.app_id)}
            given={form.values.tasks[task.task_name]}
            errors={errors}
            load={load}
            onFocus={() => setFocused(task.task_name)}
            onChange={(change) => form.set('tasks', change(form.values.tasks))}
          />
        ))}
        <Section title={t('new.basics')}>
          <JobFields form={form} document={launchable.document} />
        </Section>
        {general ? <p className="field-error">{general}</p> : null}
      </Form>
      <LaunchPreview
        verdict={verdict}
        document={launchable.document}
        ownFolder={form.values.output_dir === ''}
        tasks={tasks}
        focused={focused}
        graph={!narrow}
      />
    </div>
  );
}

function JobFields({ form, document }: { form: FormState<LaunchValues>; document: Launchable['document'] }) {
  const { t } = useTranslation('jobs');
  const timeout = document.timeout ?? limits.timeout.default;
  return (
    <div className="launch-fields">
      <TextField form={form} name="name" label={t('new.name')} help={t('new.nameHelp')} mono />
      <TagsField form={form} name="labels" label={t('new.labels')} help={t('new.labelsHelp')} />
      <TextField form={form} name="description" label={t('new.description')} lines={2} />
      <div className="launch-pair">
        <NumberField form={form} name="priority" label={t('new.priority')} help={t('new.priorityHelp')} />
        <NumberField
          form={form}
          name="timeout"
          label={t('new.timeout')}
          unit={t('new.minutes')}
          help={t('new.timeoutHelp', { default: timeout })}
        />
      </div>
      <TextField
        form={form}
        name="output_dir"
        label={t('new.outputDir')}
        help={t('new.outputDirHelp', { dir: document.output_dir || '/' })}
        placeholder={`${document.output_dir ?? ''}/…`}
        mono
      />
    </div>
  );
}
