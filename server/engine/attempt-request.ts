/** Everything an executor needs to run one instance: values resolved, paths translated, script rendered. */
import { dirname, join } from 'node:path/posix';
import { renderScript } from '#core/app/commands.ts';
import { parseDataPath } from '#core/data-path.ts';
import { instanceOutputDir, instanceValues, plannedTask } from '#core/job/instance.ts';
import { isPathType } from '#core/job/normalise.ts';
import type { PlannedOutput, PlannedTask, ResolvedValue } from '#core/job/types.ts';
import { labelOf } from '#core/nodes/placement.ts';
import { parseCpu, parseGpu, parseMemory } from '#core/resources.ts';
import type { AttemptKey, AttemptRequest, AttemptResources, AttemptView, Executor } from './executor.ts';
import type { ActiveJob } from './job-store.ts';

type Values = Record<string, ResolvedValue>;

/** A kernel takes no variable above 128 KiB; a longer value is in the script only. */
const MAX_VARIABLE_BYTES = 120_000;

/** The request for an attempt. @throws Error in words when the instance cannot be rendered */
export function attemptRequest(job: ActiveJob, key: AttemptKey, executor: Executor): AttemptRequest {
  const task = plannedTask(job.plan, key.task);
  if (!task) throw new Error(`the plan has no task ${key.task}`);
  const place = {
    projectName: job.projectName,
    bucket: job.bucket,
    outputDir: instanceOutputDir(task, key.index),
  };
  const view = executor.view(key, place);
  const { out } = view;
  const inputs: Values = {};
  for (const [name, value] of Object.entries(instanceValues(job.plan, task, key.index)))
    inputs[name] = value.isPath ? { ...value, values: value.values.map((path) => inputPath(path, view)) } : value;
  const outputs: Values = Object.fromEntries(task.outputs.map((output) => [output.name, outputValue(output, out)]));
  const system = systemVariables(job, task, key, out);
  return {
    key,
    place,
    priority: job.priority,
    resources: attemptResources(task),
    ...nodeLabelOf(job, task),
    timeoutSeconds: secondsLeft(job),
    script: `${renderScript(task.app.commands ?? [], { ...inputs, ...outputs }, system)}\n`,
    env: { ...variables('EIHEALTH_INPUT_', inputs), ...variables('EIHEALTH_OUTPUT_', outputs), ...system },
    ...(task.app.image ? { image: task.app.image } : {}),
    outputFolders: outputFolders(task.outputs),
  };
}

/** Variables of domain §1.2; they win over parameters whose names would collide. */
function systemVariables(job: ActiveJob, task: PlannedTask, key: AttemptKey, out: string): Record<string, string> {
  return {
    EIHEALTH_PROJECT: job.projectName,
    EIHEALTH_JOB_ID: job.id,
    EIHEALTH_JOB_NAME: job.name,
    EIHEALTH_TASK_NAME: task.name,
    EIHEALTH_TASK_INDEX: String(key.index),
    EIHEALTH_OUTPUT_DIR: out,
  };
}

/** Amounts of the merged resources; texts were checked at the start. */
export function attemptResources({ resources: { cpu, memory, gpu, gpu_type } }: PlannedTask): AttemptResources {
  return {
    cpus: parseCpu(cpu) ?? 1,
    memoryBytes: Math.round((parseMemory(memory) ?? 1) * 1024 ** 3),
    gpus: parseGpu(gpu ?? 0) ?? 0,
    ...(gpu_type ? { gpuType: gpu_type } : {}),
  };
}

/** The app's label wins over the job's (domain §1.7). */
function nodeLabelOf(job: ActiveJob, task: PlannedTask): { nodeLabel?: string } {
  const nodeLabel = labelOf(task, job.nodeLabels);
  return nodeLabel ? { nodeLabel } : {};
}

function secondsLeft({ timeoutMs, tracker }: ActiveJob): number {
  const begun = tracker.state.startedAt ?? Date.now();
  return Math.max(1, Math.ceil((begun + timeoutMs - Date.now()) / 1000));
}

function inputPath(text: string, view: AttemptView): string {
  const parsed = parseDataPath(text);
  if (!parsed.ok || parsed.value.project !== undefined) throw new Error(`${text} is not data of this project`);
  return view.input(parsed.value.path.slice(1));
}

/** A path below the output folder, or the literal. */
function outputValue({ type, value }: PlannedOutput, out: string): ResolvedValue {
  if (!isPathType(type)) return { type, isPath: false, values: value ? [value] : [] };
  return { type, isPath: true, values: [value ? join(out, value) : out] };
}

function variables(prefix: string, values: Values): Record<string, string> {
  const texts = Object.entries(values).map(([name, value]): [string, string] => [
    prefix + name.toUpperCase().replaceAll('-', '_'),
    value.values.join(' ').replaceAll('\0', ''),
  ]);
  return Object.fromEntries(texts.filter(([, text]) => Buffer.byteLength(text) <= MAX_VARIABLE_BYTES));
}

/** Declared folders, and those that declared files lie in: tools expect both to be there. */
function outputFolders(outputs: PlannedOutput[]): string[] {
  return outputs
    .filter(({ type }) => isPathType(type))
    .map(({ type, value }) => (type === 'DIRECTORY' ? value : dirname(value)))
    .filter((folder) => folder !== '' && folder !== '.');
}
