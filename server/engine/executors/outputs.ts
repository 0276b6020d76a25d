/**
 * Looks through an output folder before anything of it may enter a bucket. Links that lead out of it, links to
 * folders, dangling links and special files are refused; a link to a file inside becomes that file, and a file with
 * further hard links (they may lie anywhere) becomes a copy of its own.
 */
import {
  constants,
  copyFileSync,
  type Dirent,
  lstatSync,
  readdirSync,
  realpathSync,
  renameSync,
  type Stats,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type CollectedOutputs, OutputRefused } from '../executor.ts';

export function inspectOutputs(folder: string): CollectedOutputs {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new OutputRefused('OutputLinkRefused', 'the output directory itself was removed or replaced');
  const found: CollectedOutputs = { folder, files: [], folders: [] };
  walk(folder, '', found);
  return found;
}

function walk(root: string, parent: string, found: CollectedOutputs): void {
  const entries = readdirSync(join(root, parent), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = parent ? `${parent}/${entry.name}` : entry.name;
    checkName(entry.name, path);
    if (entry.isDirectory()) {
      found.folders.push(path);
      walk(root, path, found);
    } else found.files.push({ path, size: fileSize(root, path, entry) });
  }
}

/** A name whose bytes are no text, or that no bucket key may hold, cannot be found again by anyone. */
function checkName(name: string, path: string): void {
  const control = [...name].some((character) => character < ' ' || character === '\x7f');
  if (control || name.includes('\uFFFD') || name.includes('\\'))
    throw new OutputRefused('OutputNameRefused', `the name of output ${JSON.stringify(path)} cannot be a data path`);
}

function fileSize(root: string, path: string, entry: Dirent): number {
  const full = join(root, path);
  if (entry.isSymbolicLink()) return materialise(full, linkTarget(root, full, path));
  if (!entry.isFile())
    throw new OutputRefused('OutputSpecialFileRefused', `output ${path} is neither a file nor a folder`);
  const facts = lstatSync(full);
  return facts.nlink > 1 ? materialise(full, full) : facts.size;
}

function linkTarget(root: string, full: string, path: string): string {
  let target: string;
  try {
    target = realpathSync(full);
  } catch {
    throw new OutputRefused('OutputLinkRefused', `output ${path} is a link that leads nowhere`);
  }
  const inside = relative(realpathSync(root), target);
  if (inside === '..' || inside.startsWith(`..${sep}`))
    throw new OutputRefused('OutputLinkRefused', `output ${path} is a link that leaves the output directory`);
  const facts: Stats = lstatSync(target);
  if (facts.isDirectory()) throw new OutputRefused('OutputLinkRefused', `output ${path} is a link to a folder`);
  if (!facts.isFile())
    throw new OutputRefused('OutputSpecialFileRefused', `output ${path} is neither a file nor a folder`);
  return target;
}

/** Puts a copy of `target` (shared blocks where the file system can) in place of `full`; answers its size. */
function materialise(full: string, target: string): number {
  const copy = `${full}.copy-${process.pid}`;
  copyFileSync(target, copy, constants.COPYFILE_FICLONE);
  renameSync(copy, full);
  return lstatSync(full).size;
}
