/** The executor and the enclosure that the settings ask for. */
import { join } from 'node:path';
import { type Config, SettingError } from '../config.ts';
import type { Log } from '../platform/platform.ts';
import type { ObjectStore } from '../storage/store.ts';
import { ApptainerEnclosure } from './enclosures/apptainer.ts';
import { ContainerEnclosure } from './enclosures/container.ts';
import type { Enclosure, HostPath } from './enclosures/enclosure.ts';
import { findRuntime, RUNTIMES } from './enclosures/find-runtime.ts';
import { PlainEnclosure } from './enclosures/plain.ts';
import { probeSandbox } from './enclosures/probe-sandbox.ts';
import type { Executor } from './executor.ts';
import { LocalExecutor } from './executors/local.ts';
import { missingPrograms } from './executors/slurm/commands.ts';
import { SlurmExecutor } from './executors/slurm/slurm.ts';

/** @throws SettingError when what a setting names does not work here */
export async function makeExecutor(config: Config, store: ObjectStore, log: Log): Promise<Executor> {
  const { dataDir, executorSlots: slots, limits } = config;
  const hostPath: HostPath = (bucket, key) => store.hostPath(bucket, key);
  if (config.executor === 'slurm') return slurmExecutor(config, hostPath, log);
  const enclosure =
    config.executor === 'container'
      ? await containerEnclosure(config, hostPath)
      : await localEnclosure(config, hostPath);
  return new LocalExecutor({ dataDir, slots, enclosure, limits });
}

/** The sandbox where it is wanted and works. */
async function localEnclosure({ sandbox, toolEnvs, dataDir }: Config, hostPath: HostPath): Promise<Enclosure> {
  const { mode, network, binds } = sandbox;
  if (mode === 'off') return new PlainEnclosure({ toolEnvs, hostPath, reason: 'SANDBOX is off' });
  const folder = join(dataDir, 'sandbox');
  const probe = await probeSandbox({
    folder,
    hostPath,
    toolEnvs,
    network,
    binds,
    hidden: [dataDir, hostPath('.', '')],
  });
  if ('enclosure' in probe) return probe.enclosure;
  if (mode === 'on') throw new SettingError(`SANDBOX is on, but ${probe.reason}`);
  return new PlainEnclosure({ toolEnvs, hostPath, reason: probe.reason });
}

async function slurmExecutor(config: Config, hostPath: HostPath, log: Log): Promise<Executor> {
  const { dataDir, executorSlots: slots, slurm: site } = config;
  const missing = missingPrograms();
  if (missing.length > 0)
    throw new SettingError(`EXECUTOR is slurm, but these programs of Slurm are not on PATH: ${missing.join(', ')}`);
  const enclosure = await slurmEnclosure(config, hostPath);
  const executor = new SlurmExecutor({ dataDir, slots, enclosure, site, log });
  // A controller that is being restarted is no reason not to start; one that was never there shows in this line.
  await executor.nodes().then(
    ({ length }) => log.info({ nodes: length }, 'Slurm answers'),
    ({ message }: Error) => log.warn({ reason: message }, 'Slurm does not answer; jobs wait until it does'),
  );
  return executor;
}

/**
 * What cannot be tried on the nodes is used only where a setting names it: apptainer (of the runtimes only it needs no
 * daemon there), or the sandbox.
 */
async function slurmEnclosure(config: Config, hostPath: HostPath): Promise<Enclosure> {
  const { containerRuntime, sandbox, toolEnvs } = config;
  if (containerRuntime === 'apptainer') return containerEnclosure(config, hostPath);
  if (containerRuntime !== 'auto')
    throw new SettingError('CONTAINER_RUNTIME with EXECUTOR=slurm must be apptainer, or auto for no images');
  if (sandbox.mode !== 'auto') return localEnclosure(config, hostPath);
  const reason = 'nobody said that the nodes of the cluster have bubblewrap: set SANDBOX to on when they all do';
  return new PlainEnclosure({ toolEnvs, hostPath, reason });
}

async function containerEnclosure(config: Config, hostPath: HostPath): Promise<Enclosure> {
  const { containerRuntime, dataDir, images, sandbox } = config;
  const wanted = containerRuntime === 'auto' ? RUNTIMES : [containerRuntime];
  const found = await findRuntime(wanted);
  if (!found) throw new SettingError(`EXECUTOR is ${config.executor}, but none of these answers: ${wanted.join(', ')}`);
  const { runtime, program } = found;
  const common = { ...images, program, hostPath, network: sandbox.network };
  if (runtime === 'apptainer') return new ApptainerEnclosure({ ...common, imageFolder: join(dataDir, 'images') });
  const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  return new ContainerEnclosure({ ...common, runtime, user });
}
