/** What a job waits for, as its events say (4.5.2.6). */
import type { JobEvent } from '#src/api/jobs.ts';

/** A retry begins anew: what waits then is said again. */
const ABOUT: ReadonlySet<string> = new Set(['wait', 'resume', 'retry']);

/** Words of the last event about waiting; undefined when nothing waits (any more). */
export function waitingMessage(events: readonly JobEvent[]): string | undefined {
  const last = events.findLast(({ action_name = '' }) => ABOUT.has(action_name));
  return last?.action_name === 'wait' ? last.message : undefined;
}
