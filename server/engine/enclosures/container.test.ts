import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { AttemptRequest } from '../executor.ts';
import { ApptainerEnclosure } from './apptainer.ts';
import { ContainerEnclosure, containerName } from './container.ts';
import type { HostFolder } from './enclosure.ts';
import { mount } from './mounts.ts';

const folder: HostFolder = {
  root: '/d/work/j/t-0/1',
  work: '/d/work/j/t-0/1/work',
  out: '/d/work/j/t-0/1/out',
  tmp: '/d/work/j/t-0/1/tmp',
  script: '/d/work/j/t-0/1/script.sh',
  log: '/d/work/j/t-0/1/log',
};

const request: AttemptRequest = {
  key: { jobId: 'j', task: 't', index: 0, attempt: 1 },
  place: { projectName: 'demo', bucket: 'b', outputDir: '/runs/a, b/t' },
  priority: 0,
  resources: { cpus: 0.5, memoryBytes: 2 ** 30, gpus: 0 },
  timeoutSeconds: 60,
  script: 'true\n',
  env: { EIHEALTH_JOB_ID: 'j', EIHEALTH_INPUT_READS: 'a; b' },
  image: 'demo/tool:1',
  outputFolders: [],
};

const common = { registry: 'registry.lab/', pull: 'missing', network: false } as const;
const hostPath = (bucket: string, key: string) => `/objects/${bucket}/${key}`;
const name = containerName(request.key);

function containerCommand(runtime: 'podman' | 'docker', changes: Partial<AttemptRequest> = {}, uid = 0) {
  const program = `/usr/bin/${runtime}`;
  const enclosure = new ContainerEnclosure({ ...common, runtime, program, hostPath, user: { uid, gid: uid } });
  return { enclosure, launch: enclosure.launch(folder, { ...request, ...changes }) };
}

describe('containers', () => {
  it('run the image of the app with the documented mounts, variables and limits, and nothing else', () => {
    const { launch } = containerCommand('docker');
    const [shell, flag, , ...rest] = launch.command;
    expect([shell, flag]).toEqual(['/bin/sh', '-c']);
    expect(rest).toEqual([
      ...['/d/work/j/t-0/1', '/usr/bin/docker', 'missing', 'registry.lab/demo/tool:1'],
      ...['--rm', '--pull', 'never', '--log-driver', 'none', '--name', name, '--network', 'none'],
      ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--security-opt', 'label=disable'],
      ...['--user', '0:0', '--cpus', '0.5', '--memory', '1073741824b', '--memory-swap', '1073741824b'],
      ...['--pids-limit', '4096'],
      ...['--mount', 'type=bind,src=/objects/b/,dst=/eihealth/data/demo,ro=true'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/script.sh,dst=/eihealth/script.sh,ro=true'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/work,dst=/eihealth/work'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/tmp,dst=/tmp'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/out,"dst=/eihealth/out/runs/a, b/t"'],
      ...['--env', 'EIHEALTH_JOB_ID', '--env', 'EIHEALTH_INPUT_READS'],
      ...['--env', 'HOME=/eihealth/work', '--env', 'TMPDIR=/tmp', '--env', 'LANG=C.UTF-8'],
      ...['--workdir', '/eihealth/work', '--entrypoint', '/bin/sh', 'registry.lab/demo/tool:1', '-c'],
      ...[rest.at(-2), '/eihealth/script.sh'],
    ]);
    expect(launch.env).toMatchObject(request.env);
    expect(launch.cleanUp?.slice(-4)).toEqual(['/usr/bin/docker', 'rm', '--force', name]);
  });

  it('differ between runtimes only where the runtimes do', () => {
    const gpus = { resources: { ...request.resources, gpus: 2 } };
    expect(containerCommand('docker', gpus).launch.command.join(' ')).toContain(
      ' --gpus all --env CUDA_VISIBLE_DEVICES ',
    );
    const podman = containerCommand('podman', gpus, 1000).launch;
    expect(podman.command.join(' ')).toContain(' --userns keep-id --user 1000:1000 ');
    expect(podman.command.join(' ')).toContain(' --device nvidia.com/gpu=all ');
    expect(podman.cleanUp?.slice(-6)).toEqual(['/usr/bin/podman', 'rm', '--force', '--time', '0', name]);
  });

  it('see the paths of the documents', () => {
    const { enclosure } = containerCommand('podman');
    const view = enclosure.view(folder, request.place);
    expect({ ...view, input: view.input('in/a.txt') }).toEqual({
      work: '/eihealth/work',
      out: '/eihealth/out/runs/a, b/t',
      tmp: '/tmp',
      input: '/eihealth/data/demo/in/a.txt',
    });
  });

  it('keep values out of the list of processes', () => {
    expect(containerCommand('podman').launch.command.join(' ')).not.toContain('a; b');
  });

  it('are named after their attempt', () => {
    expect(containerName(request.key)).toBe(name);
    expect(containerName({ ...request.key, attempt: 2 })).not.toBe(name);
  });
});

describe('apptainer', () => {
  const enclosure = new ApptainerEnclosure({
    ...common,
    program: '/usr/bin/apptainer',
    hostPath,
    imageFolder: '/d/images',
  });

  it('runs an image file that all nodes share, without privileges and with a clean environment', () => {
    const launch = enclosure.launch(folder, request);
    expect(launch.command.slice(3)).toEqual([
      ...['/d/work/j/t-0/1', '/usr/bin/apptainer', 'missing', 'docker://registry.lab/demo/tool:1'],
      '/d/images/demo%2Ftool%3A1.sif',
      ...['--containall', '--cleanenv', '--no-home', '--no-privs', '--writable-tmpfs', '--net', '--network', 'none'],
      ...['--mount', 'type=bind,src=/objects/b/,dst=/eihealth/data/demo,ro=true'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/script.sh,dst=/eihealth/script.sh,ro=true'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/work,dst=/eihealth/work'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/tmp,dst=/tmp'],
      ...['--mount', 'type=bind,src=/d/work/j/t-0/1/out,"dst=/eihealth/out/runs/a, b/t"'],
      ...['--pwd', '/eihealth/work', '/d/images/demo%2Ftool%3A1.sif', '/bin/sh', '-c'],
      ...[launch.command.at(-2), '/eihealth/script.sh'],
    ]);
    expect(launch.env).toMatchObject({
      APPTAINERENV_EIHEALTH_INPUT_READS: 'a; b',
      APPTAINERENV_HOME: '/eihealth/work',
    });
    expect(launch.env).not.toHaveProperty('EIHEALTH_INPUT_READS');
  });

  it('hands accelerators through and takes references of any transport', () => {
    const gpu = enclosure.launch(folder, { ...request, resources: { ...request.resources, gpus: 1 } });
    expect(gpu.command).toContain('--nv');
    const oras = new ApptainerEnclosure({
      ...common,
      registry: 'oras://registry.lab/',
      program: '/usr/bin/apptainer',
      hostPath,
      imageFolder: '/d/images',
    });
    expect(oras.launch(folder, request).command).toContain('oras://registry.lab/demo/tool:1');
  });
});

it('the fixed scripts around containers are valid shell', () => {
  const scripts = [containerCommand('docker').launch.command[2], containerCommand('docker').launch.command.at(-2)];
  for (const script of scripts) execFileSync('/bin/sh', ['-n', '-c', script ?? '']);
});

it('a mount whose path holds a comma or a quote is one field', () => {
  expect(mount('/a,b"c', '/d', false)).toEqual(['--mount', 'type=bind,"src=/a,b""c",dst=/d']);
});
