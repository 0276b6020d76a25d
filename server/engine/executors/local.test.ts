import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlainEnclosure } from '../enclosures/plain.ts';
import type { AttemptFact, AttemptKey, FactPosition } from '../executor.ts';
import { LocalExecutor } from './local.ts';
import { inspectOutputs } from './outputs.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'local-'));
const executor = new LocalExecutor({
  dataDir,
  slots: 2,
  enclosure: new PlainEnclosure({
    toolEnvs: { 'tools/a:1': '/opt/a/bin' },
    hostPath: (bucket, key) => join(dataDir, 'objects', bucket, key),
  }),
});

let position: FactPosition | undefined;
const facts: AttemptFact[] = [];
let wake: () => void = () => undefined;

async function ended(key: AttemptKey): Promise<AttemptFact & { type: 'ended' }> {
  for (;;) {
    for (const fact of facts) if (fact.type === 'ended' && same(fact.key, key)) return fact;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

const same = (a: AttemptKey, b: AttemptKey) => JSON.stringify(Object.values(a)) === JSON.stringify(Object.values(b));

const place = { projectName: 'p', bucket: 'b', outputDir: '/out' };

async function run(task: string, script: string, extra: { env?: Record<string, string>; image?: string } = {}) {
  const key = { jobId: 'job', task, index: 0, attempt: 1 };
  const request = {
    key,
    place,
    priority: 0,
    resources: { cpus: 0.1, memoryBytes: 1e8, gpus: 0 },
    timeoutSeconds: 60,
    script,
    env: {},
    outputFolders: ['deep/er'],
    ...extra,
  };
  executor.prepare(request);
  executor.submit([request]);
  return { key, end: await ended(key), log: () => readFileSync(executor.logPath(key), 'utf8') };
}

beforeAll(async () => {
  await executor.start({
    position: () => position,
    onFacts: (news, next) => {
      facts.push(...news);
      position = next;
      wake();
    },
    onConnected: () => undefined,
  });
});

afterAll(() => {
  executor.shutDown();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('local executor', () => {
  it('runs a script in its private folder and collects what it wrote', async () => {
    const out = executor.view({ jobId: 'job', task: 'good-1', index: 0, attempt: 1 }, place).out;
    const { key, end, log } = await run('good-1', `pwd; echo "$PATH"; printf hi >"${out}/deep/er/x.txt"`, {
      image: 'tools/a:1',
    });
    expect(end.exitCode).toBe(0);
    expect(log()).toContain(executor.view(key, place).work);
    expect(log()).toContain('/opt/a/bin:');
    const outputs = executor.collect(key);
    expect(outputs).toMatchObject({ files: [{ path: 'deep/er/x.txt', size: 2 }], folders: ['deep', 'deep/er'] });
    rmSync(outputs.folder, { recursive: true });
    expect(executor.collect(key)).toEqual(outputs);
    executor.tidy(key);
    expect(readdirSync(join(executor.logPath(key), '..'))).not.toContain('work');
    expect(log()).toContain('/opt/a/bin:');
  });

  it('gives values as data, whatever they hold', async () => {
    const hostile = '$(touch hacked) `touch hacked` "; touch hacked; \'.fq';
    const { key, log } = await run('hostile', 'printf "%s\\n" "$EIHEALTH_INPUT_READS"', {
      env: { EIHEALTH_INPUT_READS: hostile },
    });
    expect(log()).toBe(`${hostile}\n`);
    expect(existsSync(join(executor.view(key, place).work, 'hacked'))).toBe(false);
  });

  it('revokes what never began, and nothing else', async () => {
    const { key } = await run('begun', 'true');
    expect(executor.revoke(key)).toBe(false);
    expect(executor.revoke({ ...key, attempt: 2 })).toBe(true);
  });

  it('says what of this machine is taken', async () => {
    const free = await executor.nodes();
    expect(free).toMatchObject([{ state: 'ACTIVE', allocated: { cpus: 0, memoryBytes: 0, gpus: 0 } }]);
    const gate = join(dataDir, 'gate');
    const running = run('holds', `touch ${gate}.begun; until [ -e ${gate} ]; do sleep 0.02; done`);
    await expect.poll(() => existsSync(`${gate}.begun`)).toBe(true);
    const [taken] = await executor.nodes();
    expect(taken).toEqual({ ...free[0], allocated: { cpus: 0.1, memoryBytes: 1e8, gpus: 0 } });
    expect(await executor.description({ jobId: 'job', task: 'holds', index: 0, attempt: 1 })).toMatchObject({
      limits: executor.facts.limits ?? {},
    });
    writeFileSync(gate, '');
    await running;
    expect(await executor.nodes()).toEqual(free);
  });

  it('forgets a job with all its folders', async () => {
    await executor.forget('job');
    expect(existsSync(join(dataDir, 'work/job'))).toBe(false);
  });
});

describe('outputs', () => {
  const folder = () => {
    const made = mkdtempSync(join(dataDir, 'out-'));
    mkdirSync(join(made, 'sub'));
    writeFileSync(join(made, 'sub/a'), 'abc');
    return made;
  };
  const refused = (reason: string) => expect.objectContaining({ reason });

  it('turns links inside and shared files into files of their own', () => {
    const out = folder();
    const shared = join(dataDir, 'shared');
    writeFileSync(shared, 'shared');
    linkSync(shared, join(out, 'hard'));
    symlinkSync('sub/a', join(out, 'soft'));
    expect(inspectOutputs(out)).toMatchObject({
      files: [
        { path: 'hard', size: 6 },
        { path: 'soft', size: 3 },
        { path: 'sub/a', size: 3 },
      ],
    });
    writeFileSync(join(out, 'hard'), 'changed');
    writeFileSync(join(out, 'soft'), 'changed');
    expect(readFileSync(shared, 'utf8')).toBe('shared');
    expect(readFileSync(join(out, 'sub/a'), 'utf8')).toBe('abc');
  });

  it('follows a link as the command saw it, and refuses one that leaves from there', () => {
    const out = folder();
    symlinkSync('/eihealth/out/here/sub/a', join(out, 'own'));
    symlinkSync('/eihealth/out/here/own', join(out, 'again'));
    expect(inspectOutputs(out, '/eihealth/out/here').files).toMatchObject([
      { path: 'again', size: 3 },
      { path: 'own', size: 3 },
      { path: 'sub/a', size: 3 },
    ]);
    symlinkSync('/eihealth/out/here/../other/x', join(out, 'left'));
    expect(() => inspectOutputs(out, '/eihealth/out/here')).toThrow(refused('OutputLinkRefused'));
  });

  it('leaves modes with which the owner can read, and nothing runs as another user', () => {
    const out = folder();
    writeFileSync(join(out, 'b'), 'b');
    chmodSync(join(out, 'b'), 0o4751);
    chmodSync(join(out, 'sub/a'), 0);
    chmodSync(join(out, 'sub'), 0o1555);
    inspectOutputs(out);
    const modes = ['b', 'sub', 'sub/a'].map((name) => statSync(join(out, name)).mode & 0o7777);
    expect(modes).toEqual([0o751, 0o755, 0o600]);
  });

  it.each([['/etc/passwd'], ['../../shared'], ['sub/../../x'], ['nowhere'], ['sub'], ['.'], ['/'], ['sub/a/b']])(
    'refuses a link to %s',
    (target) => {
      const out = folder();
      symlinkSync(target, join(out, 'link'));
      expect(() => inspectOutputs(out)).toThrow(refused('OutputLinkRefused'));
    },
  );

  it('refuses an output directory that was replaced by a link', () => {
    const out = join(folder(), 'elsewhere');
    symlinkSync('/etc', out);
    expect(() => inspectOutputs(out)).toThrow(refused('OutputLinkRefused'));
  });

  it('refuses a link to a link that leaves, special files and names that are no paths', () => {
    const chain = folder();
    symlinkSync('/etc/passwd', join(chain, 'sub/b'));
    symlinkSync('sub/b', join(chain, 'a'));
    expect(() => inspectOutputs(chain)).toThrow(refused('OutputLinkRefused'));
    const special = folder();
    execFileSync('mkfifo', [join(special, 'pipe')]);
    expect(() => inspectOutputs(special)).toThrow(refused('OutputSpecialFileRefused'));
    const name = folder();
    writeFileSync(join(name, 'a\nb'), '');
    expect(() => inspectOutputs(name)).toThrow(refused('OutputNameRefused'));
  });
});
