/** States of jobs as the contract lists them for filters, and as they stand on the wire. */
import type { JobStatus } from '#core/job/types.ts';

/** Values of the documented filter (4.5.2.1). */
export const STATUS_FILTERS = [
  'Running',
  'Pending',
  'Failed',
  'Succeeded',
  'Cancelling',
  'Cancelled',
  'Unknown',
] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

const KNOWN: ReadonlySet<string> = new Set<JobStatus>([
  'PENDING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLING',
  'CANCELLED',
  'UNKNOWN',
]);

/** State of a job from its word on the wire; a word the reference does not list is unknown, not an error. */
export function jobStatus(wire: string | undefined): JobStatus {
  const word = (wire ?? '').toUpperCase();
  return KNOWN.has(word) ? (word as JobStatus) : 'UNKNOWN';
}

export const isStatusFilter = (text: string): text is StatusFilter =>
  (STATUS_FILTERS as readonly string[]).includes(text);
