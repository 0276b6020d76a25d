/** 4.5.2.11: all that is known of an attempt, as YAML. No variables: they may hold what only the command should read. */
import { Document, isCollection } from 'yaml';
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import { instanceOutputDir } from '#core/job/instance.ts';
import type { AttemptDescription } from '../../../engine/executor.ts';
import { type Call, presentTime } from '../../platform.ts';
import { type Attempt, attemptOf } from './find-instance.ts';
import { endReason } from './instance-words.ts';

type PodCall = Call<ServiceOperations['eihealth']['showTaskInstancePod']>;

export async function showTaskInstancePod(call: PodCall): Promise<Schema<'ShowTaskInstancePodResponse'>> {
  const attempt = await attemptOf(call);
  const description = await call.platform.engine.lookup.description(attempt.key);
  const note = attempt.record.endedAt === undefined ? call.platform.engine.lookup.note?.(attempt.key) : undefined;
  return { metadata: textOf(podOf(attempt, call.project.name, description, note)) };
}

/** Enclosures have long command lines: each stays on one line, so that the rest can be seen. */
function textOf(pod: object): string {
  const document = new Document(pod);
  const command = document.getIn(['spec', 'containers', 0, 'command']);
  if (isCollection(command)) command.flow = true;
  return document.toString({ lineWidth: 0 });
}

const timeOf = (at: number | undefined) => (at === undefined ? undefined : presentTime(new Date(at)));

/** A field that is not known is left out. */
function podOf(
  attempt: Attempt,
  namespace: string,
  description: AttemptDescription | undefined,
  note: string | undefined,
) {
  const { job, task, index, record, name } = attempt;
  return {
    metadata: {
      name,
      namespace,
      creationTimestamp: timeOf(record.queuedAt),
      labels: {
        'job-id': job.id,
        'job-name': job.name,
        'task-name': task.name,
        'task-index': String(index),
        attempt: String(record.attempt),
      },
    },
    spec: {
      nodeName: description?.node,
      priority: job.priority,
      enclosure: description && { kind: description.enclosure, isolated: description.isolated },
      // Whether what it asked for is also all it may have.
      limitsHeldBy: description?.limits,
      containers: [containerOf(attempt, description)],
      outputDirectory: instanceOutputDir(task, index),
    },
    status: { ...statusOf(attempt, description), message: note },
  };
}

function containerOf({ task }: Attempt, description: AttemptDescription | undefined) {
  const { cpu, memory, gpu, gpu_type } = task.resources;
  const amounts = { cpu, memory, ...(Number(gpu ?? 0) > 0 ? { gpu: String(gpu), gpuType: gpu_type } : {}) };
  return {
    name: task.name,
    app: `${task.app.name} ${task.app.version}`,
    image: task.app.image,
    imageUsed: description?.image?.used,
    imageDigest: description?.image?.digest,
    command: description?.command,
    resources: { limits: { ...amounts }, requests: { ...amounts } },
  };
}

function statusOf({ record, task }: Attempt, description: AttemptDescription | undefined) {
  const usage = record.usage ?? {};
  return {
    phase: record.phase,
    hostIP: description?.address,
    startTime: timeOf(record.startedAt),
    containerStatuses: [{ name: task.name, restartCount: record.attempt - 1, state: stateOf(record) }],
    usage: record.usage && {
      cpuSeconds: usage.cpu_seconds,
      peakMemoryBytes: usage.max_rss_bytes,
      readBytes: usage.read_bytes,
      writtenBytes: usage.written_bytes,
    },
    missingOutputs: record.missingOutputs,
  };
}

function stateOf(record: Attempt['record']) {
  if (record.endedAt !== undefined)
    return {
      terminated: {
        exitCode: record.exitCode,
        reason: endReason(record),
        message: record.message,
        startedAt: timeOf(record.startedAt),
        finishedAt: timeOf(record.endedAt),
      },
    };
  if (record.startedAt !== undefined) return { running: { startedAt: timeOf(record.startedAt) } };
  return { waiting: { since: timeOf(record.queuedAt) } };
}
