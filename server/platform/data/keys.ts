/** From the paths of the wire (`project:/a/b/`) to keys of the project's bucket (`a/b`), and back. */
import { baseName, formatDataPath, parentPath, parseDataPath } from '#core/data-path.ts';
import { refuse } from '../../errors.ts';

/** A place in a bucket; the root has the key ''. */
export interface DataKey {
  key: string;
  /** The text said that it is a folder: a slash at its end, or the root. */
  folder: boolean;
}

/** Longest name of one file or folder in bytes: what file systems take. */
const MAX_NAME_BYTES = 255;

/**
 * @param text with or without the project in front
 * @throws ApiError 400 for a path that is malformed, too long or too deep, 404 for one of another project
 */
export function readPath(project: { id: string; name: string }, text: string): DataKey {
  const parsed = parseDataPath(text);
  if (!parsed.ok)
    throw refuse(parsed.code.replace('eihealth.', ''), `${text} is not a valid data path: ${parsed.fault}`);
  const { project: named, path, folder } = parsed.value;
  if (named !== undefined && named !== project.name && named !== project.id)
    throw refuse('01030001', `${text} is not in project ${project.name}`);
  for (const name of path.split('/'))
    if (Buffer.byteLength(name) > MAX_NAME_BYTES)
      throw refuse('01030014', `A name in ${text} is longer than ${MAX_NAME_BYTES} bytes`);
  return { key: path.slice(1), folder };
}

/** @param folder as on the wire; @param name one or more levels below it, never with a project in front */
export function readPathBelow(
  project: { id: string; name: string },
  folder: string | undefined,
  name: string,
): DataKey {
  const parent = readPath(project, folder ?? '');
  return readPath(project, `/${parent.key}/${name}`);
}

export const parentKey = (key: string) => parentPath(`/${key}`).slice(1);
export const nameOf = (key: string) => baseName(`/${key}`);

/** Keys of the folders above a key, the top one first. */
export function foldersAbove(key: string): string[] {
  const found: string[] = [];
  for (let parent = parentKey(key); parent !== ''; parent = parentKey(parent)) found.unshift(parent);
  return found;
}

/** A key as the reference prints it: `project:/a/b`, a slash at the end of a folder. */
export function presentPath(project: { name: string }, key: string, folder: boolean): string {
  return formatDataPath({ project: project.name, path: `/${key}`, folder });
}

/** All keys below a folder are from `from` up to, not including, `to`: keys are compared as bytes, `0` follows `/`. */
export function rangeBelow(key: string): { from: string; to: string } | undefined {
  return key === '' ? undefined : { from: `${key}/`, to: `${key}0` };
}
