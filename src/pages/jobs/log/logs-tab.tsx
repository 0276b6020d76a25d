import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMoving, type Job } from '#src/api/jobs.ts';
import { Status, stateOf } from '#src/ui/status.tsx';
import type { JobUrl, SetJobUrl } from '../job-url.ts';
import { InstanceLog } from './instance-log.tsx';

interface Props {
  projectId: string;
  job: Job;
  url: JobUrl;
  setUrl: SetJobUrl;
}

/** Which instance's log: the one in the address, else the first that failed or runs. */
function useChosen(job: Job, url: JobUrl) {
  const runtime = job.task_runtime_info ?? [];
  const [fallback] = useState(
    () =>
      runtime.find(({ status }) => status === 'FAILED') ??
      runtime.find(({ status }) => status === 'RUNNING') ??
      runtime[0],
  );
  const entry = runtime.find(({ task_name }) => task_name === url.task) ?? fallback;
  const instances = entry?.sub_tasks ?? [];
  const bad = url.task ? -1 : instances.findIndex(({ status }) => status === 'FAILED');
  const index = Math.min(bad >= 0 ? bad : url.index, Math.max(0, instances.length - 1));
  return { task: entry?.task_name ?? '', instances, index, instance: instances[index] };
}

/** The logs of a job, one instance at a time. */
export function LogsTab(props: Props) {
  const { projectId, job, url, setUrl } = props;
  const { t } = useTranslation(['jobs', 'common']);
  const chosen = useChosen(job, url);
  const { task, index, instance } = chosen;
  // Another attempt writes another file.
  const attempt = `${instance?.job_failed_times ?? 0} ${instance?.pod_create_time ?? ''}`;
  return (
    <div className="log">
      <div className="log-bar">
        <Select
          aria-label={t('column.task')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={task}
          options={(job.tasks ?? []).map(({ task_name = '', display_name }) => ({
            value: task_name,
            label: display_name || task_name,
          }))}
          onChange={(next: string) => setUrl({ task: next, index: 0 })}
        />
        <Select
          aria-label={t('log.instance')}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={index}
          options={chosen.instances.map(({ status }, number) => ({
            value: number,
            label: `${number} · ${t(`common:status.${stateOf(status)}`)}`,
          }))}
          onChange={(next: number) => setUrl({ task, index: next })}
        />
        <Status state={stateOf(instance?.status)} />
      </div>
      <InstanceLog
        key={`${task} ${index} ${attempt}`}
        projectId={projectId}
        jobId={job.id ?? ''}
        task={task}
        index={index}
        moving={isMoving(job) && (instance?.status === 'RUNNING' || instance?.status === 'PENDING')}
      />
    </div>
  );
}
