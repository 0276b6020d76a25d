import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.executeJob.ts';
import type { Schema } from '#contracts/index.ts';
import { mostOf } from '#core/nodes/kinds.ts';
import { executeJob, unmatchedLabels } from '#src/api/jobs.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { useNodeLabels } from '#src/api/use-nodes.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { useProblemWords } from '#src/canvas/problems/problem-words.ts';
import { paths } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { NumberField, TagsField, TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { NodeLabelField } from '#src/ui/node-label-field.tsx';
import { Section } from '#src/ui/page.tsx';
import { useToast } from '#src/ui/toast.ts';
import { type FormState, useForm } from '#src/ui/use-form.ts';
import { pathLoader } from '../../path-loader.ts';
import { badLabel, judge, type Launchable, problemsByField, type Verdict } from './judge.ts';
import { LaunchPreview } from './launch-preview.tsx';
import { type LaunchValues, toJobRequest } from './launch-values.ts';
import { TaskSection } from './task-section.tsx';
import { useRefusals } from './use-refusals.ts';

interface Props {
  projectId: string;
  launchable: Launchable;
  /** Definitions as the workflow's answer has them, for the graph. */
  tasks: readonly Schema<'TaskDefinitionDto'>[];
  initial: LaunchValues;
  /** Whether something is typed that is not sent yet. */
  onDirty(dirty: boolean): void;
}

/** The form holds the one label a job may have; the call, a list of it. */
const LIMITS = { ...limits, node_label: limits['node_labels[]'] };

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
    limits: LIMITS,
    check: (values) => {
      const found = problemsByField(judged(values).problems, words);
      if (values.name && !new RegExp(limits.name.pattern).test(values.name)) found['/name'] = t('new.nameBad');
      if (values.output_dir && !new RegExp(limits.output_dir.pattern).test(values.output_dir))
        found['/output_dir'] = t('new.outputDirBad');
      const label = badLabel(values.labels);
      if (label) found['/labels'] = t('new.labelBad', { label, max: limits['labels[]'].maxLength });
      return found;
    },
    submit: async (values) => {
      const started = await execute.mutateAsync({ projectId, body: toJobRequest(values, launchable.toolId) });
      const { id } = started;
      const missing = unmatchedLabels(started);
      if (missing.length === 0) toast.done(t('new.started', { name: values.name }));
      else toast.info(t('new.startedWaiting', { name: values.name, labels: missing.join(', ') }));
      environment.navigate(id ? paths.job(projectId, id) : paths.jobs(projectId));
    },
  });
  return { form, verdict: judged(form.values) };
}

/** The start form: at the left what can be given, at the right what will run. */
export function LaunchForm(props: Props) {
  const { projectId, launchable, tasks } = props;
  const { t } = useTranslation(['jobs', 'common']);
  const narrow = useNarrow();
  const { form, verdict } = useLaunch(props);
  const refusals = useRefusals(form.error, form.values.tasks, launchable);
  const access = usePermission(projectId, 'run');
  const [focused, setFocused] = useState('');
  const load = useMemo(() => pathLoader(projectId), [projectId]);
  const most = useMemo(() => launchable.nodes && mostOf(launchable.nodes), [launchable.nodes]);
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
            most={most}
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
  const labels = useNodeLabels();
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
      <NodeLabelField
        form={form}
        name="node_label"
        label={t('new.nodeLabel')}
        help={t('new.nodeLabelHelp')}
        labels={labels}
      />
    </div>
  );
}
