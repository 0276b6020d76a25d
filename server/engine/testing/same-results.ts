/** The same workflows on one executor after the other: what they leave in the project. */
import { expect, test } from 'vitest';
import { JobLab, type LabTask } from '../../platform/jobs/testing.ts';
import { seedSamples } from '../../platform/samples/seed-samples.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { findProgram, foldersOf, serverPath } from '../enclosures/programs.ts';
import { comparableTree } from './comparable.ts';

/** Results of one workflow, by path below the output folder of its job. */
export type Results = Record<string, string>;

export interface AllResults {
  /** What any system has: every kind of edge, input and output, names and values that are hard on shells. */
  everyday: Results;
  /** The sample workflow that POSIX commands are enough for. */
  'qc-report': Results;
  /** The sample workflow with real tools; undefined where they are not installed. */
  variants?: Results;
}

const TOOLS = ['fastp', 'bwa', 'samtools', 'bcftools'] as const;

const missingTools = (): string[] => TOOLS.filter((name) => !findProgram(name, foldersOf(serverPath())));

const HARD = ['plain', 'two words', `$(touch hacked) \`id\` "; '*'.fq`, '基因 naïve'];

const EVERYDAY: LabTask[] = [
  {
    name: 'spread',
    commands: [
      'printf "%s\\n" "$EIHEALTH_INPUT_WORD" > ${o}/word',
      'seq ${n} | sort -r > "${o}/numbers, sorted"',
      'mkdir ${o}/empty ${o}/deep && : > ${o}/deep/nothing',
      'ln -s ../word ${o}/deep/link',
      'seq 1 40000 | sha256sum > ${o}/deep/sum',
      'head -c 300000 /dev/zero > ${big}',
      'echo said; echo complained >&2',
    ],
    inputs: [
      { name: 'word', concurrent: 'vars_iter', value: HARD },
      { name: 'n', concurrent: 'vars_iter', value: ['3', '12'] },
    ],
    outputs: [
      { name: 'o', type: 'DIRECTORY', value: 'd' },
      { name: 'big', value: 'big' },
    ],
  },
  {
    name: 'follow',
    commands: [
      'cut -c 1-5 ${d}/word > ${o}',
      'wc -c < ${d}/deep/sum >> ${o}',
      'pwd | wc -l >> ${o}; ulimit -f >> ${o}',
    ],
    inputs: [{ name: 'd', type: 'DIRECTORY', concurrent: 'vars_iter', value: '${spread.o}' }],
    outputs: [{ name: 'o', value: 'o' }],
  },
  {
    name: 'gather',
    commands: [
      'cat ${all} | sort > ${o}',
      'ls -A | wc -l >> ${o}; umask >> ${o}; [ -w "$TMPDIR" ] && echo writable >> ${o}',
      // What a shell sets for itself is not ours.
      'env | cut -d = -f 1 | grep -Evx "_|PWD|OLDPWD|SHLVL" | sort > ${names}',
    ],
    inputs: [{ name: 'all', type: 'FILE', value: '${follow.o}' }],
    outputs: [
      { name: 'o', value: 'o' },
      { name: 'names', value: 'names' },
    ],
  },
];

/**
 * Declares a test that says loudly when the workflow with real tools cannot be compared here, and that fails where it
 * must be (TOOLS_REQUIRED, which the build machine sets).
 */
export function declareToolsHere(): void {
  test('the tools of the sample workflow are on this machine', async ({ annotate }) => {
    const missing = missingTools();
    if (process.env.TOOLS_REQUIRED) expect(missing).toEqual([]);
    if (missing.length === 0) return;
    const words = `results of the sample workflow "variants": this machine lacks ${missing.join(', ')}`;
    console.warn(`NOT COMPARED: ${words}`);
    await annotate(`not compared: ${words}`);
  });
}

/** Runs all of them on a server with these settings. @throws Error when a job does not succeed */
export async function resultsOn(settings: Record<string, string>): Promise<AllResults> {
  const server = await startTestServer(settings);
  try {
    await seedSamples(server.platform);
    const everyday = await JobLab.open(server);
    const { projects } = (await server.call('eihealth.listProject')).body;
    const samples = projects.find(({ name }: { name: string }) => name === 'demo').id as string;
    const first = (await server.call('eihealth.listJob', { path: { eihealth_project_id: samples } })).body.jobs[0].id;
    const tools = missingTools().length === 0;
    const [own, report, variants] = await Promise.all([
      everyday.start(await everyday.workflow(EVERYDAY), { output_dir: '/out' }).then(({ body }) => body.id as string),
      first as string,
      tools ? startSample(server, samples, 'variants') : undefined,
    ]);
    return {
      everyday: await resultsOf(server, everyday.projectId, own),
      'qc-report': await resultsOf(server, samples, report),
      ...(variants ? { variants: await resultsOf(server, samples, variants) } : {}),
    };
  } finally {
    await server.close();
  }
}

async function startSample(server: TestServer, projectId: string, name: string): Promise<string> {
  const path = { eihealth_project_id: projectId };
  const { workflows } = (await server.call('eihealth.listWorkflow', { path, query: { name } })).body;
  const body = { name, tool_id: workflows[0].id, tool_type: 'workflow' };
  const { status, body: started } = await server.call('eihealth.executeJob', { path, body });
  if (status !== 201) throw new Error(`${name} does not start: ${JSON.stringify(started)}`);
  return started.id;
}

async function resultsOf(server: TestServer, projectId: string, jobId: string): Promise<Results> {
  const lab = await JobLab.of(server, projectId);
  await lab.finished(jobId);
  const job = await lab.show(jobId);
  if (job.status !== 'SUCCEEDED') throw new Error(`${job.name} is ${job.status}: ${job.failed_message}`);
  return comparableTree(server.platform.store.hostPath(lab.bucket, job.output_dir.slice(1)));
}
