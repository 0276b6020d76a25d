/** Job events in words. A reason is a short name; a message says what it happened to. */
import type { JobEvent } from '#core/job/types.ts';

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

const both = (zh_cn: string, en_us: string): Bilingual => ({ zh_cn, en_us });

/** Names of the failures the engine gives, in Chinese; their English name is the reason itself. */
const FAILURES: Record<string, string> = {
  NonZeroExit: '退出码非零',
  Killed: '被信号终止',
  Stopped: '被停止',
  StartFailed: '启动失败',
  AttemptLost: '运行状态丢失',
  OutputLinkRefused: '输出链接被拒绝',
  OutputSpecialFileRefused: '输出特殊文件被拒绝',
  OutputNameRefused: '输出名称被拒绝',
  OutputConflict: '输出冲突',
  OutputLost: '输出丢失',
  OutputNotStored: '输出未能保存',
  StorageFull: '项目存储空间已满',
};

/** @param count how many alike events the words stand for */
export function describeEvent(event: JobEvent, count: number): EventWords {
  return 'task' in event ? describeInstance(event, count) : describeJob(event);
}

type InstanceEvent = Extract<JobEvent, { task: string }>;

function describeInstance(event: InstanceEvent, count: number): EventWords {
  const one = `${event.task}-${event.index}`;
  const who =
    count === 1
      ? both(`实例 ${one} `, `instance ${one}`)
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
    case 'instance-failed': {
      const name = FAILURES[event.reason] ?? event.reason;
      return words('fail', both(name, event.reason), `失败：${event.message}`, `failed: ${event.message}`, true);
    }
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
    case 'job-retried':
      return words('retry', both('重试', 'Retry'), both(`${event.user} 重试作业`, `${event.user} retried the job`));
    case 'job-finished':
      return describeFinish(event);
  }
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
    message: both(`作业失败：${event.message ?? ''}`, `The job failed: ${event.message ?? ''}`),
    warning: true,
  };
}
