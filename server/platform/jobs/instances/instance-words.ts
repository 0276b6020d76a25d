/**
 * What happened to one instance, in the shape of the documented instance and task events: a reason is an English name,
 * a message is in the language of the reader.
 */
import type { AttemptRecord } from '#core/job/attempts.ts';
import type { AttemptDescription } from '../../../engine/executor.ts';
import { type Bilingual, both } from '../event-words.ts';
import { failureWords, inChinese } from '../failure-words.ts';

export interface InstanceEventWords {
  at: number;
  /** The last time it was true; absent when it happened once. */
  until?: number;
  reason: string;
  message: Bilingual;
  warning?: true;
}

/** What led from the hand-over to the start of the command, as the executor described it. */
function launchWords(record: AttemptRecord, name: string, description: AttemptDescription | undefined) {
  const at = record.startedAt;
  if (at === undefined) return [];
  const words: InstanceEventWords[] = [];
  if (description?.node)
    words.push({
      at,
      reason: 'Scheduled',
      message: both(`实例 ${name} 已分配到节点 ${description.node}`, `Assigned ${name} to node ${description.node}`),
    });
  if (description?.image) words.push({ at, ...imageWords(description.image) });
  words.push({ at, reason: 'Started', message: both(`已启动实例 ${name}`, `Started instance ${name}`) });
  if (description && !description.isolated)
    words.push({
      at,
      reason: 'NotIsolated',
      warning: true,
      message: both('命令在节点上直接运行，未隔离', 'The command runs on the node itself, not isolated'),
    });
  return words;
}

function imageWords({ name, used, digest }: NonNullable<AttemptDescription['image']>) {
  if (!used)
    return {
      reason: 'ImageNotUsed',
      message: both(
        `镜像 ${name} 仅作记录，未使用：命令使用节点上的软件`,
        `Image ${name} is recorded and not used: the command runs with the software of the node`,
      ),
    };
  const exact = digest ? ` (${digest})` : '';
  return { reason: 'Pulled', message: both(`使用镜像 ${name}${exact}`, `Uses image ${name}${exact}`) };
}

const STOPPED = {
  cancel: { message: both('作业被取消，命令已停止', 'Stopped because the job was cancelled') },
  timeout: {
    message: both('作业运行超时，命令已停止', 'Stopped because the job ran longer than its time-out'),
    warning: true,
  },
} as const;

/** How an attempt that is over ended, in one word. */
export function endReason({ stopped, reason }: AttemptRecord): string {
  if (stopped) return stopped === 'timeout' ? 'Timeout' : 'Cancelled';
  return reason ?? 'Completed';
}

/** How it ended. */
function endWords(record: AttemptRecord): InstanceEventWords[] {
  const at = record.endedAt;
  if (at === undefined) return [];
  if (record.stopped) return [{ at, reason: endReason(record), ...STOPPED[record.stopped] }];
  if (record.reason !== undefined)
    return [
      {
        at,
        reason: record.reason,
        warning: true,
        message: both(
          `${failureWords(record.reason)}：${inChinese(record.message ?? '')}`,
          `Failed: ${record.message ?? ''}`,
        ),
      },
    ];
  const words: InstanceEventWords[] = [
    { at, reason: 'Completed', message: both('命令成功结束，退出码 0', 'The command ended with exit code 0') },
  ];
  if (record.missingOutputs)
    words.push({
      at,
      reason: 'OutputsMissing',
      warning: true,
      message: both(
        `声明的输出没有写出：${record.missingOutputs.join('、')}`,
        `Declared outputs were not written: ${record.missingOutputs.join(', ')}`,
      ),
    });
  return words;
}

/** 4.5.2.10: one attempt from its hand-over to its end. */
export function attemptWords(
  record: AttemptRecord,
  name: string,
  description: AttemptDescription | undefined,
): InstanceEventWords[] {
  const queued = { reason: 'Queued', message: both(`已交给执行器`, 'Handed to the executor') };
  return [{ at: record.queuedAt, ...queued }, ...launchWords(record, name, description), ...endWords(record)];
}

/** 4.5.2.8: an attempt that was made, started and ended. */
export function instanceWords(record: AttemptRecord, name: string): InstanceEventWords[] {
  const message = both(`已创建实例 ${name}`, `Created instance ${name}`);
  return [
    { at: record.queuedAt, reason: 'SuccessfulCreate', message },
    ...launchWords(record, name, undefined),
    ...endWords(record),
  ];
}
