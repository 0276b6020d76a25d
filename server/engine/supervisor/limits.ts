/** What of an attempt's limits holds on this machine, how, and what is said when one is passed. */
import type { ControlGroups, GroupFolders } from './control-groups.ts';
import { groupPeakBytes, type Measured, memoryKills, refusedProcesses } from './meter.ts';
import { measureProcesses, proportionalBytes } from './processes.ts';
import type { EndReason, Terms } from './protocol.ts';

/**
 * `kernel`: cannot be passed. `watched`: the supervisor looks every second and ends what has passed it. `none`:
 * nothing can be measured here. For processors, `share` means at least its share when others want them too; with a
 * quota (`AttemptLimits.cpu`) also at most.
 */
export interface LimitFacts {
  memory: 'kernel' | 'watched' | 'none';
  processes: 'kernel' | 'watched' | 'none';
  cpu: 'share' | 'none';
}

/** Why an attempt ended as it did, where more is to say than its exit code. */
export interface Verdict {
  reason?: EndReason;
  message?: string;
}

/** Of the limit: a group that was ended below it was not ended for it. */
const NEAR = 0.95;

export function limitFacts(groups: ControlGroups | undefined): LimitFacts {
  const watched = measureProcesses([process.pid]) ? 'watched' : 'none';
  return {
    memory: groups?.has('memory') ? 'kernel' : watched,
    processes: groups?.has('processes') ? 'kernel' : watched,
    cpu: groups?.has('cpu') ? 'share' : 'none',
  };
}

/** Bytes it may have at most, undefined when there is no limit. */
export const memoryLimit = (terms: Terms | undefined): number | undefined =>
  terms?.limits.memory ? terms.resources.memoryBytes : undefined;

/** True where a limit holds only because somebody looks. */
export function mustWatch(terms: Terms | undefined, group: GroupFolders | undefined): boolean {
  if (!terms) return false;
  return (
    (terms.limits.memory === true && !group?.memory) || (terms.limits.processes !== undefined && !group?.processes)
  );
}

/** What a running attempt has to be ended for. */
export function verdictOf(
  terms: Terms | undefined,
  group: GroupFolders | undefined,
  measured: Measured | undefined,
): Verdict | undefined {
  const killed = killedForMemory(terms, group);
  if (killed || !terms || !measured) return killed;
  const memory = memoryLimit(terms);
  if (memory !== undefined && !group?.memory && measured.memoryBytes > memory) {
    // Pages that processes share were counted once for each of them.
    const bytes = proportionalBytes(measured.pids) ?? measured.memoryBytes;
    if (bytes > memory) return outOfMemory(memory, bytes);
  }
  const { processes } = terms.limits;
  if (processes !== undefined && !group?.processes && measured.processes.threads > processes)
    return {
      reason: 'TOO_MANY_PROCESSES',
      message: `it had ${measured.processes.threads} processes and threads and may have ${processes}`,
    };
  return undefined;
}

/** What is to say of an attempt that is over, if anything; `decided` is why the supervisor ended it. */
export function explainEnd(
  decided: Verdict | undefined,
  terms: Terms | undefined,
  group: GroupFolders | undefined,
): Verdict {
  const verdict = decided ?? killedForMemory(terms, group);
  if (verdict) return verdict;
  const refused = group?.processes ? refusedProcesses(group.processes) : 0;
  return refused > 0
    ? { message: `the system refused it a process ${refused} times: it may have ${terms?.limits.processes} at a time` }
    : {};
}

/** An attempt of which the kernel ended a process for memory has failed, whatever the rest of it makes of that. */
function killedForMemory(terms: Terms | undefined, group: GroupFolders | undefined): Verdict | undefined {
  if (!group?.memory || memoryKills(group.memory) === 0) return undefined;
  const limit = memoryLimit(terms);
  const peak = groupPeakBytes(group.memory) ?? limit ?? 0;
  if (limit !== undefined && peak >= limit * NEAR) return outOfMemory(limit, peak);
  return {
    reason: 'OUT_OF_MEMORY',
    message: `the machine ran out of memory while it used ${amount(peak)}`,
  };
}

const outOfMemory = (limit: number, peak: number): Verdict => ({
  reason: 'OUT_OF_MEMORY',
  message: `it wanted more memory than the ${amount(limit)} it may have; its peak was ${amount(peak)}`,
});

/** Bytes in GB or MB as resources count them. */
function amount(bytes: number): string {
  return bytes >= 2 ** 30 ? `${Math.round((bytes / 2 ** 30) * 100) / 100} GB` : `${Math.round(bytes / 2 ** 20)} MB`;
}
