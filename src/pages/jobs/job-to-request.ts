/** The start call (4.5.2.2) that makes a job like one that exists. */
import type { Schema } from '#contracts/index.ts';
import { isReference } from '#core/workflow/references.ts';
import type { Job } from '#src/api/jobs.ts';

/** The folder the platform chose itself: a new job gets its own. Otherwise the one that was asked for. */
export function givenOutputDir(job: Pick<Job, 'id' | 'name' | 'output_dir'>): string {
  const { id, name, output_dir = '' } = job;
  return id && output_dir.endsWith(`/${name}-${id}`) ? '' : output_dir;
}

/** Values and resources a job had, without the references: those belong to the workflow and cannot be given. */
export function jobToRequest(job: Job): Schema<'JobDto'> {
  const output = givenOutputDir(job);
  return {
    name: job.name ?? '',
    tool_id: job.tool_info?.tool_id ?? '',
    tool_type: 'workflow',
    ...(job.description ? { description: job.description } : {}),
    ...(job.labels?.length ? { labels: job.labels } : {}),
    ...(job.priority === undefined ? {} : { priority: job.priority }),
    ...(job.timeout === undefined ? {} : { timeout: job.timeout }),
    ...(output ? { output_dir: output } : {}),
    tasks: (job.tasks ?? []).map((task) => ({
      task_name: task.task_name ?? '',
      inputs: (task.inputs ?? []).filter(({ values = [] }) => values.length > 0 && !values.some(isReference)),
      ...(task.resources ? { resources: task.resources } : {}),
    })),
  };
}
