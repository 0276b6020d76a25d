/**
 * Control groups of Linux, one per attempt where the supervisor may make them: the second version when its own group
 * was delegated to it, else the first version where its hierarchies can be written. New groups lie below the
 * supervisor's own, so whatever holds for the supervisor goes on to hold for what it runs.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Folders of one attempt's groups. In the second version all are the same. */
export interface GroupFolders {
  version: 1 | 2;
  memory?: string;
  processes?: string;
  cpu?: string;
}

type Controller = 'memory' | 'processes' | 'cpu';

export interface GroupLimits {
  cpus: number;
  memoryBytes?: number;
  processes?: number;
  /** No more processors than `cpus`, not even idle ones. */
  cpuQuota?: boolean;
}

const KERNEL_NAMES = { memory: 'memory', processes: 'pids', cpu: 'cpu' } as const;
const CONTROLLERS: readonly Controller[] = ['memory', 'processes', 'cpu'];
const MOST_SPARE = 64;
const PERIOD_MICROSECONDS = 100_000;
/** Weight of one processor: the default of either version, which also lies in the middle of its range. */
const WEIGHT = { 1: 1024, 2: 100 } as const;
const WEIGHT_RANGE = { 1: [2, 262_144], 2: [1, 10_000] } as const;

export class ControlGroups {
  private made = 0;
  /** Empty groups for the next attempt with the same limits: making three of them costs as much as starting it. */
  private readonly spare = new Map<string, GroupFolders[]>();

  private constructor(
    private readonly parent: GroupFolders,
    private readonly prefix: string,
  ) {}

  /** Finds out what can be used; undefined when nothing can. `name` is that of the folder all groups lie in. */
  static probe(name: string): ControlGroups | undefined {
    const own = ownGroups();
    const parent = (own && secondVersion(own, name)) ?? (own && firstVersion(own, name));
    return parent && new ControlGroups(parent, `${process.pid}-`);
  }

  has(controller: Controller): boolean {
    return this.parent[controller] !== undefined;
  }

  /** Groups for one attempt, fresh or as good as that. @throws what the file system says */
  make(limits: GroupLimits): GroupFolders {
    const spare = this.spare.get(JSON.stringify(limits))?.pop();
    if (spare && forgetPeak(spare)) return spare;
    const name = `${this.prefix}${++this.made}`;
    const folders: GroupFolders = { version: this.parent.version };
    for (const controller of CONTROLLERS) {
      const parent = this.parent[controller];
      if (parent) folders[controller] = join(parent, name);
    }
    for (const folder of distinct(folders)) mkdirSync(folder);
    limit(folders, limits);
    return folders;
  }

  /** Takes groups back that nothing runs in and in which nothing was refused; false when they are of no more use. */
  giveBack(folders: GroupFolders, limits: GroupLimits): boolean {
    // The peak of the second version cannot be forgotten, and groups of an earlier supervisor may lie elsewhere.
    if (folders.version !== 1 || !isBelow(folders, this.parent)) return false;
    const key = JSON.stringify(limits);
    const spare = this.spare.get(key) ?? [];
    if (spare.length === 0) this.spare.set(key, spare);
    if (spare.length >= MOST_SPARE) return false;
    spare.push(folders);
    return true;
  }

  /** Removes groups that are empty, but for those given. */
  clean(keep: readonly GroupFolders[]): void {
    this.spare.clear();
    const kept = new Set(keep.flatMap(distinct));
    for (const parent of distinct(this.parent))
      for (const entry of readdirSync(parent, { withFileTypes: true })) {
        const folder = join(parent, entry.name);
        if (entry.isDirectory() && !kept.has(folder)) remove(folder);
      }
  }

  /** Removes all that was made, where it is empty. */
  close(): void {
    this.clean([]);
    for (const parent of distinct(this.parent)) remove(parent);
  }
}

/** Files to write 0 to in order to enter. A thread of its own enters the first version without stopping others. */
export function entriesOf(folders: GroupFolders): string[] {
  return distinct(folders).map((folder) => join(folder, folders.version === 2 ? 'cgroup.procs' : 'tasks'));
}

/** Processes in the groups; undefined when they are gone. */
export function processesOf(folders: GroupFolders): number[] | undefined {
  const folder = distinct(folders)[0];
  const text = folder && read(join(folder, 'cgroup.procs'));
  return text?.split('\n').filter(Boolean).map(Number);
}

/** Removes an attempt's groups; false when something still runs in one. */
export function removeGroups(folders: GroupFolders): boolean {
  return distinct(folders)
    .map(remove)
    .every((gone) => gone);
}

const isBelow = (folders: GroupFolders, parent: GroupFolders) =>
  CONTROLLERS.every((controller) => {
    const folder = folders[controller];
    return (folder && dirname(folder)) === parent[controller];
  });

function forgetPeak({ memory }: GroupFolders): boolean {
  try {
    if (memory) writeFileSync(join(memory, 'memory.max_usage_in_bytes'), '0');
    return true;
  } catch {
    return false;
  }
}

export const distinct = ({ memory, processes, cpu }: GroupFolders): string[] => [
  ...new Set([memory, processes, cpu].filter((folder) => folder !== undefined)),
];

function limit(folders: GroupFolders, { cpus, memoryBytes, processes, cpuQuota }: GroupLimits): void {
  const { version, memory, processes: pids, cpu } = folders;
  const set = (folder: string, file: string, value: string | number) => writeFileSync(join(folder, file), `${value}`);
  if (memory && memoryBytes !== undefined) {
    set(memory, version === 2 ? 'memory.max' : 'memory.limit_in_bytes', memoryBytes);
    // Swapped memory counts too, else the limit would only move the work to the disk.
    if (version === 2) trySet(memory, 'memory.swap.max', 0);
    else trySet(memory, 'memory.memsw.limit_in_bytes', memoryBytes);
  }
  if (pids && processes !== undefined) set(pids, 'pids.max', processes);
  if (!cpu) return;
  const [low, high] = WEIGHT_RANGE[version];
  set(cpu, version === 2 ? 'cpu.weight' : 'cpu.shares', clamp(Math.round(cpus * WEIGHT[version]), low, high));
  if (!cpuQuota) return;
  const quota = Math.round(cpus * PERIOD_MICROSECONDS);
  if (version === 2) set(cpu, 'cpu.max', `${quota} ${PERIOD_MICROSECONDS}`);
  else set(cpu, 'cpu.cfs_quota_us', quota);
}

/** Paths of this process's own groups by controller; '' stands for the second version. */
function ownGroups(): Map<string, string> | undefined {
  const lines = read('/proc/self/cgroup')?.trim().split('\n');
  if (!lines) return undefined;
  return new Map(
    lines.flatMap((line) => {
      const [, controllers = '', ...path] = line.split(':');
      return controllers.split(',').map((controller): [string, string] => [controller, path.join(':')]);
    }),
  );
}

/** Where hierarchies are mounted, by controller; '' stands for the second version. */
function mounts(): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of (read('/proc/self/mounts') ?? '').split('\n')) {
    const [, folder = '', type, options = ''] = line.split(' ');
    if (type === 'cgroup2') found.set('', folder);
    if (type === 'cgroup') for (const option of options.split(',')) found.set(option, folder);
  }
  return found;
}

/**
 * The second version allows groups below one whose processes all lie in groups further down. So ours go below our own
 * group when we are alone in it (we move down ourselves), or beside it when the service manager gave us a group of
 * ours within the delegated one.
 */
function secondVersion(own: Map<string, string>, name: string): GroupFolders | undefined {
  const mount = mounts().get('');
  const path = own.get('');
  if (mount === undefined || path === undefined) return undefined;
  const mine = join(mount, path);
  const above = dirname(mine);
  if (/\.(service|scope)$/.test(basename(above))) {
    const found = delegated(above, name);
    if (found) return found;
  }
  if (path === '/' || !isAlone(mine)) return undefined;
  try {
    makeFolder(join(mine, 'supervisor'));
    writeFileSync(join(mine, 'supervisor', 'cgroup.procs'), '0');
  } catch {
    return undefined;
  }
  return delegated(mine, name);
}

function isAlone(folder: string): boolean {
  const processes = read(join(folder, 'cgroup.procs'))?.split('\n').filter(Boolean);
  return processes?.length === 1 && Number(processes[0]) === process.pid;
}

function delegated(base: string, name: string): GroupFolders | undefined {
  const parent = join(base, name);
  const there = (read(join(base, 'cgroup.controllers')) ?? '').trim().split(' ');
  const usable = CONTROLLERS.filter((controller) => there.includes(KERNEL_NAMES[controller]));
  if (usable.length === 0 || !isWritable(join(base, 'cgroup.subtree_control'))) return undefined;
  const wanted = usable.map((controller) => `+${KERNEL_NAMES[controller]}`).join(' ');
  try {
    writeFileSync(join(base, 'cgroup.subtree_control'), wanted);
    makeFolder(parent);
    writeFileSync(join(parent, 'cgroup.subtree_control'), wanted);
  } catch {
    return undefined;
  }
  return Object.fromEntries([['version', 2], ...usable.map((controller) => [controller, parent])]) as GroupFolders;
}

function firstVersion(own: Map<string, string>, name: string): GroupFolders | undefined {
  const mounted = mounts();
  const folders: GroupFolders = { version: 1 };
  for (const controller of CONTROLLERS) {
    const mount = mounted.get(KERNEL_NAMES[controller]);
    const path = own.get(KERNEL_NAMES[controller]);
    if (mount === undefined || path === undefined) continue;
    const parent = join(mount, path, name);
    try {
      makeFolder(parent);
      if (isWritable(join(parent, 'tasks'))) folders[controller] = parent;
    } catch {
      // not ours to write
    }
  }
  return distinct(folders).length > 0 ? folders : undefined;
}

/** Never with folders above it: a path that is not there belongs to another view of the hierarchy. */
function makeFolder(path: string): void {
  if (!existsSync(path)) mkdirSync(path);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function trySet(folder: string, file: string, value: number): void {
  try {
    if (existsSync(join(folder, file))) writeFileSync(join(folder, file), `${value}`);
  } catch {
    // without accounting of swap there is nothing to limit
  }
}

function remove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
