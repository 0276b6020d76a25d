/** Runs Slurm's own programs: arguments as a list, a small environment of our own, never a shell. */
import { execFile } from 'node:child_process';
import { findProgram, foldersOf } from '../../enclosures/programs.ts';

export interface CommandResult {
  /** Undefined when the program could not be started, was killed or took too long. */
  code: number | undefined;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  timeoutMs?: number;
  /** Ends the program as soon as its messages match. */
  giveUpOn?: RegExp;
  signal?: AbortSignal;
}

/** Runs one of Slurm's programs; a seam for tests. */
export type RunCommand = (program: string, args: readonly string[], options?: RunOptions) => Promise<CommandResult>;

const PROGRAMS = ['sbatch', 'squeue', 'scancel', 'scontrol'] as const;
const TIMEOUT_MS = 30_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** Programs that the cluster's client package would bring and that are not on PATH. */
export function missingPrograms(path = process.env.PATH ?? ''): string[] {
  return PROGRAMS.filter((program) => !findProgram(program, foldersOf(path)));
}

/**
 * The environment of Slurm's programs, which sbatch also hands to the nodes: nothing of the server's own settings or
 * secrets, and none of the SBATCH_ and SQUEUE_ variables that would change what the programs do.
 */
export function commandEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const { PATH = '/usr/bin:/bin', SLURM_CONF } = environment;
  return { PATH, LC_ALL: 'C', ...(SLURM_CONF ? { SLURM_CONF } : {}) };
}

export const runCommand: RunCommand = (program, args, { timeoutMs = TIMEOUT_MS, giveUpOn, signal } = {}) =>
  new Promise((resolve) => {
    const env = commandEnvironment(process.env);
    const child = execFile(
      program,
      [...args],
      { env, cwd: '/', timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_BYTES, ...(signal && { signal }) },
      (error, stdout, stderr) => {
        const code = error ? error.code : 0;
        const words = typeof code === 'number' || stderr !== '' ? stderr : (error?.message ?? '');
        resolve({ code: typeof code === 'number' ? code : undefined, stdout, stderr: words });
      },
    );
    if (!giveUpOn) return;
    let heard = '';
    child.stderr?.on('data', (text: string) => {
      heard += text;
      if (giveUpOn.test(heard)) child.kill('SIGKILL');
    });
  });

/** What a program complains about, as one sentence without the program's name. */
export function complaint({ stderr }: CommandResult): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^\w+: (error|fatal): /, '').trim())
    .filter(Boolean);
  return (lines.at(-1) ?? 'no answer').replace(/^Batch job submission failed: /, '');
}
