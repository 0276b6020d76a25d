/**
 * The sandbox of local runs: a command sees the system read-only, the data of its own project read-only, and its own
 * attempt's folders; no other process, no network unless it is switched on, no privilege. Why it is put together like
 * this: docs/decisions/0006-sandbox-by-bubblewrap.md.
 */
import { mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { AttemptPlace, AttemptRequest, AttemptView, EnclosureFacts } from '../executor.ts';
import type { Enclosure, HostFolder, HostPath, Launch } from './enclosure.ts';
import { INSIDE, insideData, insideOut, insideView } from './inside.ts';
import { findProgram, foldersOf, serverPath } from './programs.ts';
import { isShown, isWithin, type SandboxSystem, sandboxSystem } from './sandbox-system.ts';
import { seccompFilter } from './seccomp-filter.ts';
import { ToolRoots } from './tool-roots.ts';
import { writeWhole } from './write-whole.ts';

export interface BubblewrapOptions {
  /** Path of bubblewrap. */
  program: string;
  /** Folder for what all sandboxes of this server share. */
  folder: string;
  hostPath: HostPath;
  /** Image name → folder put first on PATH. */
  toolEnvs: Record<string, string>;
  /** Further folders commands may read. */
  binds: readonly string[];
  network: boolean;
  /** The server's own folders, which nothing that is shown may hold. */
  hidden: readonly string[];
  /** Whether bubblewrap can limit the size of a tmpfs (0.7 and later). */
  sized: boolean;
}

/**
 * TERM goes to the whole group of the attempt. Bubblewrap's own process, which waits outside, must outlive it, so that
 * the command can end in its own way: it ignores TERM, and inside the default is put back. `$0` is the filter. Core
 * files could be written by a program of the host, outside.
 */
const SHIELD = `trap '' TERM INT HUP; ulimit -c 0; exec "$@" 9<"$0"`;
const UNSHIELD = ['/usr/bin/env', '--default-signal=TERM,INT,HUP'];

/**
 * Process 1 inside. The kernel ends all others with it and only then tells bubblewrap: nothing is left behind, and the
 * processor times of all are counted. A process 1 takes no signal by default; its handlers are not inherited.
 */
const FIRST = `trap : TERM INT HUP; "$@"; exit $?`;

const STANDARD_PATH = ['/usr/local/bin', '/usr/bin', '/bin'];
/** Of the memory an instance asks for; POSIX shared memory is all that belongs there. */
const SHARED_MEMORY_PART = 0.5;
const GPU_DEVICE = /^(nvidia.*|kfd|dri)$/;

export class BubblewrapEnclosure implements Enclosure {
  readonly facts: EnclosureFacts;
  private readonly system: SandboxSystem;
  private readonly tools: ToolRoots;
  private readonly filter: string | undefined;
  /** Folders of the server's PATH that exist inside. */
  private readonly path: readonly string[];
  private readonly shell: string;

  constructor(private readonly options: BubblewrapOptions) {
    const { folder, network, binds, hidden } = options;
    this.facts = { enclosure: 'bubblewrap', isolated: true, imagesUsed: false, network, reason: '' };
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.system = sandboxSystem(join(folder, 'etc'), network);
    this.tools = new ToolRoots([...this.system.roots, ...binds], hidden);
    this.filter = writeFilter(folder);
    const path = foldersOf(serverPath()).filter((place) => this.shows(place));
    this.path = path.length > 0 ? path : STANDARD_PATH;
    this.shell = findProgram('bash', this.path, (program) => this.shows(program)) ?? '/bin/sh';
  }

  /** The first of the server's own folders that commands could read, and where. */
  exposed(): { secret: string; folder: string } | undefined {
    for (const folder of [...this.system.roots, ...this.options.binds])
      for (const secret of this.options.hidden) if (isWithin(secret, realpathSync(folder))) return { secret, folder };
    return undefined;
  }

  view(_folder: HostFolder, place: AttemptPlace): AttemptView {
    return insideView(place);
  }

  launch(folder: HostFolder, request: AttemptRequest): Launch {
    return {
      command: [
        ...['/bin/sh', '-c', SHIELD, this.filter ?? '/dev/null', this.options.program],
        ...this.arguments(folder, request),
        ...['--', ...UNSHIELD, '/bin/sh', '-c', FIRST, 'sh', this.shell, INSIDE.script],
      ],
      cwd: folder.work,
      env: {
        ...request.env,
        PATH: this.searchFolders(request.image).join(delimiter),
        LANG: process.env.LANG ?? 'C.UTF-8',
        HOME: INSIDE.work,
        TMPDIR: INSIDE.tmp,
      },
    };
  }

  hasCommand(command: string, image: string | undefined): boolean {
    const roots = this.toolRoots(image);
    return findProgram(command, this.searchFolders(image), (path) => this.shows(path, roots)) !== undefined;
  }

  private arguments({ work, out, tmp, script }: HostFolder, { place, image, resources }: AttemptRequest): string[] {
    const { hostPath, network, binds, sized } = this.options;
    const shared = Math.ceil(resources.memoryBytes * SHARED_MEMORY_PART);
    return [
      ...['--unshare-all', ...(network ? ['--share-net'] : [])],
      ...['--unshare-user', '--uid', '1000', '--gid', '1000', '--cap-drop', 'ALL'],
      // With the shell that waits for it, which nothing but the end of the attempt ends.
      ...['--die-with-parent', '--as-pid-1'],
      ...this.system.args,
      // Settings of the kernel below it would be open to a server that runs as root.
      ...['--proc', '/proc', '--remount-ro', '/proc'],
      ...['--dev', '/dev', ...(sized ? ['--size', String(shared)] : []), '--tmpfs', '/dev/shm'],
      ...(resources.gpus > 0 ? showGpus() : []),
      ...['--remount-ro', '/dev'],
      ...['--bind', tmp, INSIDE.tmp],
      ...[...binds, ...this.toolRoots(image)].flatMap((path) => ['--ro-bind', path, path]),
      ...['--ro-bind-try', hostPath(place.bucket, ''), insideData(place)],
      ...['--bind', work, INSIDE.work, '--bind', out, insideOut(place), '--ro-bind', script, INSIDE.script],
      // Last: until here it had to take the places of mounts.
      ...['--remount-ro', '/', '--chdir', INSIDE.work],
      ...(this.filter ? ['--seccomp', '9'] : []),
    ];
  }

  private toolRoots(image: string | undefined): string[] {
    const folder = image && this.options.toolEnvs[image];
    return folder ? this.tools.of(folder) : [];
  }

  private searchFolders(image: string | undefined): string[] {
    const own = image && this.options.toolEnvs[image];
    return own ? [own, ...this.path] : [...this.path];
  }

  private shows(path: string, roots: readonly string[] = []): boolean {
    return isShown(path, [...this.system.roots, ...this.options.binds, ...roots]);
  }
}

/** Devices of NVIDIA and AMD, and the tree in which their libraries look for them. */
function showGpus(): string[] {
  const devices = readdirSync('/dev').filter((name) => GPU_DEVICE.test(name));
  return [...devices.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]), '--ro-bind', '/sys', '/sys'];
}

function writeFilter(folder: string): string | undefined {
  const filter = seccompFilter();
  if (!filter) return undefined;
  const path = join(folder, 'filter');
  writeWhole(path, filter);
  return path;
}
