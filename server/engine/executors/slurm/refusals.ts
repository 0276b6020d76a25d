/** What sbatch says when it does not take a job, and what follows from it. */

export type Refusal =
  /** It may be taken later: the job waits and its page says why. */
  | { kind: 'later'; words: string; full?: true }
  /** It will never be taken as it is. */
  | { kind: 'never'; words: string }
  /** Nobody knows whether it was taken; the queue tells. */
  | { kind: 'unsure'; words: string; full?: true };

/** sbatch repeats by itself for minutes, with words such as these; we had rather see to other things. */
export const QUEUE_IS_FULL = /temporarily unable to accept job|job queue full|MaxJobCount/i;
export const REPEATS_BY_ITSELF = /sleeping and retrying/i;

const LATER: readonly RegExp[] = [
  // No node has the feature (yet).
  /Invalid feature specification/i,
  /Job violates accounting\/QOS policy/i,
  /Required partition not available|partition .*(inactive|down|drain)/i,
  /Requested partition configuration not available now/i,
  /Required node not available/i,
  /Requested reservation is invalid|reservation.*(not usable|busy)/i,
  /licenses? not available/i,
  /Resource temporarily unavailable/i,
];

const UNREACHABLE: readonly RegExp[] = [
  /Unable to contact slurm controller/i,
  /Connection (refused|timed out|reset)/i,
  /Socket timed out/i,
  /Zero Bytes were transmitted/i,
  /Unexpected message received/i,
  /standby mode/i,
  /munge|authentication error|Invalid authentication credential/i,
  /configuration source/i,
  /not responding|No route to host|Network is unreachable/i,
  /(Transport|Communication|connection) (failure|shutdown|error)|Communication connection failure/i,
  /^no answer$/,
];

/** @param words all that sbatch said; @param killed whether it did not end by itself */
export function refusalOf(words: string, sentence: string, killed: boolean): Refusal {
  if (QUEUE_IS_FULL.test(words))
    // Killed between two of its own tries: whether the last one was taken, the queue tells.
    return { kind: killed ? 'unsure' : 'later', words: FULL, full: true };
  if (killed || UNREACHABLE.some((pattern) => pattern.test(words))) return { kind: 'unsure', words: sentence };
  if (LATER.some((pattern) => pattern.test(words))) return { kind: 'later', words: sentence };
  return { kind: 'never', words: sentence };
}

const FULL = 'the queue of Slurm is full';
