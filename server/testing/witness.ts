/**
 * A file outside the platform to which commands append lines, so that others see what really ran. The sandbox lets
 * nobody write a file there; but a pipe in a folder that it shows takes what is written, and somebody outside keeps it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LAST = 'all was read';

export class Witness {
  readonly folder = mkdtempSync(join(tmpdir(), 'eihealth-outside-'));
  /** What commands append to, with `>>`. */
  readonly path: string;
  private readonly kept = join(this.folder, 'lines');
  private readonly keeper: ChildProcess | undefined;

  /** @param sandboxed commands run in the sandbox, which must show `folder` (SANDBOX_BINDS) */
  constructor(sandboxed: boolean) {
    this.path = sandboxed ? join(this.folder, 'pipe') : this.kept;
    appendFileSync(this.kept, '');
    if (!sandboxed) return;
    execFileSync('mkfifo', [this.path]);
    // Open for both: it never ends, however often writers come and go.
    const keep = ['-c', 'exec cat 0<>"$0" >>"$1"', this.path, this.kept];
    this.keeper = spawn('/bin/sh', keep, { stdio: 'ignore' });
  }

  /** All lines that were written until now. */
  async lines(): Promise<string[]> {
    if (!this.keeper) return this.read();
    appendFileSync(this.path, `${LAST}\n`);
    while (this.read().at(-1) !== LAST) await pause(20);
    return this.read().filter((line) => line !== LAST);
  }

  close(): void {
    this.keeper?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read(): string[] {
    return readFileSync(this.kept, 'utf8').split('\n').filter(Boolean);
  }
}
