/** Facts about processes from /proc; where there is none, the weaker facts that signals give. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** Of the times in /proc, the same on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;

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

/**
 * Whether a group of this number can be the one that a process began, whose number may have gone to somebody else: not
 * when the machine was started since then, and not when its leader is another process now.
 */
export function isOwnGroup({ pid, ticks, at }: { pid: number; ticks: number; at: number }): boolean {
  if (pid <= 0 || at < Date.now() - uptime() * 1000) return false;
  return ticks === 0 || statFields(pid) === undefined || startTicks(pid) === ticks;
}

/** Whether an argument of a running process is exactly this; true where the system does not tell. */
export function commandLineHolds(pid: number, argument: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument);
  } catch {
    return !existsSync('/proc/self') && exists(pid);
  }
}

/** Sends a signal to a whole group; a group that is gone, or not known yet (0), is no error. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  if (group <= 0) return; // would be our own
  try {
    process.kill(-group, signal);
  } catch {
    // gone meanwhile
  }
}

/** What processes take together now. Sums hold those of ended children that were waited for. */
export interface ProcessesUsage {
  cpuSeconds: number;
  residentBytes: number;
  /** Processes and threads. */
  threads: number;
  /** What passed through calls to read and write; absent where the kernel does not say. */
  readBytes?: number;
  writtenBytes?: number;
}

/** A process and all its descendants, those first that came first; empty where /proc does not tell. */
export function processTree(root: number): number[] {
  const found = [root];
  for (let place = 0; place < found.length; place++) found.push(...childrenOf(found[place] as number));
  return found.filter((pid) => statFields(pid) !== undefined);
}

/** Measures processes; those that are gone count nothing. Undefined where /proc tells of none of them. */
export function measureProcesses(pids: readonly number[]): ProcessesUsage | undefined {
  const usage: ProcessesUsage = { cpuSeconds: 0, residentBytes: 0, threads: 0, readBytes: 0, writtenBytes: 0 };
  let told = false;
  for (const pid of pids) {
    const fields = statFields(pid);
    if (!fields || fields[0] === 'Z') continue;
    told = true;
    // user and system time, then those of children that were waited for
    usage.cpuSeconds += [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS_PER_SECOND;
    usage.threads += Number(fields[17]);
    usage.residentBytes += Number(fields[21]) * pageBytes();
    const io = parseIo((readText(`/proc/${pid}/io`) ?? '').split('\n'));
    if (!io || usage.readBytes === undefined || usage.writtenBytes === undefined) {
      delete usage.readBytes;
      delete usage.writtenBytes;
      continue;
    }
    usage.readBytes += io.readBytes;
    usage.writtenBytes += io.writtenBytes;
  }
  return told ? usage : undefined;
}

/** Memory of processes where what they share counts once; undefined where the kernel does not say. */
export function proportionalBytes(pids: readonly number[]): number | undefined {
  let sum = 0;
  for (const pid of pids) {
    const found = /^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '');
    if (found) sum += Number(found[1]) * 1024;
    else if (statFields(pid)) return undefined;
  }
  return sum;
}

/** What passed through calls to read and write, from lines of /proc/<pid>/io. */
export function parseIo(lines: string[]): { readBytes: number; writtenBytes: number } | undefined {
  const value = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const [read, written] = [value('rchar'), value('wchar')];
  return read === undefined || written === undefined
    ? undefined
    : { readBytes: Number(read), writtenBytes: Number(written) };
}

function childrenOf(pid: number): number[] {
  const threads = Number(statFields(pid)?.[17]) > 1 ? listFolder(`/proc/${pid}/task`) : [String(pid)];
  return threads.flatMap((thread) =>
    (readText(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

let knownPageBytes = 0;

/** Bytes of a page, which depend on the machine: what this process has in bytes, over what it has in pages. */
function pageBytes(): number {
  if (knownPageBytes > 0) return knownPageBytes;
  const pages = Number(readText('/proc/self/statm')?.split(' ')[0]);
  const kilobytes = Number(/^VmSize:\s+(\d+) kB/m.exec(readText('/proc/self/status') ?? '')?.[1]);
  const ratio = (kilobytes * 1024) / pages;
  knownPageBytes = ratio > 0 ? 2 ** Math.round(Math.log2(ratio)) : 4096;
  return knownPageBytes;
}

function processIds(): number[] | undefined {
  const pids = listFolder('/proc').map(Number).filter(Number.isInteger);
  return pids.length > 0 ? pids : undefined;
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
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
  const text = readText(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}
