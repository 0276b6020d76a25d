/**
 * Commands in containers of the app's image, by podman or docker: same paths and variables as in the sandbox. The
 * image is fetched as part of the attempt, so that it can be cancelled, is logged, and does not hold up others.
 */
import { createHash } from 'node:crypto';
import type { AttemptKey, AttemptPlace, AttemptRequest, AttemptView, EnclosureFacts } from '../executor.ts';
import type { Enclosure, HostFolder, HostPath, Launch } from './enclosure.ts';
import { answers, type ImageOptions, imageReference } from './images.ts';
import { INSIDE, insideView } from './inside.ts';
import { attemptMounts } from './mounts.ts';

export interface ContainerOptions extends ImageOptions {
  runtime: 'podman' | 'docker';
  /** Absolute path of the runtime's program. */
  program: string;
  hostPath: HostPath;
  network: boolean;
  /** Owner of what the command writes: that of the server, or podman's own mapping of it. */
  user: { uid: number; gid: number };
}

/** Far above what tools of this field start, far below what would hurt others. */
const MAX_PROCESSES = 4096;

/** `$0` the attempt's folder; the image's identity is left there. */
const FETCH_AND_RUN = `program=$1 pull=$2 image=$3
shift 3
if [ "$pull" = always ] || { [ "$pull" = missing ] && ! "$program" image inspect "$image" >/dev/null 2>&1; }; then
  "$program" pull --quiet "$image" >/dev/null || exit 125
fi
"$program" image inspect --format '{{.Id}} {{join .RepoDigests " "}}' "$image" > "$0/image" || exit 125
exec "$program" run "$@"`;

/**
 * First process of the container: bash where the image has one (domain §1.1), and TERM for all that runs in it, since
 * the first process of a container dies of no signal by itself.
 */
const RUN_AS_FIRST = `shell=sh
command -v bash >/dev/null 2>&1 && shell=bash
trap 'kill -TERM -1' TERM
"$shell" "$0" &
child=$!
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
exit "$code"`;

export class ContainerEnclosure implements Enclosure {
  readonly facts: EnclosureFacts;

  constructor(private readonly options: ContainerOptions) {
    this.facts = {
      enclosure: options.runtime,
      isolated: true,
      imagesUsed: true,
      network: options.network,
      reason: '',
    };
  }

  view(_folder: HostFolder, place: AttemptPlace): AttemptView {
    return insideView(place);
  }

  launch(folder: HostFolder, request: AttemptRequest): Launch {
    const { program, pull } = this.options;
    const image = imageReference(this.options, request.image ?? '');
    const name = containerName(request.key);
    const run = [...this.runOptions(folder, request, name), image, '-c', RUN_AS_FIRST, INSIDE.script];
    return {
      command: ['/bin/sh', '-c', FETCH_AND_RUN, folder.root, program, pull, image, ...run],
      cwd: folder.work,
      env: { ...runtimeEnvironment(), ...request.env },
      // A killed client leaves its container behind.
      cleanUp: this.removal(name),
    };
  }

  /** Here already, or told of by the registry. */
  async hasImage(image: string): Promise<boolean> {
    const { program, pull } = this.options;
    const reference = imageReference(this.options, image);
    if (await answers(program, ['image', 'inspect', reference])) return true;
    return pull !== 'never' && (await answers(program, ['manifest', 'inspect', reference]));
  }

  /** The supervisor that runs it knows nothing of the runtime's settings. */
  private removal(name: string): string[] {
    const { program, runtime } = this.options;
    const variables = Object.entries(runtimeEnvironment()).map(([key, value]) => `${key}=${value}`);
    const atOnce = runtime === 'podman' ? ['--time', '0'] : [];
    return ['/usr/bin/env', ...variables, program, 'rm', '--force', ...atOnce, name];
  }

  private runOptions(folder: HostFolder, { place, env, resources }: AttemptRequest, name: string): string[] {
    const { runtime, hostPath, network, user } = this.options;
    return [
      ...['--rm', '--pull', 'never', '--log-driver', 'none', '--name', name],
      ...(network ? [] : ['--network', 'none']),
      ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--security-opt', 'label=disable'],
      ...(runtime === 'podman' && user.uid !== 0 ? ['--userns', 'keep-id'] : []),
      ...['--user', `${user.uid}:${user.gid}`],
      ...['--cpus', String(resources.cpus)],
      ...['--memory', `${resources.memoryBytes}b`, '--memory-swap', `${resources.memoryBytes}b`],
      ...['--pids-limit', String(MAX_PROCESSES)],
      ...gpuOptions(runtime, resources.gpus),
      ...attemptMounts(hostPath, folder, place),
      // By name only: values stay out of the list of processes.
      ...Object.keys(env).flatMap((variable) => ['--env', variable]),
      ...['--env', `HOME=${INSIDE.work}`, '--env', `TMPDIR=${INSIDE.tmp}`, '--env', 'LANG=C.UTF-8'],
      ...['--workdir', INSIDE.work, '--entrypoint', '/bin/sh'],
    ];
  }
}

/** All devices, and by name the variable in which the supervisor says which of them the command may use. */
function gpuOptions(runtime: 'podman' | 'docker', gpus: number): string[] {
  if (gpus === 0) return [];
  const devices = runtime === 'docker' ? ['--gpus', 'all'] : ['--device', 'nvidia.com/gpu=all'];
  return [...devices, '--env', 'CUDA_VISIBLE_DEVICES'];
}

/** The same name for the same attempt, so that it can be removed by whoever comes later. */
export function containerName({ jobId, task, index, attempt }: AttemptKey): string {
  const text = JSON.stringify([jobId, task, index, attempt]);
  return `eihealth-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}

const RUNTIME_VARIABLES = ['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'];
const PODMAN_VARIABLES = ['CONTAINERS_CONF', 'CONTAINERS_STORAGE_CONF', 'CONTAINERS_REGISTRIES_CONF'];
const DOCKER_VARIABLES = ['DOCKER_HOST', 'DOCKER_CONFIG', 'DOCKER_CONTEXT', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'];

/** What a runtime needs to find its own settings; nothing else of the server's environment. */
export function runtimeEnvironment(): Record<string, string> {
  const names = [...RUNTIME_VARIABLES, ...PODMAN_VARIABLES, ...DOCKER_VARIABLES];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
