/**
 * Measures one attempt while it runs: what it has taken so far, and lines of samples for its curves. Nothing is made
 * up: what the kernel does not tell is absent.
 *
 * Memory is what the processes keep for themselves. A control group also counts the file cache, which the kernel takes
 * back whenever it likes; so a sample is the group's usage less its cache, and the peak between samples is the group's
 * own peak less the most cache that was ever seen, which cannot be too large.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceUsage } from '#core/job/types.ts';
import { type GroupFolders, processesOf } from './control-groups.ts';
import { measureProcesses, type ProcessesUsage, processTree } from './processes.ts';

const FIRST_SAMPLE_MS = 1_000;
const SHORTEST_INTERVAL_MS = 2_000;
/** The interval grows with what has passed by this part: under 5,000 samples a day. */
const GROWTH = 1 / 900;

/** Time until the next sample of an attempt that has run for so long. */
export const sampleInterval = (elapsedMs: number): number => Math.max(SHORTEST_INTERVAL_MS, elapsedMs * GROWTH);

export interface Measured {
  memoryBytes: number;
  /** Processes that were measured. */
  pids: number[];
  processes: ProcessesUsage;
}

export class Meter {
  private next: number;
  private peakBytes: number | undefined;
  private cacheBytes = 0;
  private cpuSeconds = 0;
  private readBytes = 0;
  private writtenBytes = 0;

  /** @param adopted it began under an earlier supervisor, which may have seen more cache than this one */
  constructor(
    private readonly dir: string,
    private readonly pid: number,
    private readonly group: GroupFolders | undefined,
    startedAt: number,
    private readonly adopted: boolean,
  ) {
    const elapsed = Date.now() - startedAt;
    this.next = startedAt + (elapsed < FIRST_SAMPLE_MS ? FIRST_SAMPLE_MS : elapsed);
    if (adopted) this.recall();
  }

  /** True when a sample is due. */
  isDue(now: number): boolean {
    return now >= this.next;
  }

  /** Looks now, without noting a sample; undefined when nothing can be told (any more). */
  look(): Measured | undefined {
    const pids = (this.group && processesOf(this.group)) ?? processTree(this.pid);
    const processes = measureProcesses(pids);
    if (!processes) return undefined;
    const memory = this.group?.memory === undefined ? undefined : groupMemory(this.group.memory);
    if (memory) this.cacheBytes = Math.max(this.cacheBytes, memory.cacheBytes);
    const memoryBytes = memory ? memory.ownBytes : processes.residentBytes;
    this.peakBytes = Math.max(this.peakBytes ?? 0, memoryBytes);
    // An orphan takes its sums with it when it ends; what was counted stays counted.
    this.cpuSeconds = Math.max(this.cpuSeconds, (this.group && groupCpuSeconds(this.group)) ?? processes.cpuSeconds);
    this.readBytes = Math.max(this.readBytes, processes.readBytes ?? 0);
    this.writtenBytes = Math.max(this.writtenBytes, processes.writtenBytes ?? 0);
    return { memoryBytes, pids, processes };
  }

  /** Notes what was measured as a sample and sets when the next one is due. */
  note(now: number, startedAt: number, { memoryBytes, processes }: Measured): void {
    this.next = now + sampleInterval(now - startedAt);
    const told = processes.readBytes !== undefined;
    const line = [
      now,
      round(this.cpuSeconds),
      memoryBytes,
      told ? this.readBytes : null,
      told ? this.writtenBytes : null,
    ];
    try {
      appendFileSync(join(this.dir, 'samples'), `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      // a full disk costs the curve, not the attempt
    }
  }

  /** Sums and peak of an attempt that is over, with what its wrapper noted. */
  total(noted: InstanceUsage): InstanceUsage {
    const cpu = Math.max(this.cpuSeconds, noted.cpu_seconds ?? 0, (this.group && groupCpuSeconds(this.group)) ?? 0);
    const peak = Math.max(this.peakBytes ?? 0, this.groupPeak() ?? 0);
    return {
      ...(cpu > 0 || noted.cpu_seconds !== undefined ? { cpu_seconds: round(cpu) } : {}),
      ...(peak > 0 ? { max_rss_bytes: peak } : {}),
      ...sums('read_bytes', this.readBytes, noted.read_bytes),
      ...sums('written_bytes', this.writtenBytes, noted.written_bytes),
    };
  }

  /** What is left when all processes are gone is cache, and so is whatever was seen to be that before. */
  private groupPeak(): number | undefined {
    const { memory } = this.group ?? {};
    if (memory === undefined || (this.adopted && this.peakBytes !== undefined)) return undefined;
    const peak = groupPeakBytes(memory);
    const left = groupNumber(memory, 'memory.usage_in_bytes', 'memory.current');
    return peak === undefined || left === undefined ? undefined : Math.max(0, peak - Math.max(left, this.cacheBytes));
  }

  /** What an earlier supervisor noted. */
  private recall(): void {
    for (const line of (read(join(this.dir, 'samples')) ?? '').split('\n')) {
      const memory = /^\[\d+,[\d.]+,(\d+),/.exec(line)?.[1];
      if (memory) this.peakBytes = Math.max(this.peakBytes ?? 0, Number(memory));
    }
  }
}

/** Most memory a group has ever used, cache included; undefined where the kernel does not keep it. */
export const groupPeakBytes = (folder: string): number | undefined =>
  groupNumber(folder, 'memory.max_usage_in_bytes', 'memory.peak');

/** How often the kernel ended a process of the group because memory ran out. */
export function memoryKills(folder: string): number {
  const text = read(join(folder, 'memory.oom_control')) ?? read(join(folder, 'memory.events')) ?? '';
  return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** How often the kernel refused a process to the group. */
export function refusedProcesses(folder: string): number {
  return Number(/^max (\d+)$/m.exec(read(join(folder, 'pids.events')) ?? '')?.[1] ?? 0);
}

function groupMemory(folder: string): { ownBytes: number; cacheBytes: number } | undefined {
  const usage = groupNumber(folder, 'memory.usage_in_bytes', 'memory.current');
  const stat = read(join(folder, 'memory.stat'));
  if (usage === undefined || stat === undefined) return undefined;
  const value = (name: string) =>
    Number(
      (new RegExp(`^total_${name} (\\d+)$`, 'm').exec(stat) ?? new RegExp(`^${name} (\\d+)$`, 'm').exec(stat))?.[1],
    );
  const cacheBytes = value('inactive_file') + value('active_file');
  return { ownBytes: Math.max(0, usage - cacheBytes), cacheBytes };
}

/** Only the second version counts processor time in every group. */
function groupCpuSeconds(group: GroupFolders): number | undefined {
  const folder = group.version === 2 ? (group.cpu ?? group.memory ?? group.processes) : undefined;
  const found = folder && /^usage_usec (\d+)$/m.exec(read(join(folder, 'cpu.stat')) ?? '');
  return found ? Number(found[1]) / 1e6 : undefined;
}

function groupNumber(folder: string, first: string, second: string): number | undefined {
  const text = read(join(folder, first)) ?? read(join(folder, second));
  return text === undefined ? undefined : Number(text);
}

function sums(name: 'read_bytes' | 'written_bytes', counted: number, noted: number | undefined): InstanceUsage {
  const most = Math.max(counted, noted ?? 0);
  return most > 0 || noted !== undefined ? { [name]: most } : {};
}

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
