/** Whether the sandbox works here is found out by running one: a kernel, a container or a policy may forbid it. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BubblewrapEnclosure, type BubblewrapOptions } from './bubblewrap.ts';
import type { HostFolder } from './enclosure.ts';
import { findProgram, foldersOf, serverPath } from './programs.ts';

export type SandboxProbe = { enclosure: BubblewrapEnclosure } | { reason: string };

const PROBE_MS = 10_000;
const EXPECTED = 'the sandbox works';

/** A sandbox that has run, or why there is none, in words. */
export async function probeSandbox(options: Omit<BubblewrapOptions, 'program' | 'sized'>): Promise<SandboxProbe> {
  if (process.platform !== 'linux') return { reason: 'bubblewrap is for Linux only' };
  const program = findProgram('bwrap', foldersOf(serverPath()));
  if (!program) return { reason: 'bubblewrap is not installed' };
  let reason = '';
  for (const sized of [true, false]) {
    const enclosure = new BubblewrapEnclosure({ ...options, program, sized });
    const exposed = enclosure.exposed();
    if (exposed) return { reason: `${exposed.secret} lies in ${exposed.folder}, which commands may read` };
    const complaint = await tryOut(enclosure, options.folder);
    if (complaint === undefined) return { enclosure };
    reason ||= complaint;
  }
  return { reason: `bubblewrap does not work here: ${reason}` };
}

async function tryOut(enclosure: BubblewrapEnclosure, parent: string): Promise<string | undefined> {
  const folder = makeFolder(mkdtempSync(join(parent, 'probe-')));
  try {
    const { command, cwd, env } = enclosure.launch(folder, {
      key: { jobId: 'probe', task: 'probe', index: 0, attempt: 1 },
      place: { projectName: 'probe', bucket: '.', outputDir: '/probe' },
      priority: 0,
      resources: { cpus: 1, memoryBytes: 1e8, gpus: 0 },
      timeoutSeconds: 1,
      script: '',
      env: {},
      outputFolders: [],
    });
    return await complaintOf(command, cwd, env);
  } finally {
    rmSync(folder.root, { recursive: true, force: true });
  }
}

function makeFolder(root: string): HostFolder {
  const path = (name: string) => join(root, name);
  for (const name of ['work', 'out', 'tmp']) mkdirSync(path(name));
  writeFileSync(path('script.sh'), `echo ${EXPECTED}\n`);
  return {
    root,
    work: path('work'),
    out: path('out'),
    tmp: path('tmp'),
    script: path('script.sh'),
    log: path('log'),
  };
}

function complaintOf(
  [program = '', ...args]: string[],
  cwd: string,
  env: Record<string, string>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env, timeout: PROBE_MS }, (error, output, complaints) => {
      if (!error && output.trim() === EXPECTED) resolve(undefined);
      else resolve(complaints.trim().split('\n').at(-1) || error?.message || 'it says nothing');
    });
  });
}
