/**
 * What of this machine a sandboxed command sees: directories of the system, and an /etc that is made up. Nothing else:
 * a folder that is not listed here or in SANDBOX_BINDS does not exist inside.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { writeWhole } from './write-whole.ts';

export interface SandboxSystem {
  /** Arguments of bubblewrap that show it. */
  args: string[];
  /** Folders of the system that are shown where they are. */
  roots: string[];
}

const DIRECTORIES = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** What programs below /usr keep in /etc; never keys, accounts or settings of services. Copied: each mount costs. */
const ETC_COPIED = [
  /^(localtime|timezone|os-release|locale\.alias|magic|magic\.mime|mime\.types|services|protocols)$/,
  /^(fonts|terminfo|OpenCL|R|perl|crypto-policies)$/,
  /^(java|python|ImageMagick|julia|octave)[\w.-]*$/,
];
const ETC_COPIED_BELOW = ['ssl/openssl.cnf', 'pki/tls/openssl.cnf'];
/** What changes when software is installed, and so is shown as it is. */
const ETC_SHOWN = ['alternatives', 'ld.so.cache', 'ssl/certs', 'pki/tls/certs', 'pki/ca-trust/extracted', 'pki/java'];
const ETC_SHOWN_WITH_NETWORK = ['resolv.conf', 'hosts'];

const USER = 'job';

/** @param etc where the made-up /etc is kept; running commands have it mounted, so it only ever grows */
export function sandboxSystem(etc: string, network: boolean): SandboxSystem {
  writeEtc(etc, network);
  const shown = [...ETC_SHOWN, ...(network ? ETC_SHOWN_WITH_NETWORK : [])].filter((name) => existsSync(`/etc/${name}`));
  for (const name of shown) makePlace(join(etc, name), `/etc/${name}`);
  const directories = DIRECTORIES.filter((path) => existsSync(path));
  return {
    args: [
      ...directories.flatMap(showDirectory),
      ...['--ro-bind', etc, '/etc'],
      // Number and kinds of processors, which libraries for parallel work ask for.
      ...['--ro-bind-try', '/sys/devices/system', '/sys/devices/system'],
      ...shown.flatMap((name) => ['--ro-bind', `/etc/${name}`, `/etc/${name}`]),
    ],
    roots: directories,
  };
}

/** Whether a path, with all links followed, is there inside as well. */
export function isShown(path: string, roots: readonly string[]): boolean {
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    return false;
  }
  return [path, real].every((place) => roots.some((root) => isWithin(place, root)));
}

/** Whether a path is a folder or lies in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** /bin and its like are links into /usr on most systems, and folders on others. */
function showDirectory(path: string): string[] {
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}

function writeEtc(etc: string, network: boolean): void {
  mkdirSync(etc, { recursive: true, mode: 0o755 });
  const files = {
    passwd: `${USER}:x:1000:1000::/eihealth/work:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n`,
    group: `${USER}:x:1000:\nnogroup:x:65534:\n`,
    hosts: '127.0.0.1 localhost\n::1 localhost\n',
    'nsswitch.conf': `passwd: files\ngroup: files\nhosts: files${network ? ' dns' : ''}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(etc, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeWhole(path, text);
  }
  for (const name of readdirSync('/etc'))
    if (ETC_COPIED.some((pattern) => pattern.test(name))) copyPublic(join('/etc', name), join(etc, name));
  for (const name of ETC_COPIED_BELOW) {
    if (!existsSync(join('/etc', name))) continue;
    mkdirSync(dirname(join(etc, name)), { recursive: true });
    copyPublic(join('/etc', name), join(etc, name));
  }
}

/** Copies what everybody may read and what changed since; links stay links. */
function copyPublic(from: string, to: string): void {
  const facts = lstatSync(from);
  const there = lstatSync(to, { throwIfNoEntry: false });
  if (facts.isSymbolicLink()) {
    const target = readlinkSync(from);
    if (there?.isSymbolicLink() && readlinkSync(to) === target) return;
    rmSync(to, { recursive: true, force: true });
    symlinkSync(target, to);
  } else if (facts.isDirectory()) {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) copyPublic(join(from, name), join(to, name));
  } else if (facts.isFile() && (facts.mode & 0o004) !== 0) {
    const same = there?.isFile() && there.size === facts.size && there.mtimeMs >= facts.mtimeMs;
    if (!same) writeWhole(to, readFileSync(from));
  }
}

/** An empty file or folder to mount `source` on. */
function makePlace(place: string, source: string): void {
  if (existsSync(place)) return;
  const isFolder = lstatSync(realpathSync(source)).isDirectory();
  mkdirSync(isFolder ? place : dirname(place), { recursive: true });
  if (!isFolder) writeWhole(place, '');
}
