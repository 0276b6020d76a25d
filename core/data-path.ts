/**
 * Paths of data: `project:/a/b`, `project:|a/b`, `/a/b` or `a/b` (domain §1.4, §4). A normalised path starts with `/`,
 * has no empty parts and no slash at its end; the bucket itself is `/`. Whether the text ended with a slash is kept
 * apart, as that marks a folder on the wire.
 */

export interface DataPath {
  /** Name of the project (or bucket) written in front; absent for the own project. */
  project?: string;
  /** Normalised: `/a/b`, or `/` for the root. */
  path: string;
  /** The text said that this is a folder: trailing slash, or the root. */
  folder: boolean;
}

export type PathFault = 'too-long' | 'too-deep' | 'bad';
export type ParsedPath = { ok: true; value: DataPath } | { ok: false; fault: PathFault; code: string };

/** Longest object key in bytes (error 01030014) and deepest folder (01030017): limits of the file system behind. */
export const MAX_PATH_BYTES = 1024;
export const MAX_PATH_LEVELS = 45;

const CODES: Record<PathFault, string> = {
  'too-long': 'eihealth.01030014',
  'too-deep': 'eihealth.01030017',
  bad: 'eihealth.01030023',
};

const CONTROL = /\p{Cc}|\p{Cs}/u;

function fault(kind: PathFault): ParsedPath {
  return { ok: false, fault: kind, code: CODES[kind] };
}

/** Reads a path in any of its documented forms. `.` and `..` are refused, not resolved. */
export function parseDataPath(text: string): ParsedPath {
  const prefixed = /^([^/:|]+):\|?(.*)$/s.exec(text);
  if (!prefixed && text.startsWith(':')) return fault('bad');
  const rest = prefixed?.[2] ?? text;
  if (CONTROL.test(text)) return fault('bad');
  const parts = rest.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '.' || part === '..')) return fault('bad');
  if (parts.length > MAX_PATH_LEVELS) return fault('too-deep');
  const path = `/${parts.join('/')}`;
  if (new TextEncoder().encode(path).length - 1 > MAX_PATH_BYTES) return fault('too-long');
  const value: DataPath = { path, folder: parts.length === 0 || rest.endsWith('/') };
  return { ok: true, value: prefixed?.[1] ? { project: prefixed[1], ...value } : value };
}

/** Writes a path as the reference does: `project:/a/b`, with a slash at the end of a folder. */
export function formatDataPath(value: DataPath): string {
  const path = value.folder && value.path !== '/' ? `${value.path}/` : value.path;
  return value.project === undefined ? path : `${value.project}:${path}`;
}

/** A path with the own project's name taken off, so that equal data have equal texts. */
export function withoutOwnProject(value: DataPath, ownProject: string): DataPath {
  if (value.project !== ownProject) return value;
  return { path: value.path, folder: value.folder };
}

/** Joins normalised paths and relative parts; empty parts vanish. `..` is for the caller to have refused. */
export function joinPath(...parts: string[]): string {
  const joined = parts.flatMap((part) => part.split('/').filter((piece) => piece !== ''));
  return `/${joined.join('/')}`;
}

/** Folder a normalised path lies in; `/` for the root and for what lies directly in it. */
export function parentPath(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}

/** Last part of a path, also of one that ends with a slash; empty for the root. */
export function baseName(path: string): string {
  const plain = path.endsWith('/') ? path.slice(0, -1) : path;
  return plain.slice(plain.lastIndexOf('/') + 1);
}

/** Whether a path as written on the wire names a folder. */
export function isFolderPath(text: string): boolean {
  const parsed = parseDataPath(text);
  return parsed.ok && parsed.value.folder;
}

/** Whether `path` is `folder` or lies in it; both normalised. */
export function isInside(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
