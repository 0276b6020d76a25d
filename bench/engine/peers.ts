/** The same trivial work in the programs people use on one machine: a fan-out and a chain, two at a time. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, foldersOf, serverPath } from '#server/engine/enclosures/programs.ts';

export const SLOTS = 2;

export interface Peer {
  name: string;
  /** Makes and depends on files and keeps track of them: a workflow engine, not only a way to start processes. */
  isWorkflowEngine: boolean;
  /** Seconds for so many instances that depend on nothing. */
  fanOut(instances: number): Promise<number>;
  /** Seconds for so many steps, each reading what the one before wrote; undefined where there are no dependencies. */
  chain?(steps: number): Promise<number>;
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Whoever takes longer is not waited for: programs have been seen to stand still on a busy machine. */
const PATIENCE_MS = 180_000;

/** Runs a program in a folder with these files, and times it. @throws Error when it fails or stands still */
async function timed(program: string, args: string[], files: Record<string, string>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'eihealth-bench-peer-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const begun = performance.now();
    const messages: Buffer[] = [];
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    child.stderr.on('data', (chunk: Buffer) => messages.push(chunk));
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(`${program} ended with ${code}: ${Buffer.concat(messages).toString().slice(-500)}`);
    return (performance.now() - begun) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const parallel = (program: string): Peer => ({
  name: 'GNU parallel',
  isWorkflowEngine: false,
  fanOut: (instances) =>
    timed(program, ['-j', String(SLOTS), '-a', 'list', 'true'], { list: numbers(instances).join('\n') }),
});

const make = (program: string): Peer => ({
  name: 'make',
  isWorkflowEngine: false,
  fanOut: (instances) => {
    const targets = numbers(instances).map((at) => `t${at}`);
    // The shell is named, or make would start `true` without one.
    const rule = `all: ${targets.join(' ')}\n${targets.join(' ')}:\n\t@/bin/sh -c true\n.PHONY: ${targets.join(' ')}\n`;
    return timed(program, [`-j${SLOTS}`], { Makefile: rule });
  },
  chain: (steps) => {
    const rules = numbers(steps).map((at) => `f${at + 1}: f${at}\n\tcat f${at} > f${at + 1}\n`);
    return timed(program, [`-j${SLOTS}`], { Makefile: `all: f${steps}\n${rules.join('')}`, f0: 'x' });
  },
});

const snakemake = (program: string): Peer => {
  const run = (text: string, files: Record<string, string> = {}) =>
    timed(program, ['--cores', String(SLOTS), '--quiet', '-s', 'Snakefile'], { ...files, Snakefile: text });
  return {
    name: 'Snakemake',
    isWorkflowEngine: true,
    fanOut: (instances) =>
      run(
        `rule all:\n  input: expand("f{i}", i=range(${instances}))\nrule one:\n  output: "f{i}"\n  shell: "true > {output}"\n`,
      ),
    chain: (steps) => {
      const rules = numbers(steps).map(
        (at) => `rule r${at}:\n  input: "f${at}"\n  output: "f${at + 1}"\n  shell: "cat {input} > {output}"\n`,
      );
      return run(`rule all:\n  input: "f${steps}"\n${rules.join('')}`, { f0: 'x' });
    },
  };
};

const cwltool = (program: string): Peer => {
  const run = (document: object, job: object) =>
    timed(program, ['--parallel', '--quiet', 'flow.cwl', 'job.json'], {
      'flow.cwl': JSON.stringify(document),
      'job.json': JSON.stringify(job),
    });
  const base = { cwlVersion: 'v1.2', class: 'Workflow' };
  return {
    name: 'cwltool',
    isWorkflowEngine: true,
    fanOut: (instances) =>
      run(
        {
          ...base,
          requirements: { ScatterFeatureRequirement: {} },
          inputs: { values: 'int[]' },
          outputs: {},
          steps: {
            one: {
              run: { class: 'CommandLineTool', baseCommand: 'true', inputs: { value: 'int' }, outputs: {} },
              scatter: 'value',
              in: { value: 'values' },
              out: [],
            },
          },
        },
        { values: numbers(instances) },
      ),
    chain: (steps) => {
      const tool = {
        class: 'CommandLineTool',
        baseCommand: 'cat',
        stdin: '$(inputs.before.path)',
        stdout: 'after',
        inputs: { before: 'File' },
        outputs: { after: { type: 'stdout' } },
      };
      const step = (at: number) => ({
        run: tool,
        in: { before: at === 0 ? 'first' : `s${at - 1}/after` },
        out: ['after'],
      });
      return run(
        {
          ...base,
          inputs: { first: 'File' },
          outputs: { last: { type: 'File', outputSource: `s${steps - 1}/after` } },
          steps: Object.fromEntries(numbers(steps).map((at) => [`s${at}`, step(at)])),
        },
        { first: { class: 'File', path: 'flow.cwl' } },
      );
    },
  };
};

const PEERS: Record<string, (program: string) => Peer> = { parallel, make, snakemake, cwltool };

/** The peers installed here, and the names of those that are not. */
export function findPeers(): { peers: Peer[]; missing: string[] } {
  const found = Object.entries(PEERS).map(([name, peer]) => ({
    name,
    peer,
    program: findProgram(name, foldersOf(serverPath())),
  }));
  return {
    peers: found.flatMap(({ peer, program }) => (program ? [peer(program)] : [])),
    missing: found.filter(({ program }) => !program).map(({ name }) => name),
  };
}
