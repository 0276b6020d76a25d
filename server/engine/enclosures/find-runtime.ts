/** Container runtimes are asked, not looked for: a program on PATH whose daemon is away runs nothing. */
import { answers } from './images.ts';
import { findProgram, foldersOf } from './programs.ts';

export const RUNTIMES = ['podman', 'docker', 'apptainer'] as const;
export type Runtime = (typeof RUNTIMES)[number];

const QUESTIONS: Record<Runtime, string[]> = {
  podman: ['info'],
  docker: ['version', '--format', '{{.Server.Version}}'],
  apptainer: ['version'],
};

/** The first of the wanted runtimes that answers, with the path of its program. */
export async function findRuntime(
  wanted: readonly Runtime[],
  path: string = process.env.PATH ?? '',
): Promise<{ runtime: Runtime; program: string } | undefined> {
  for (const runtime of wanted) {
    const program = findProgram(runtime, foldersOf(path));
    if (program && (await answers(program, QUESTIONS[runtime]))) return { runtime, program };
  }
  return undefined;
}
