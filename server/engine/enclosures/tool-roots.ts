/**
 * What a folder of TOOL_ENVS needs around it. `/x/env/bin` stands for the environment `/x/env`: its libraries lie beside
 * it. Its programs may be links or scripts that lead to an interpreter in yet another environment.
 */
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isShown, isWithin } from './sandbox-system.ts';

/** Beside `bin`, these make a folder an environment and not somebody's home. */
const SIGNS = ['conda-meta', 'pyvenv.cfg', 'lib', 'lib64', 'libexec', 'share'];

export class ToolRoots {
  private readonly known = new Map<string, { changed: number; roots: string[] }>();

  /**
   * @param shown folders that are visible anyhow
   * @param hidden folders that must never be, nor anything that holds them
   */
  constructor(
    private readonly shown: readonly string[],
    private readonly hidden: readonly string[],
  ) {}

  /** Folders to show for a folder of programs; looked up again when it changes. */
  of(folder: string): string[] {
    const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.known.get(folder);
    if (known?.changed === changed) return known.roots;
    const roots: string[] = [];
    this.add(folder, roots);
    this.known.set(folder, { changed, roots });
    return roots;
  }

  private add(folder: string, roots: string[]): void {
    if (!existsSync(folder)) return;
    for (const place of new Set([folder, realpathSync(folder)])) this.show(place, roots);
    for (const name of readdirSync(folder))
      for (const program of programsBehind(join(folder, name)))
        if (!isShown(program, [...this.shown, ...roots])) this.addInterpreter(program, roots);
  }

  private addInterpreter(program: string, roots: string[]): void {
    this.show(dirname(program), roots);
    this.show(dirname(realpathSync(program)), roots);
  }

  private show(folder: string, roots: string[]): void {
    const root = this.environmentOf(folder);
    const seen = [...this.shown, ...roots].some((other) => isWithin(root, other));
    if (!seen && this.mayShow(root)) roots.push(root);
  }

  private environmentOf(folder: string): string {
    const parent = dirname(folder);
    const isEnvironment = basename(folder) === 'bin' && SIGNS.some((sign) => existsSync(join(parent, sign)));
    return isEnvironment && this.mayShow(parent) ? parent : folder;
  }

  private mayShow(folder: string): boolean {
    const homes = dirname(homedir());
    const isHome = folder === homedir() || (homes !== '/' && dirname(folder) === homes);
    return folder !== '/' && !isHome && !this.hidden.some((secret) => isWithin(secret, folder));
  }
}

/** Where a link leads, link by link, and the interpreter of a script. */
function programsBehind(path: string): string[] {
  const found: string[] = [];
  try {
    if (lstatSync(path).isSymbolicLink()) found.push(realpathSync(path));
    const interpreter = interpreterOf(path);
    if (interpreter && existsSync(interpreter)) found.push(interpreter);
  } catch {
    // a dangling link or a file that cannot be read is nobody's program
  }
  return found;
}

function interpreterOf(path: string): string | undefined {
  if (!statSync(path).isFile()) return undefined;
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(256);
    const text = start.toString('latin1', 0, readSync(file, start, 0, start.length, 0));
    return /^#!\s*(\/[^\s]+)/.exec(text)?.[1];
  } finally {
    closeSync(file);
  }
}
