/** Why an instance failed or has not begun, from what the page knows already: no request per instance. */
import type { TFunction } from 'i18next';
import type { Job } from '#src/api/jobs.ts';
import { type FailedReason, failuresOf, reasonWords } from '../failures.ts';
import { waitingMessage } from '../waiting.ts';

type Events = Parameters<typeof failuresOf>[1];

/** Tasks that have to end well before a task may begin, as they are named to people. */
export function waitedFor(job: Job, task: string): string[] {
  const done = new Set(
    job.task_runtime_info?.filter(({ status }) => status === 'SUCCEEDED').map(({ task_name }) => task_name),
  );
  const names = new Map(job.tasks?.map(({ task_name, display_name }) => [task_name, display_name || task_name]));
  return Object.keys(job.dag?.[task] ?? {})
    .filter((name) => !done.has(name))
    .map((name) => names.get(name) ?? name);
}

/** Words of the reason of each failed instance of a task. */
export function reasonsByInstance(
  job: Job,
  task: string,
  events: Events,
  language: string,
  t: TFunction<['jobs', 'common']>,
) {
  const reasons = failuresOf(job, events, language).find((failure) => failure.task === task)?.reasons ?? [];
  const words = ({ reason, message }: FailedReason) => ({ reason: reasonWords(reason, t), message });
  return new Map(reasons.flatMap((found) => found.instances.map((index) => [index, words(found)] as const)));
}

/** What a task that has not begun waits for; undefined when nothing is known of it. */
export function waitingWords(job: Job, task: string, events: Events, t: TFunction<'jobs'>): string | undefined {
  const before = waitedFor(job, task);
  if (before.length > 0) return t('run.after', { tasks: before.join(', ') });
  return waitingMessage(events) ?? t('run.turn');
}
