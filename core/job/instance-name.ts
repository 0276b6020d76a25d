/**
 * Names of instances: an attempt of an instance is what the reference calls a pod. Its examples are shaped
 * `<task>-<index>-<15 hexadecimal digits>` (4.5.2.6, 4.5.2.8); here the digits are eleven of the job's id and four
 * that count the attempts.
 */

const OF_JOB = 11;
const OF_ATTEMPT = 4;

interface Attempt {
  jobId: string;
  task: string;
  index: number;
  /** From 1. */
  attempt: number;
}

const jobDigits = (jobId: string) => jobId.replaceAll('-', '').slice(0, OF_JOB).padStart(OF_JOB, '0');

/** The name of an attempt, the same whenever it is asked for. */
export function instanceName({ jobId, task, index, attempt }: Attempt): string {
  return `${task}-${index}-${jobDigits(jobId)}${attempt.toString(16).padStart(OF_ATTEMPT, '0')}`;
}

/** The number of the attempt that a name stands for; undefined when it names none of this instance. */
export function attemptOfName(name: string, instance: Omit<Attempt, 'attempt'>): number | undefined {
  const attempt = Number.parseInt(name.slice(-OF_ATTEMPT), 16);
  return attempt >= 1 && instanceName({ ...instance, attempt }) === name ? attempt : undefined;
}
