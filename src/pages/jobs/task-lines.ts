/** Tasks of a job as lines of a list: what they run and how far they are. */
import type { Schema } from '#contracts/index.ts';
import type { Job } from '#src/api/jobs.ts';
import type { RunByTask, TaskRun } from '#src/canvas/run/run.ts';

type Instance = Schema<'SubTaskRuntimeDto'>;

export interface TaskLine {
  kind: 'task';
  task: string;
  name: string;
  app: string;
  /** `8C · 16G`, with accelerators when there are any. */
  resources: string;
  run: TaskRun;
  instances: readonly Instance[];
  from?: string;
  to?: string;
}

export interface InstanceLine {
  kind: 'instance';
  task: string;
  index: number;
  instance: Instance;
}

export type Line = TaskLine | InstanceLine;

const NOTHING: TaskRun = { status: 'PENDING', total: 0, counts: {} };

/** Resources in words that need no translation. */
export function resourcesText(resources: Schema<'TaskResourceDto'> | undefined): string {
  const { cpu, memory, gpu, gpu_type } = resources ?? {};
  const accelerators = Number(gpu ?? 0) > 0 ? `${gpu} × ${gpu_type || 'GPU'}` : '';
  return [cpu, memory, accelerators].filter(Boolean).join(' · ');
}

/** Number of the instance that somebody wants to see first: a failed one, else one that runs, else the first. */
export function firstToLookAt(instances: readonly Instance[]): number {
  for (const state of ['FAILED', 'RUNNING']) {
    const found = instances.findIndex(({ status }) => status === state);
    if (found >= 0) return found;
  }
  return 0;
}

/** One line per task, in the order of the plan. */
export function taskLines(job: Job, runs: RunByTask): TaskLine[] {
  const runtime = new Map(job.task_runtime_info?.map((entry) => [entry.task_name, entry]));
  return (job.tasks ?? []).map((definition) => {
    const { task_name: task = '', display_name, app_info, resources } = definition;
    const entry = runtime.get(task);
    return {
      kind: 'task',
      task,
      name: display_name || task,
      app: [app_info?.app_name, app_info?.app_version].filter(Boolean).join(' '),
      resources: resourcesText(resources),
      run: runs.get(task) ?? NOTHING,
      instances: entry?.sub_tasks ?? [],
      ...(entry?.create_time ? { from: entry.create_time } : {}),
      ...(entry?.finish_time ? { to: entry.finish_time } : {}),
    };
  });
}

/** Lines with the instances of opened tasks below them; only those in `state` when one is asked for. */
export function openedLines(tasks: readonly TaskLine[], opened: ReadonlySet<string>, state = ''): Line[] {
  return tasks.flatMap((line): Line[] => {
    if (!opened.has(line.task)) return [line];
    const { task } = line;
    const below: Line[] = [];
    for (const [index, instance] of line.instances.entries())
      if (!state || instance.status === state) below.push({ kind: 'instance', task, index, instance });
    return [line, ...below];
  });
}
