/** How an attempt's wishes become arguments of sbatch. Attempts with equal ones share a job array. */
import type { AttemptRequest } from '../../executor.ts';

/** What all elements of an array ask for. */
export interface ArrayWishes {
  cpus: number;
  memoryMib: number;
  gpus: number;
  gpuType?: string;
  label?: string;
  priority: number;
  minutes: number;
}

/** Settings of the site for all jobs. */
export interface SlurmSite {
  partition: string;
  account: string;
  qos: string;
  /** Further options, checked when the settings were read. */
  extra: readonly string[];
}

/** Limits of the cluster that bear on a submission. */
export interface SubmissionLimits {
  /** Whether Slurm hands out memory; elsewhere asking for it only gets jobs refused. */
  memory: boolean;
  /** Longest time of the partition, in minutes; undefined for none. */
  maxMinutes?: number;
}

const MIB = 1024 ** 2;
/** The runner ends an overdue job itself, and says so better; Slurm's limit comes after it. */
const SPARE_MINUTES = 2;
/** Each step of the job's priority (0–9), in Slurm's: small beside what sites weigh, large beside the order of arrival. */
const NICE_STEP = 100;
const HIGHEST_PRIORITY = 9;
/** Slurm's own syntax (`a&b`, `[x|y]`) stays out of what users write. */
const PLAIN_NAME = /^[A-Za-z0-9_.:/=+-]+$/;

/** @throws Error in words when Slurm cannot be asked for it */
export function wishesOf({ resources, nodeLabel, priority, timeoutSeconds }: AttemptRequest): ArrayWishes {
  const { cpus, memoryBytes, gpus, gpuType } = resources;
  if (nodeLabel !== undefined && !PLAIN_NAME.test(nodeLabel))
    throw new Error(`the node label ${JSON.stringify(nodeLabel)} cannot be the name of a feature of Slurm`);
  if (gpuType !== undefined && !PLAIN_NAME.test(gpuType))
    throw new Error(`the GPU type ${JSON.stringify(gpuType)} cannot be a type of Slurm`);
  return {
    cpus: Math.max(1, Math.ceil(cpus)),
    memoryMib: Math.max(1, Math.ceil(memoryBytes / MIB)),
    gpus: Math.ceil(gpus),
    ...(gpus > 0 && gpuType ? { gpuType } : {}),
    ...(nodeLabel ? { label: nodeLabel } : {}),
    priority,
    minutes: roundMinutes(timeoutSeconds / 60 + SPARE_MINUTES),
  };
}

/** Up to two significant digits, upwards: instances that start minutes apart still share an array. */
function roundMinutes(minutes: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(minutes)) - 1);
  return Math.ceil(minutes / step) * step;
}

/** Requests that can share an array, in the order they came. */
export function groupByWishes(requests: readonly { request: AttemptRequest; wishes: ArrayWishes }[]) {
  const groups = new Map<string, { wishes: ArrayWishes; requests: AttemptRequest[] }>();
  for (const { request, wishes } of requests) {
    const key = JSON.stringify(wishes);
    const group = groups.get(key) ?? { wishes, requests: [] };
    group.requests.push(request);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Arguments of sbatch for some elements of a batch; `folder` holds the batch script and a link per element. */
export function sbatchArguments(
  batch: { name: string; folder: string; wishes: ArrayWishes },
  indices: readonly number[],
  site: SlurmSite,
  { memory, maxMinutes }: SubmissionLimits,
): string[] {
  const { name, folder, wishes } = batch;
  const { cpus, memoryMib, gpus, gpuType, label, priority, minutes } = wishes;
  return [
    '--parsable',
    `--job-name=${name}`,
    `--array=${arrayIndices(indices)}`,
    `--chdir=${folder}`,
    // What slurmd has to say ("cancelled due to time limit") belongs to the command's log.
    '--output=%a/log',
    '--open-mode=append',
    '--input=/dev/null',
    // An attempt runs once: what a failed node leaves is the runner's to judge.
    '--no-requeue',
    // The environment of sbatch itself, which is ours and small; NONE would run a login shell on the node.
    '--export=ALL',
    '--nodes=1',
    '--ntasks=1',
    `--cpus-per-task=${cpus}`,
    ...(memory ? [`--mem=${memoryMib}M`] : []),
    ...(gpus > 0 ? [`--gres=gpu${gpuType ? `:${gpuType}` : ''}:${gpus}`] : []),
    ...(label ? [`--constraint=${label}`] : []),
    `--time=${Math.min(minutes, maxMinutes ?? minutes)}`,
    `--nice=${(HIGHEST_PRIORITY - priority) * NICE_STEP}`,
    ...(site.partition ? [`--partition=${site.partition}`] : []),
    ...(site.account ? [`--account=${site.account}`] : []),
    ...(site.qos ? [`--qos=${site.qos}`] : []),
    ...site.extra,
    `${folder}/batch.sh`,
    folder,
  ];
}

/** `0-3,7` of ascending numbers. */
export function arrayIndices(indices: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const index of indices) {
    const last = runs.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/** What `arrayIndices` wrote. */
export function readIndices(text: string): number[] {
  return text.split(',').flatMap((run) => {
    const [from = 0, to = from] = run.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
}
