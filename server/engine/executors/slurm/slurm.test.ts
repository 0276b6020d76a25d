import { describe, expect, it } from 'vitest';
import type { AttemptRequest } from '../../executor.ts';
import { clusterFacts, parseNodes, settings } from './cluster.ts';
import { commandEnvironment, complaint, missingPrograms } from './commands.ts';
import type { Marks } from './marks.ts';
import { parseQueue, type QueueRow } from './queue.ts';
import { refusalOf } from './refusals.ts';
import { launchScript } from './scripts.ts';
import { arrayIndices, groupByWishes, readIndices, sbatchArguments, wishesOf } from './submission.ts';
import { judge } from './verdict.ts';

const request = (extra: Partial<AttemptRequest> = {}): AttemptRequest => ({
  key: { jobId: 'j', task: 't', index: 0, attempt: 1 },
  place: { projectName: 'p', bucket: 'b', outputDir: '/o' },
  priority: 0,
  resources: { cpus: 0.5, memoryBytes: 1024 ** 3, gpus: 0 },
  timeoutSeconds: 3600,
  script: '',
  env: {},
  outputFolders: [],
  ...extra,
});

describe('what sbatch is asked for', () => {
  const site = { partition: 'main', account: 'lab', qos: 'low', extra: ['--reservation=r1'] };

  it('is written exactly', () => {
    const wishes = wishesOf(
      request({
        resources: { cpus: 2.1, memoryBytes: 1024 ** 3 + 1, gpus: 2, gpuType: 'tesla' },
        nodeLabel: 'fast',
        priority: 9,
      }),
    );
    const batch = { name: 'eihealth-1-2', folder: '/data/slurm/eihealth-1-2', wishes };
    expect(sbatchArguments(batch, [0, 1, 2, 5], site, { memory: true, maxMinutes: 30 })).toEqual([
      '--parsable',
      '--job-name=eihealth-1-2',
      '--array=0-2,5',
      '--chdir=/data/slurm/eihealth-1-2',
      '--output=%a/log',
      '--open-mode=append',
      '--input=/dev/null',
      '--no-requeue',
      '--export=ALL',
      '--nodes=1',
      '--ntasks=1',
      '--cpus-per-task=3',
      '--mem=1025M',
      '--gres=gpu:tesla:2',
      '--constraint=fast',
      '--time=30',
      '--nice=0',
      '--partition=main',
      '--account=lab',
      '--qos=low',
      '--reservation=r1',
      '/data/slurm/eihealth-1-2/batch.sh',
      '/data/slurm/eihealth-1-2',
    ]);
  });

  it('leaves out memory where Slurm does not hand it out, and what nobody set', () => {
    const batch = { name: 'n', folder: '/f', wishes: wishesOf(request()) };
    const bare = { partition: '', account: '', qos: '', extra: [] };
    const words = sbatchArguments(batch, [0], bare, { memory: false }).join(' ');
    expect(words).not.toMatch(/mem|gres|constraint|partition|account|qos/);
    expect(words).toMatch(/--time=62 --nice=900 /);
  });

  it.each(['a&b', '[a|b]', 'a b', 'x;y', ''])('refuses the label %j, which is no plain name', (nodeLabel) => {
    expect(() => wishesOf(request({ nodeLabel }))).toThrow(/label/);
  });

  it('is the same for instances that start a minute apart in a long job', () => {
    const requests = [86_400, 86_340, 600].map((timeoutSeconds) => request({ timeoutSeconds }));
    expect(groupByWishes(requests.map((one) => ({ request: one, wishes: wishesOf(one) })))).toHaveLength(2);
  });

  it('writes and reads indices', () => {
    for (const indices of [[0], [0, 1, 2], [0, 2, 3, 9]]) expect(readIndices(arrayIndices(indices))).toEqual(indices);
  });
});

describe('what runs on a node', () => {
  it('holds every value as data', () => {
    const script = launchScript('/a', { command: ['/bin/sh', "it's"], cwd: '/w d', env: { A: `$(x) 'y' "z"` } });
    expect(script).toContain(`cd '/w d' || exit`);
    expect(script).toContain(`exec 'env' '-i' 'A=$(x) '\\''y'\\'' "z"' '/bin/sh' '-c'`);
    expect(script).toContain(`'it'\\''s'`);
  });

  it('gets no setting of the server', () => {
    const environment = { PATH: '/bin', SLURM_CONF: '/etc/s', ADMIN_PASSWORD: 'x', SBATCH_ACCOUNT: 'y', HOME: '/root' };
    expect(commandEnvironment(environment)).toEqual({ PATH: '/bin', LC_ALL: 'C', SLURM_CONF: '/etc/s' });
  });
});

describe('what Slurm says', () => {
  it('names the programs that are missing', () => {
    expect(missingPrograms('/nowhere')).toEqual(['sbatch', 'squeue', 'scancel', 'scontrol']);
  });

  const row = (name: string, index: string, state: string, status: string, node: string, reason: string) =>
    name.padEnd(64) +
    '12'.padEnd(16) +
    index.padEnd(16) +
    state.padEnd(24) +
    status.padEnd(16) +
    node.padEnd(128) +
    reason.padEnd(256);

  it('lists our elements, whatever way the release prints exit codes', () => {
    const text = [
      row('eihealth-1-a', '0', 'FAILED', '768', 'n1', 'NonZeroExitCode'),
      row('eihealth-1-a', '1', 'FAILED', '0:9', 'n2', 'JobLaunchFailure'),
      row('eihealth-1-a', '2', 'PENDING', '0', '(null)', 'ReqNodeNotAvail, UnavailableNodes:n1'),
      row('eihealth-1-a', 'N/A', 'PENDING', '0', '', 'None'),
      row('other', '0', 'RUNNING', '0', 'n1', 'None'),
    ].join('\n');
    const found = parseQueue(text, 'eihealth-1-');
    expect([...found.keys()]).toEqual(['eihealth-1-a/0', 'eihealth-1-a/1', 'eihealth-1-a/2']);
    expect(found.get('eihealth-1-a/0')).toMatchObject([{ jobId: '12_0', exitCode: 3, signal: 0, node: 'n1' }]);
    expect(found.get('eihealth-1-a/1')).toMatchObject([{ exitCode: 0, signal: 9 }]);
    expect(found.get('eihealth-1-a/2')).toMatchObject([{ node: '', reason: 'ReqNodeNotAvail, UnavailableNodes:n1' }]);
  });

  it('describes nodes', () => {
    const line = (name: string, more: string) =>
      `NodeName=${name} Arch=x86_64 CPUAlloc=3 CPUEfctv=8 CPUTot=8 ActiveFeatures=big,fast ${more} Partitions=main,gpu OS=Linux 6 #1 SMP`;
    const text = [
      line('a', 'RealMemory=1000 AllocMem=10 Gres=gpu:a100:2(S:0-1),shard:4 GresUsed=gpu:a100:1(IDX:0,1) State=MIXED'),
      `${line('b', 'RealMemory=1000 AllocMem=0 Gres=(null) State=IDLE+DRAIN')} Reason=new disk [root@2026-11-21T00:00:00]`,
      `${line('c', 'RealMemory=1000 AllocMem=0 Gres=(null) State=DOWN*')} Reason=Not responding [slurm@2026-11-21T00:00:00]`,
      line('d', 'RealMemory=1000 AllocMem=0 Gres=(null) State=IDLE+CLOUD+POWERED_DOWN'),
      line('e', 'RealMemory=1 State=IDLE').replace('main,gpu', 'other'),
    ].join('\n');
    expect(parseNodes(text, ['main'])).toMatchObject([
      {
        id: 'a',
        cpus: 8,
        memoryBytes: 1000 * 1024 ** 2,
        gpus: 2,
        gpuType: 'a100',
        labels: ['big', 'fast'],
        state: 'ACTIVE',
        reason: '',
        allocated: { cpus: 3, memoryBytes: 10 * 1024 ** 2, gpus: 1 },
      },
      { id: 'b', state: 'ACTIVE', reason: 'DRAIN: new disk', gpus: 0 },
      { id: 'c', state: 'DOWN', reason: 'DOWN+NOT_RESPONDING: Not responding' },
      { id: 'd', state: 'ACTIVE', reason: '' },
    ]);
  });

  it('tells its limits', () => {
    const config = settings('MaxArraySize            = 101\nSelectTypeParameters    = CR_CORE\n');
    const partitions =
      'PartitionName=a Default=NO MaxTime=1-02:03:00 State=UP\nPartitionName=b Default=YES MaxTime=UNLIMITED State=UP';
    const facts = { maxArraySize: 101, memory: false };
    expect(clusterFacts(config, partitions, '')).toEqual({ ...facts, partitions: ['b'] });
    expect(clusterFacts(config, partitions, 'a,b')).toEqual({
      ...facts,
      partitions: ['a', 'b'],
      maxMinutes: 26 * 60 + 3,
    });
  });

  it.each([
    ['sbatch: error: Batch job submission failed: Invalid feature specification', 'later'],
    ['sbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit)', 'later'],
    ['sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying', 'later'],
    ['sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)', 'unsure'],
    ['sbatch: error: Batch job submission failed: Socket timed out on send/recv operation', 'unsure'],
    ['sbatch: error: Batch job submission failed: Requested node configuration is not available', 'never'],
    ['sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified', 'never'],
  ])('%s', (stderr, kind) => {
    expect(refusalOf(stderr, complaint({ code: 1, stdout: '', stderr }), false).kind).toBe(kind);
  });

  it('leaves open what became of a killed sbatch', () => {
    expect(refusalOf('', 'no answer', true)).toEqual({ kind: 'unsure', words: 'no answer' });
  });
});

describe('how an attempt ended', () => {
  const element = (state: string, extra: Partial<QueueRow> = {}): QueueRow => ({
    batch: 'b',
    index: 0,
    jobId: '1_0',
    state,
    reason: '',
    node: 'n1',
    exitCode: 0,
    signal: 0,
    ...extra,
  });
  const none: Marks = { cancelled: false, withdrawn: false };
  const begun: Marks = { ...none, begunAt: 1 };
  const exit = (exitCode: number): Marks => ({ ...begun, exit: { exitCode, at: 5, usage: {} } });
  const early = (rows: QueueRow[], marks: Marks, asked = false) =>
    judge({ rows, marks, asked, overMs: 0, visibleMs: 100, overdueMs: 100, now: 9 });
  const judged = (rows: QueueRow[], marks: Marks, now: number) =>
    judge({ rows, marks, asked: false, overMs: 0, visibleMs: 9, overdueMs: 100, now });
  const late = (rows: QueueRow[], marks: Marks) =>
    judge({ rows, marks, asked: false, overMs: 100, visibleMs: 100, overdueMs: 100, now: 9 });

  it.each([
    ['runs', early([element('RUNNING')], exit(0)), 'live'],
    ['ended long ago, says its mark', judged([element('RUNNING')], exit(0), 105), { exitCode: 0, at: 5 }],
    ['ended a moment ago, says its mark', judged([element('RUNNING')], exit(0), 104), 'live'],
    ['is being cleaned up', early([element('COMPLETING')], exit(0)), 'live'],
    ['left a code', early([element('COMPLETED')], exit(0)), { exitCode: 0, at: 5 }],
    ['left a code that Slurm has forgotten', early([], exit(3)), { exitCode: 3, at: 5 }],
    ['found itself begun elsewhere', early([element('FAILED', { exitCode: 125 }), element('RUNNING')], begun), 'live'],
    ['mark is not visible yet', early([element('COMPLETED')], begun), 'wait'],
    ['mark never became visible', late([element('COMPLETED')], begun), { reason: 'LOST' }],
    ['node does not see the folder', late([element('FAILED', { exitCode: 123 })], none), { reason: 'START_FAILED' }],
    [
      'was cancelled at our request',
      early([element('FAILED')], { ...exit(143), cancelled: true }),
      { reason: 'CANCELLED' },
    ],
    ['was cancelled by another', early([element('CANCELLED')], exit(143)), { reason: 'STOPPED', exitCode: 143 }],
    ['was cancelled by another and said 0', early([element('CANCELLED')], exit(0)), { reason: 'STOPPED' }],
    ['was taken back', early([element('CANCELLED')], { ...none, withdrawn: true }), { reason: 'CANCELLED' }],
    [
      'had begun before it was taken back',
      early([element('COMPLETED')], { ...exit(0), withdrawn: true }),
      { exitCode: 0 },
    ],
    ['reached its limit', early([element('TIMEOUT')], exit(143)), { reason: 'TIME_LIMIT' }],
    ['needed too much', early([element('OUT_OF_MEMORY')], begun), { reason: 'OUT_OF_MEMORY' }],
    ['was killed', early([element('FAILED', { signal: 9 })], begun), { signal: 'SIGKILL' }],
    ['ended before its node failed', early([element('NODE_FAIL')], exit(0)), { exitCode: 0 }],
    ['node failed', late([element('NODE_FAIL')], begun), { reason: 'NODE_FAILED' }],
    ['is unknown and never began', late([], none), 'again'],
    ['is unknown, not for long', early([], none), 'wait'],
    ['is unknown and had begun', late([], begun), { reason: 'LOST' }],
  ])('%s', (_, verdict, expected) => {
    if (typeof expected === 'string') expect(verdict).toBe(expected);
    else expect(verdict).toMatchObject(expected);
  });
});
