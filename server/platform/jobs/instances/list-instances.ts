/** 4.5.2.9: the attempts of an instance as pods, the newest first. */
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import type { AttemptDescription } from '../../../engine/executor.ts';
import { type Call, presentTime } from '../../platform.ts';
import { type Attempt, findAttempts, instanceOf } from './find-instance.ts';

type ListCall = Call<ServiceOperations['eihealth']['showTaskInstances']>;

export async function showTaskInstances(call: ListCall): Promise<Schema<'ShowTaskInstancesResponse'>> {
  const attempts = (await findAttempts(call.platform, await instanceOf(call))).reverse();
  const { lookup } = call.platform.engine;
  const instances = await Promise.all(
    attempts.map(async (attempt) => presentAttempt(attempt, call.project.name, await lookup.description(attempt.key))),
  );
  return { count: instances.length, instances };
}

function presentAttempt(
  { name, record, task }: Attempt,
  namespace: string,
  description: AttemptDescription | undefined,
): Schema<'TaskInstanceRsp'> {
  const { cpu, memory } = task.resources;
  return {
    status: {
      phase: record.phase,
      ...(record.startedAt === undefined ? {} : addressesOf(description)),
      start_time: presentTime(new Date(record.queuedAt)),
      container_statuses: [{ restart_count: record.attempt - 1 }],
    },
    metadata: { name, namespace },
    spec: { containers: [{ resources: { limits: { cpu, memory }, requests: { cpu, memory } } }] },
  };
}

/** A command that is not enclosed has the addresses of its node; what an enclosed one has is not known here. */
function addressesOf(description: AttemptDescription | undefined): Schema<'TaskInstanceStatusRsp'> {
  const { node, address, enclosure } = description ?? {};
  return {
    ...(address && enclosure === 'plain' ? { pod_ip: address } : {}),
    ...(address ? { host_ip: address } : {}),
    ...(node ? { host_name: node } : {}),
  };
}
