/** One text for one piece of data: paths in plans are normalised and drop the own project's name. */
import { formatDataPath, parseDataPath, withoutOwnProject } from '../data-path.ts';
import type { ParameterType } from '../workflow/types.ts';

export function isPathType(type: ParameterType): boolean {
  return type === 'FILE' || type === 'DIRECTORY';
}

/** A path as `/a/b`, or `project:/a/b` for another project, without a slash at its end; other values as they are. */
export function normaliseValue(type: ParameterType, value: string, projectName: string): string {
  if (!isPathType(type)) return value;
  const parsed = parseDataPath(value);
  if (!parsed.ok) return value;
  return formatDataPath({ ...withoutOwnProject(parsed.value, projectName), folder: false });
}
