import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { parseReference } from '#core/workflow/references.ts';
import type { ParameterType, TaskInput } from '#core/workflow/types.ts';
import type { Job } from '#src/api/jobs.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Link } from '#src/ui/link.tsx';
import { Section } from '#src/ui/page.tsx';
import { Tag } from '#src/ui/values.tsx';
import { type DeclaredOutput, declaredOutputs, folderOf } from './declared-outputs.ts';
import { useMissingOutputs } from './use-missing-outputs.ts';

interface Props {
  projectId: string;
  projectName: string;
  job: Job;
}

type Definition = NonNullable<Job['tasks']>[number];

/** Values shown of one input or output; a fan-out may have thousands. */
const SHOWN = 20;

/** What went into each task and what it was to leave behind, with links into the data of the project. */
export function InputsOutputsTab({ projectId, projectName, job }: Props) {
  const { t } = useTranslation('jobs');
  return (
    <div className="job-scroll stack">
      <p>
        {t('io.folder')} <DataLink projectId={projectId} path={job.output_dir ?? '/'} folder />
      </p>
      {(job.tasks ?? []).map((task) => (
        <TaskSection key={task.task_name} projectId={projectId} projectName={projectName} job={job} task={task} />
      ))}
    </div>
  );
}

function TaskSection({ projectId, projectName, job, task }: Props & { task: Definition }) {
  const { t } = useTranslation('jobs');
  const states = job.task_runtime_info?.find(({ task_name }) => task_name === task.task_name)?.sub_tasks;
  const outputs = useMemo(() => declaredOutputs(task, states ?? []), [task, states]);
  const missing = useMissingOutputs(projectId, projectName, outputs);
  const types = new Map(task.app_info?.app_input_parameters?.map(({ name, type }) => [name, type]));
  const name = task.display_name || task.task_name || '';
  return (
    <Section
      title={name}
      extra={missing.size > 0 ? <Tag tone="warn">{t('io.missingCount', { count: missing.size })}</Tag> : undefined}
    >
      <div className="io-task">
        <h3>{t('io.inputs')}</h3>
        {task.inputs?.length ? (
          <dl className="job-facts">
            {task.inputs.map((input) => (
              <Input key={input.name} projectId={projectId} input={input} type={types.get(input.name)} />
            ))}
          </dl>
        ) : (
          <p className="muted">{t('io.noInputs')}</p>
        )}
        <h3>{t('io.outputs')}</h3>
        <DataLink projectId={projectId} path={task.whole_output_dir ?? '/'} folder />
        <ul className="io-outputs">
          {outputs.slice(0, SHOWN).map((output) => (
            <Output
              key={`${output.name} ${output.index}`}
              projectId={projectId}
              output={output}
              missing={missing.has(output.path)}
            />
          ))}
          {outputs.length > SHOWN ? <li className="muted">{t('io.more', { count: outputs.length - SHOWN })}</li> : null}
        </ul>
      </div>
    </Section>
  );
}

function Input({ projectId, input, type }: { projectId: string; input: TaskInput; type: ParameterType | undefined }) {
  const { t } = useTranslation('jobs');
  const values = input.values ?? [];
  return (
    <>
      <dt>{input.name}</dt>
      <dd className="io-values">
        {values.length === 0 ? <span className="muted">{t('io.noValue')}</span> : null}
        {values.slice(0, SHOWN).map((value) => {
          const reference = parseReference(value);
          if (reference)
            return (
              <Tag key={value} tone="brand">
                {`⟵ ${reference.task}.${reference.output}`}
              </Tag>
            );
          const path = (type === 'FILE' || type === 'DIRECTORY') && value.startsWith('/');
          return path ? (
            <DataLink key={value} projectId={projectId} path={value} folder={type === 'DIRECTORY'} />
          ) : (
            <span key={value} className="mono">
              {value}
            </span>
          );
        })}
        {values.length > SHOWN ? <span className="muted">{t('io.more', { count: values.length - SHOWN })}</span> : null}
      </dd>
    </>
  );
}

interface OutputProps {
  projectId: string;
  output: DeclaredOutput;
  missing: boolean;
}

function Output({ projectId, output, missing }: OutputProps) {
  const { t } = useTranslation('jobs');
  const { name, type, path, done, value } = output;
  return (
    <li>
      <span className="muted">{name}</span>{' '}
      {path === '' ? (
        <span className="mono">{value || t('io.noValue')}</span>
      ) : done && !missing ? (
        <DataLink projectId={projectId} path={path} folder={type === 'DIRECTORY'} />
      ) : (
        <span className="mono muted">{path}</span>
      )}
      {missing ? <Tag tone="warn">{t('io.missing')}</Tag> : null}
    </li>
  );
}

/** Leads to a folder of the project's data, or to the one a file lies in. */
function DataLink({ projectId, path, folder }: { projectId: string; path: string; folder: boolean }) {
  return (
    <span className="io-path mono">
      <Link to={withQuery(paths.data(projectId), { path: folder ? path : folderOf(path) })}>{path}</Link>
    </span>
  );
}
