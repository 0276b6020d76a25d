/** Job events in words. A reason is a short name; a message says what it happened to. */
import type { Hold, JobEvent, TaskUpdate } from '#core/job/types.ts';
import { failureWords, inChinese } from './failure-words.ts';

export interface Bilingual {
  zh_cn: string;
  en_us: string;
}

export interface EventWords {
  action: string;
  reason: Bilingual;
  message: Bilingual;
  warning: boolean;
}

export const both = (zh_cn: string, en_us: string): Bilingual => ({ zh_cn, en_us });

/** @param count how many alike events the words stand for */
export function describeEvent(event: JobEvent, count: number): EventWords {
  return 'task' in event ? describeInstance(event, count) : describeJob(event);
}

type InstanceEvent = Extract<JobEvent, { task: string }>;

function describeInstance(event: InstanceEvent, count: number): EventWords {
  const one = `${event.task}-${event.index}`;
  const who =
    count === 1
      ? both(`实例 ${one} `, `Instance ${one}`)
      : both(`任务 ${event.task} 的 ${count} 个实例`, `${count} instances of ${event.task}`);
  const words = (action: string, reason: Bilingual, zh: string, en: string, warning = false): EventWords => ({
    action,
    reason,
    message: both(`${who.zh_cn}${zh}`, `${who.en_us} ${en}`),
    warning,
  });
  switch (event.type) {
    case 'instance-queued':
      return words('queue', both('已排队', 'Queued'), '已交给执行器', 'handed to the executor');
    case 'instance-started':
      return words('start', both('启动', 'ActionStart'), '开始运行', 'started');
    case 'instance-succeeded':
      return words('finish', both('执行成功', 'SuccessfulFinish'), '执行成功', 'succeeded');
    case 'instance-cancelled':
      return words('cancel', both('已取消', 'Cancelled'), '已取消', 'cancelled');
    case 'instance-failed':
      return words(
        'fail',
        both(failureWords(event.reason), event.reason),
        `失败：${inChinese(event.message)}`,
        `failed: ${event.message}`,
        true,
      );
  }
}

function describeJob(event: Exclude<JobEvent, { task: string }>): EventWords {
  const words = (action: string, reason: Bilingual, message: Bilingual, warning = false): EventWords => ({
    action,
    reason,
    message,
    warning,
  });
  switch (event.type) {
    case 'job-created':
      return words('create', both('创建成功', 'SuccessfulCreate'), both('作业已创建', 'The job was created'));
    case 'job-started':
      return words('start', both('启动', 'ActionStart'), both('作业开始运行', 'The job started'));
    case 'job-cancel-requested':
      return words(
        'cancel',
        event.force ? both('强制停止', 'ForceStop') : both('取消', 'Cancel'),
        event.force
          ? both(
              `${event.user} 强制停止作业，运行中的步骤被终止`,
              `${event.user} stopped the job and its running steps`,
            )
          : both(
              `${event.user} 取消作业，运行中的步骤继续完成`,
              `${event.user} cancelled the job; running steps go on to their end`,
            ),
      );
    case 'job-timed-out':
      return words(
        'timeout',
        both('超时', 'Timeout'),
        both('作业运行超时', 'The job ran longer than its time-out'),
        true,
      );
    case 'job-updated': {
      const what = event.tasks.map(changedWords).join('; ');
      return words(
        'update',
        both('更新参数', 'Updated'),
        both(`${event.user} 更新作业参数：${what}`, `${event.user} updated the job: ${what}`),
      );
    }
    case 'job-retried':
      return words('retry', both('重试', 'Retry'), both(`${event.user} 重试作业`, `${event.user} retried the job`));
    case 'job-waiting':
      return describeWaiting(event.holds);
    case 'job-finished':
      return describeFinish(event);
  }
}

/** `align: ref /a.fa → /b.fa, memory 1G → 2G`: names and values need no language. */
function changedWords({ task, inputs, resources }: TaskUpdate): string {
  const values = inputs.map(({ name, from, to }) => `${name} ${listed(from)} → ${listed(to)}`);
  const fields = resources ? (Object.keys(resources.to) as (keyof typeof resources.to)[]) : [];
  const amounts = fields.flatMap((field) => {
    const [from, to] = [String(resources?.from[field] ?? '-'), String(resources?.to[field] ?? '-')];
    return from === to ? [] : [`${field} ${from} → ${to}`];
  });
  return `${task}: ${[...values, ...amounts].join(', ')}`;
}

/** Enough of a list of values to know it again. */
const LISTED = 3;
const LONGEST = 80;

function listed(values: readonly string[]): string {
  if (values.length === 0) return '-';
  const shown = values
    .slice(0, LISTED)
    .map((value) => (value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value))
    .join(', ');
  return values.length > LISTED ? `${shown}, … (${values.length})` : shown;
}

function describeFinish(event: Extract<JobEvent, { type: 'job-finished' }>): EventWords {
  if (event.status === 'SUCCEEDED')
    return {
      action: 'finish',
      reason: both('执行成功', 'SuccessfulFinish'),
      message: both('作业执行成功', 'The job succeeded'),
      warning: false,
    };
  if (event.status === 'CANCELLED')
    return {
      action: 'finish',
      reason: both('已取消', 'Cancelled'),
      message: both('作业已取消', 'The job was cancelled'),
      warning: false,
    };
  return {
    action: 'finish',
    reason: both('执行失败', event.reason ?? 'Failed'),
    message: both(`作业失败：${inChinese(event.message ?? '')}`, `The job failed: ${event.message ?? ''}`),
    warning: true,
  };
}

/** Why tasks wait for a node: the name of the reason in Chinese, and both sentences about the tasks. */
const HOLDS: Record<Hold['reason'], { name: string; words(tasks: string, label: string): Bilingual }> = {
  NoNodeWithLabel: {
    name: '没有带此标签的节点',
    words: (tasks, label) =>
      both(
        `任务 ${tasks} 等待带标签 ${label} 的可调度节点`,
        `Waiting for an open node with the label ${label}: ${tasks}`,
      ),
  },
  NoSchedulableNode: {
    name: '没有可调度的节点',
    words: (tasks) => both(`任务 ${tasks} 等待可调度的节点`, `Waiting until a node is opened for instances: ${tasks}`),
  },
  NoNodeLargeEnough: {
    name: '没有足够大的节点',
    words: (tasks, label) =>
      label
        ? both(
            `任务 ${tasks} 等待带标签 ${label} 且规格足够的节点`,
            `Waiting for an open node with the label ${label} that is large enough: ${tasks}`,
          )
        : both(`任务 ${tasks} 等待规格足够的节点`, `Waiting for an open node that is large enough: ${tasks}`),
  },
};

/** Why one task waits for a node. */
export function holdWords({ reason, label = '' }: Hold, task: string): { reason: string; message: Bilingual } {
  return { reason, message: HOLDS[reason].words(task, label) };
}

/** Actions by which a job's page knows what waits: the last of the two counts. */
const WAIT = 'wait';
const RESUME = 'resume';

function describeWaiting(holds: readonly Hold[]): EventWords {
  const [first] = holds;
  if (!first)
    return {
      action: RESUME,
      reason: both('不再等待节点', 'NodeAvailable'),
      message: both('有节点可以运行等待中的任务', 'A node takes what has waited'),
      warning: false,
    };
  const parts = holds.map(({ tasks, reason, label = '' }) => ({
    zh: HOLDS[reason].words(tasks.join('、'), label).zh_cn,
    en: HOLDS[reason].words(tasks.join(', '), label).en_us,
  }));
  return {
    action: WAIT,
    reason: both(HOLDS[first.reason].name, first.reason),
    message: both(parts.map(({ zh }) => zh).join('；'), parts.map(({ en }) => en).join('; ')),
    warning: false,
  };
}
