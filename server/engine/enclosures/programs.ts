/** Where commands look for programs. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The server's own search path. */
export const serverPath = (): string => process.env.PATH || '/usr/local/bin:/usr/bin:/bin';

export const foldersOf = (path: string): string[] => path.split(delimiter).filter(Boolean);

/** A program by name in the first of the folders that has it and that passes `mayUse`. */
export function findProgram(
  name: string,
  folders: readonly string[],
  mayUse: (path: string) => boolean = () => true,
): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => isProgram(path) && mayUse(path));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
