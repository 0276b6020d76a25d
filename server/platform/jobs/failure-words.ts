/** Failures in Chinese. The engine names and tells them in English; its sentences are known, so they are translated. */

const REASONS: Record<string, string> = {
  NonZeroExit: '退出码非零',
  Killed: '被信号终止',
  OutOfMemory: '内存不足',
  TooManyProcesses: '进程过多',
  Stopped: '被停止',
  TimeLimit: '超出运行时限',
  NodeFailed: '节点故障',
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

/** The name of a failure in Chinese; one that is not ours as it stands. */
export const failureWords = (reason: string): string => REASONS[reason] ?? reason;

/** Beginnings of sentences; what follows them (a path, a system's own words) stays as it is. */
const SENTENCES: [english: RegExp, chinese: string][] = [
  [
    /^the command ended with exit code (\d+); the system refused it a process (\d+) times: it may have (\d+) at a time$/,
    '命令以退出码 $1 结束；系统 $2 次拒绝其创建进程：同时最多 $3 个',
  ],
  [/^it wanted more memory than the (.+) it may have; its peak was (.+)$/, '所需内存超过允许的 $1；内存峰值为 $2'],
  [/^the machine ran out of memory while it used (.+)$/, '机器内存耗尽，当时该命令占用 $1'],
  [/^it had (\d+) processes and threads and may have (\d+)$/, '共有 $1 个进程和线程，最多允许 $2 个'],
  [
    /^the command could not be started: it asks for (\S+) processors and this machine has (\S+)$/,
    '命令无法启动：需要 $1 个处理器，本机有 $2 个',
  ],
  [
    /^the command could not be started: it asks for (\S+) GB of memory and this machine has (\S+)$/,
    '命令无法启动：需要 $1 GB 内存，本机有 $2 GB',
  ],
  [
    /^the command could not be started: it asks for (\S+) GPUs and this machine has (\S+)$/,
    '命令无法启动：需要 $1 个 GPU，本机有 $2 个',
  ],
  [/^the command ended with exit code (\d+)/, '命令以退出码 $1 结束'],
  [/^the command was ended by a signal/, '命令被信号终止'],
  [/^the command was ended by (\w+)/, '命令被信号 $1 终止'],
  [/^the command was ended although nobody cancelled the job/, '没有人取消作业，命令却被终止'],
  [/^the command could not be started: /, '命令无法启动：'],
  [/^Slurm no longer knows the job, and it left no exit code$/, 'Slurm 已不再保留该作业，且没有留下退出码'],
  [
    /^Slurm's job (\S+)( on \S+)? was cancelled in Slurm, not through this platform$/,
    'Slurm 作业 $1 在 Slurm 中被取消，并非通过本平台',
  ],
  [/^Slurm's job (\S+)( on \S+)? reached its (time limit|deadline) in Slurm$/, 'Slurm 作业 $1 达到 Slurm 的时限'],
  [/^Slurm's job (\S+)( on \S+)? needed more memory than it had asked for$/, 'Slurm 作业 $1 所需内存超出申请量'],
  [/^Slurm's job (\S+)( on \S+)? was preempted by Slurm for other work$/, 'Slurm 作业 $1 被其他任务抢占'],
  [/^the node of Slurm's job (\S+)( on (\S+))? failed$/, 'Slurm 作业 $1 所在节点 $3 发生故障'],
  [/^the process is gone and left no exit code/, '进程已不存在，且没有留下退出码'],
  [/^the outputs could not be stored: /, '输出未能保存：'],
  [/^output (.+) is neither a file nor a folder$/, '输出 $1 既不是文件也不是文件夹'],
  [/^output (.+) is a link that leads nowhere$/, '输出 $1 是无效链接'],
  [/^output (.+) is a link that leaves the output directory$/, '输出 $1 是指向输出目录之外的链接'],
  [/^output (.+) is a link to a folder$/, '输出 $1 是指向文件夹的链接'],
  [/^output (.+) was not found when it was to be stored$/, '保存时找不到输出 $1'],
  [/^an output file has the name of an existing folder, or the reverse$/, '输出文件与已有文件夹同名，或相反'],
  [/^the output directory itself was removed or replaced$/, '输出目录被删除或替换'],
  [
    /^the outputs have (\d+) bytes, the storage limit of the project leaves (\d+)$/,
    '输出共 $1 字节，项目存储空间只剩 $2 字节',
  ],
  [/^(\d+) instances? failed\.$/, '$1 个实例失败'],
  [/^The job ran longer than its time-out\.$/, '作业运行时间超过超时设置'],
];

/** A sentence of the engine in Chinese, as far as it is known. */
export function inChinese(message: string): string {
  const known = SENTENCES.find(([english]) => english.test(message));
  return known ? message.replace(known[0], known[1]) : message;
}
