/** Facts about processes from /proc; where there is none, the weaker facts that signals give. */
import { readdirSync, readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/** Start time of a process in clock ticks since boot, 0 where the system does not tell. */
export function startTicks(pid: number): number {
  const fields = statFields(pid);
  return fields ? Number(fields[19]) : 0;
}

/** True when `pid` runs and is the process that started at `ticks` (a zombie counts as gone). */
export function isSameProcess(pid: number, ticks: number): boolean {
  const fields = statFields(pid);
  if (fields) return fields[0] !== 'Z' && (ticks === 0 || Number(fields[19]) === ticks);
  return ticks === 0 && exists(pid);
}

/** True while any process of the group runs; zombies that nobody has reaped yet hold nothing and do not count. */
export function groupRuns(group: number): boolean {
  if (!exists(-group)) return false;
  const pids = processIds();
  if (!pids) return true;
  return pids.some((pid) => {
    const fields = statFields(pid);
    return fields !== undefined && Number(fields[2]) === group && fields[0] !== 'Z' && fields[0] !== 'X';
  });
}

/** Sends a signal to a whole group; a group that is gone is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // gone meanwhile
  }
}

/** Resident bytes of a process and all its descendants now; undefined where /proc does not tell. */
export function residentBytes(pid: number): number | undefined {
  try {
    const own = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return children.reduce((sum, child) => sum + (residentBytes(Number(child)) ?? 0), own);
  } catch {
    return undefined;
  }
}

function processIds(): number[] | undefined {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return undefined;
  }
}

function exists(target: number): boolean {
  try {
    process.kill(target, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Fields of /proc/<pid>/stat from the third one (state) on; the second may hold blanks and brackets. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
