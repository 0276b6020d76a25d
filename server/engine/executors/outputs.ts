/**
 * Looks through an output folder before anything of it may enter a bucket. Links that lead out of it, links to
 * folders, dangling links and special files are refused; a link to a file inside becomes that file, and a file with
 * further hard links (they may lie anywhere) becomes a copy of its own. Whatever mode the command gave, the owner may
 * read and change what enters, and nothing runs as another user.
 */
import {
  chmodSync,
  constants,
  copyFileSync,
  type Dirent,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  type Stats,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type CollectedOutputs, OutputRefused } from '../executor.ts';

/** @param seenAs path of the folder as the command saw it: what absolute links of its making begin with */
export function inspectOutputs(folder: string, seenAs: string = folder): CollectedOutputs {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new OutputRefused('OutputLinkRefused', 'the output directory itself was removed or replaced');
  const found: CollectedOutputs = { folder, files: [], folders: [] };
  walk({ root: folder, names: [seenAs, folder, realpathSync(folder)] }, '', found);
  return found;
}

/** An output folder, and the paths it goes by. */
interface Place {
  root: string;
  names: string[];
}

const MAX_LINKS = 40;

function walk(place: Place, parent: string, found: CollectedOutputs): void {
  const { root } = place;
  ownerMay(join(root, parent), lstatSync(join(root, parent)), 0o700);
  const entries = readdirSync(join(root, parent), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = parent ? `${parent}/${entry.name}` : entry.name;
    checkName(entry.name, path);
    if (entry.isDirectory()) {
      found.folders.push(path);
      walk(place, path, found);
    } else found.files.push({ path, size: fileSize(place, path, entry) });
  }
}

/** A name whose bytes are no text, or that no bucket key may hold, cannot be found again by anyone. */
function checkName(name: string, path: string): void {
  const control = [...name].some((character) => character < ' ' || character === '\x7f');
  if (control || name.includes('\uFFFD') || name.includes('\\'))
    throw new OutputRefused('OutputNameRefused', `the name of output ${JSON.stringify(path)} cannot be a data path`);
}

function fileSize(place: Place, path: string, entry: Dirent): number {
  const full = join(place.root, path);
  if (entry.isSymbolicLink()) return materialise(full, linkTarget(place, path));
  if (!entry.isFile())
    throw new OutputRefused('OutputSpecialFileRefused', `output ${path} is neither a file nor a folder`);
  const facts = lstatSync(full);
  ownerMay(full, facts, 0o600);
  return facts.nlink > 1 ? materialise(full, full) : facts.size;
}

/** Gives the owner these rights, and takes away what would lend them to others (set-user-id and its like). */
function ownerMay(path: string, { mode }: Stats, rights: number): void {
  const wanted = (mode & 0o777) | rights;
  if ((mode & 0o7777) !== wanted) chmodSync(path, wanted);
}

function linkTarget(place: Place, path: string): string {
  const target = follow(place, path);
  const facts: Stats = lstatSync(target);
  if (facts.isDirectory()) throw new OutputRefused('OutputLinkRefused', `output ${path} is a link to a folder`);
  if (!facts.isFile())
    throw new OutputRefused('OutputSpecialFileRefused', `output ${path} is neither a file nor a folder`);
  ownerMay(target, facts, 0o600);
  return target;
}

/** Where a path of the output folder leads, link by link, as the command would have seen it. */
function follow(place: Place, path: string): string {
  const refuse = (what: string) => new OutputRefused('OutputLinkRefused', `output ${path} is a link that ${what}`);
  const done: string[] = [];
  const ahead = path.split('/');
  for (let links = 0; ahead.length > 0; ) {
    const name = ahead.shift() ?? '';
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (done.pop() === undefined) throw refuse('leaves the output directory');
      continue;
    }
    const full = join(place.root, ...done, name);
    const facts = lstatSync(full, { throwIfNoEntry: false });
    if (!facts || (facts.isSymbolicLink() && ++links > MAX_LINKS)) throw refuse('leads nowhere');
    if (!facts.isSymbolicLink()) {
      if (facts.isDirectory()) ownerMay(full, facts, 0o700);
      else if (ahead.some((next) => next !== '' && next !== '.')) throw refuse('leads nowhere');
      done.push(name);
      continue;
    }
    const target = readlinkSync(full);
    const inside = isAbsolute(target) ? insideOf(place, target) : target;
    if (inside === undefined) throw refuse('leaves the output directory');
    if (isAbsolute(target)) done.length = 0;
    ahead.unshift(...inside.split('/'));
  }
  return join(place.root, ...done);
}

function insideOf({ names }: Place, target: string): string | undefined {
  const known = names.find((name) => target === name || target.startsWith(`${name}/`));
  return known === undefined ? undefined : target.slice(known.length + 1);
}

/** Puts a copy of `target` (shared blocks where the file system can) in place of `full`; answers its size. */
function materialise(full: string, target: string): number {
  const copy = `${full}.copy-${process.pid}`;
  copyFileSync(target, copy, constants.COPYFILE_FICLONE);
  renameSync(copy, full);
  return lstatSync(full).size;
}
