/** Jobs in real containers, where podman runs and busybox makes an image without any registry. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobLab, statesOf } from '../../platform/jobs/testing.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';

const IMAGE = 'tools/tiny:1';
const BUSYBOX = '/bin/busybox';
const scratch = mkdtempSync(join(tmpdir(), 'containers-'));

/** Makes podman's stores and the image below a scratch folder; false, and told, where podman cannot run. */
function prepareImage(): boolean {
  const storage = `[storage]\ndriver = "vfs"\ngraphroot = "${scratch}/store"\nrunroot = "${scratch}/run"\n`;
  writeFileSync(join(scratch, 'storage.conf'), storage);
  // A build machine may itself be a container that cannot raise limits.
  const limits = 'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]';
  const runtime = existsSync('/usr/sbin/runc') || existsSync('/usr/bin/runc') ? '\n[engine]\nruntime = "runc"\n' : '';
  writeFileSync(join(scratch, 'containers.conf'), `[containers]\n${limits}\n${runtime}`);
  process.env.CONTAINERS_STORAGE_CONF = join(scratch, 'storage.conf');
  process.env.CONTAINERS_CONF = join(scratch, 'containers.conf');
  try {
    for (const folder of ['bin', 'tmp', 'etc', 'proc', 'sys', 'dev'])
      mkdirSync(join(scratch, 'root', folder), { recursive: true });
    copyFileSync(BUSYBOX, join(scratch, 'root/bin/busybox'));
    for (const tool of ['sh', 'cat', 'ls', 'id', 'sleep', 'tr', 'kill', 'env'])
      symlinkSync('busybox', join(scratch, 'root/bin', tool));
    const tar = join(scratch, 'root.tar');
    execFileSync('tar', ['-C', join(scratch, 'root'), '-cf', tar, '.']);
    execFileSync('podman', ['import', tar, `localhost/${IMAGE}`], { stdio: 'pipe' });
    execFileSync('podman', ['run', '--rm', '--network', 'none', `localhost/${IMAGE}`, 'id'], { stdio: 'pipe' });
    return true;
  } catch (error) {
    console.warn(`NOT RUN: jobs in real containers, since podman and a static busybox do not work here: ${error}`);
    return false;
  }
}

describe.runIf(prepareImage())('jobs in containers', () => {
  let server: TestServer;
  let lab: JobLab;

  beforeAll(async () => {
    server = await startTestServer({
      EXECUTOR: 'container',
      CONTAINER_RUNTIME: 'podman',
      IMAGE_REGISTRY: 'localhost/',
      IMAGE_PULL: 'never',
    });
    lab = await JobLab.open(server);
  });

  afterAll(async () => {
    await server?.close();
    execFileSync('podman', ['rm', '--all', '--force', '--time', '0'], { stdio: 'ignore' });
    rmSync(scratch, { recursive: true, force: true });
  });

  it('run in the image of their app, on their data, with the documented paths', async () => {
    await lab.putFile('in/a.txt', 'data of the project\n');
    const job = await lab.run([
      {
        name: 'inside',
        image: IMAGE,
        commands: ['ls / | tr "\\n" " "; pwd', 'cat ${text} > ${copy}', 'id -u'],
        inputs: [{ name: 'text', type: 'FILE', value: '/in/a.txt' }],
        outputs: [{ name: 'copy', value: 'copy.txt' }],
      },
    ]);
    const log = await lab.log(job.id, 'inside');
    expect(log).toContain('/eihealth/work');
    expect(log).toContain('bin dev eihealth');
    expect(await lab.readFile('out/inside/copy.txt')).toBe('data of the project\n');
    const description = await server.platform.engine.lookup.description({
      jobId: job.id,
      task: 'inside',
      index: 0,
      attempt: 1,
    });
    expect(description).toMatchObject({ enclosure: 'podman', isolated: true, image: { name: IMAGE, used: true } });
    expect(description?.image?.digest).toMatch(/^[0-9a-f]{64}/);
  });

  it('pass on the exit code and leave nothing running when they are ended by force', async () => {
    const failed = await lab.run([{ name: 'fails', image: IMAGE, commands: ['exit 7'] }]);
    expect(statesOf(failed, 'fails')).toEqual(['FAILED']);
    const started = await lab.start(
      await lab.workflow([{ name: 'long', image: IMAGE, commands: ['trap "" TERM', 'echo up', 'sleep 600'] }]),
    );
    // At once, while the container is being made, is the hardest moment to end it.
    await lab.until(started.body.id, (job) => statesOf(job, 'long')[0] === 'RUNNING');
    await lab.call('eihealth.cancelJob', started.body.id, { body: { force: true } });
    await lab.finished(started.body.id);
    expect(execFileSync('podman', ['ps', '--quiet'], { encoding: 'utf8' })).toBe('');
  });

  it('an app whose image is nowhere is refused', async () => {
    const answer = await lab.call('eihealth.createApp', undefined, {
      body: { name: 'absent', version: '1.0.0', image: 'tools/absent:1', commands: ['true'], inputs: [], outputs: [] },
    });
    expect(answer.status).toBe(404);
    expect(answer.body.error_code).toBe('eihealth.01050001');
  });
});
