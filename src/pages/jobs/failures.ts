/** What failed in a job, from its instances and its events: facts for the failure card. */
import type { TFunction } from 'i18next';
import type { Job, JobEvent } from '#src/api/jobs.ts';

export interface FailedReason {
  /** As the platform names it, in the language of the reader. */
  reason: string;
  /** The words about one of the instances. */
  message: string;
  /** Numbers of the instances. */
  instances: number[];
}

export interface TaskFailure {
  task: string;
  name: string;
  total: number;
  /** Numbers of the failed instances. */
  failed: number[];
  reasons: FailedReason[];
}

/** Reasons come in two languages: `中文##English`. */
export function reasonIn(reason: string | undefined, language: string): string {
  const [chinese = '', english] = (reason ?? '').split('##');
  return language.startsWith('zh') ? chinese : (english ?? chinese);
}

const REASONS = [
  'InstanceFailed',
  'Timeout',
  'NonZeroExit',
  'Killed',
  'Stopped',
  'TimeLimit',
  'OutOfMemory',
  'NodeFailed',
  'TooManyProcesses',
  'StartFailed',
  'AttemptLost',
  'OutputLinkRefused',
  'OutputSpecialFileRefused',
  'OutputNameRefused',
  'OutputConflict',
  'OutputLost',
  'OutputNotStored',
  'StorageFull',
] as const;
type KnownReason = (typeof REASONS)[number];
const isKnown = (reason: string): reason is KnownReason => (REASONS as readonly string[]).includes(reason);

/** The name of a failure in words; one we do not know as the platform writes it. */
export function reasonWords(reason: string, t: TFunction<['jobs', 'common']>): string {
  return isKnown(reason) ? t(`jobs:reason.${reason}`) : reason;
}

/** An instance as messages name it, `task-3`, standing alone. */
const INSTANCE = /(?<![\w-])[A-Za-z][\w-]*-\d+(?![\w-])/g;

/**
 * The last warning about each instance; an earlier attempt's does not count any more, and neither does the end of the
 * job, which only repeats one of them.
 */
function warningsByInstance(events: readonly JobEvent[], jobReason: string | undefined): Map<string, JobEvent> {
  const warnings = new Map<string, JobEvent>();
  for (const event of events) {
    if (event.type !== 'Warning' || (jobReason && reasonIn(event.reason, 'en') === jobReason)) continue;
    for (const [name] of event.message?.matchAll(INSTANCE) ?? []) warnings.set(name, event);
  }
  return warnings;
}

/** Tasks with failed instances, those with the most first, each with its reasons. */
export function failuresOf(
  job: Pick<Job, 'tasks' | 'task_runtime_info' | 'failed_reason'>,
  events: readonly JobEvent[],
  language: string,
): TaskFailure[] {
  const warnings = warningsByInstance(events, job.failed_reason);
  const names = new Map(job.tasks?.map(({ task_name, display_name }) => [task_name, display_name]));
  const failures: TaskFailure[] = [];
  for (const { task_name: task = '', sub_tasks = [] } of job.task_runtime_info ?? []) {
    const failed: number[] = [];
    const reasons = new Map<string, FailedReason>();
    for (const [index, sub] of sub_tasks.entries()) {
      if (sub.status !== 'FAILED') continue;
      failed.push(index);
      const warning = warnings.get(sub.sub_task_name ?? '');
      if (!warning) continue;
      const reason = reasonIn(warning.reason, language);
      const found = reasons.get(reason) ?? { reason, message: warning.message ?? '', instances: [] };
      found.instances.push(index);
      reasons.set(reason, found);
    }
    if (failed.length === 0) continue;
    const byCount = [...reasons.values()].sort((a, b) => b.instances.length - a.instances.length);
    failures.push({ task, name: names.get(task) || task, total: sub_tasks.length, failed, reasons: byCount });
  }
  return failures.sort((a, b) => b.failed.length - a.failed.length);
}
